"""Pagefind, the program: documents in, the files of a bundle out, nothing on the disk between.

Its service mode takes documents one after the other, so that their numbers in the index follow our
order, and no document has to be a file first.
"""

import os
import subprocess
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

CHUNK = "4000"
"""How much of the word index is in one file: a search loads one a word and bundle. Pagefind's own
measure, 20000, makes them 20 KB; with this one they have 4 KB, and the list of them grows by 6 KB
for 2,000 articles."""
READ = 1 << 20


class SearchError(Exception):
    """Pagefind is missing, failed, or left a bundle that is not whole."""


class Binary(NamedTuple):
    """Pagefind's program."""

    path: Path
    version: str
    extended: bool


class File(msgspec.Struct, frozen=True):
    """One file of a bundle."""

    path: str
    content: bytes


class Payload(msgspec.Struct):
    """What Pagefind answers to one message."""

    type: str
    message: str = ""
    files: tuple[File, ...] = ()


class Answer(msgspec.Struct):
    """Pagefind's answer to one message."""

    message_id: int | None
    payload: Payload


def find_binary() -> Binary:
    """Return Pagefind's program, the extended one where it is installed; raise `SearchError`."""
    for module in ("pagefind_bin_extended", "pagefind_bin"):
        try:
            path = Path(import_module(module).get_executable())
        except (ImportError, FileNotFoundError):
            continue
        return Binary(path, _version(path), module.endswith("extended"))
    raise SearchError("Pagefind is not installed: pip install pagefind-bin")


def _version(path: Path) -> str:
    try:
        done = subprocess.run([str(path), "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SearchError(f"Pagefind could not be started: {error}") from error
    return done.stdout.decode("utf-8", "replace").strip()


def bundle_files(binary: Binary, pages: Iterable[tuple[str, str]]) -> tuple[File, ...]:
    """Return the files of the bundle for these documents, given as path and HTML.

    Raises `SearchError` with Pagefind's words.
    """
    try:
        process = subprocess.Popen(
            [str(binary.path), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": CHUNK},
        )
    except OSError as error:
        raise SearchError(f"Pagefind could not be started: {error}") from error
    with process:
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise SearchError("Pagefind could not be started")
        feeder = threading.Thread(target=_feed, args=(process.stdin, pages), daemon=True)
        feeder.start()
        try:
            return _files_among(process.stdout)
        except SearchError as failure:
            process.kill()
            said = " ".join(process.stderr.read().decode("utf-8", "replace").split())
            raise SearchError(f"Pagefind failed: {said[-500:]}" if said else str(failure)) from None
        finally:
            feeder.join()


def _feed(stream: IO[bytes], pages: Iterable[tuple[str, str]]) -> None:
    """Send the documents, then ask for the files; the stream stays open, or Pagefind would end."""
    with suppress(OSError, ValueError):
        stream.write(_message({"type": "NewIndex", "config": None}))
        for path, html in pages:
            added = {"type": "AddFile", "index_id": 0, "file_path": path, "file_contents": html}
            stream.write(_message(added))
        stream.write(_message({"type": "GetFiles", "index_id": 0}))
        stream.flush()


def _message(payload: dict[str, object]) -> bytes:
    return b64encode(msgspec.json.encode({"message_id": 0, "payload": payload})) + b","


def _files_among(stream: IO[bytes]) -> tuple[File, ...]:
    """Return the files once they come; raise `SearchError` for an error or an end before."""
    decoder = msgspec.json.Decoder(Answer)
    for coded in _pieces(stream):
        try:
            payload = decoder.decode(b64decode(coded, validate=True)).payload
        except (ValueError, msgspec.DecodeError) as error:
            raise SearchError(f"Pagefind's answer cannot be read: {error}") from error
        if payload.type == "Error":
            raise SearchError(f"Pagefind failed: {payload.message}")
        if payload.type == "GetFiles":
            return payload.files
    raise SearchError("Pagefind ended without an answer")


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the answers, which stand between commas."""
    begun: list[bytes] = []
    while data := stream.read1(READ):  # type: ignore[attr-defined]
        *whole, rest = data.split(b",")
        for piece in whole:
            yield b"".join([*begun, piece])
            begun.clear()
        begun.append(rest)
