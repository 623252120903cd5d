"""Compiled templates, kept between builds: compiling them all takes as long as some hundred pages.

A code is known by its template's name, text and language; the file as a whole by the engine and the
libraries (see `backfile.cache`).
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from backfile.cache import load, store

if TYPE_CHECKING:
    from pathlib import Path
    from types import CodeType

    from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """The codes of templates: each is compiled once for all environments and builds."""

    def __init__(self, lang: str, place: Path | None) -> None:
        """Take the language the words are put in, and the file to keep codes in, if any."""
        self._lang = lang
        self._place = place
        self._codes: dict[str, CodeType] = {}
        self._stored = (load(place, dict[str, bytes]) if place else None) or {}
        self._used: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a bucket its code, if it was compiled before."""
        key = self._key(bucket)
        if key not in self._codes and key in self._stored:
            self._used[key] = self._stored[key]
            self._codes[key] = marshal.loads(self._stored[key])  # noqa: S302  (our own, checked)
        bucket.code = self._codes.get(key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a bucket's code."""
        if bucket.code is not None:
            key = self._key(bucket)
            self._codes[key] = bucket.code
            self._used[key] = marshal.dumps(bucket.code)

    def keep(self) -> None:
        """Store the codes for the next build, together with those that it did not use."""
        if self._place is not None and not self._used.keys() <= self._stored.keys():
            store(self._place, {**self._stored, **self._used})

    def _key(self, bucket: Bucket) -> str:
        return f"{self._lang} {bucket.key} {bucket.checksum}"
