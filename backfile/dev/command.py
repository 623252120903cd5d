"""The command `serve`."""

import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import click

from backfile.cache import FOLDER as CACHE

PORT = 8000


def add_serve(group: click.Group, folder_of: Callable[[Path | None], Path]) -> None:
    """Add the command to a group; `folder_of` finds the archive."""
    for option in serve.params:
        if option.name == "site":
            option.default = lambda: folder_of(None)
    group.add_command(serve)


@click.command()
@click.option(
    "--site",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The archive's folder (the one with site.yaml).",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=PORT,
    show_default=True,
    help="Where to serve; the next free port when it is taken.",
)
@click.option("--at", help="The path the site will have, e.g. /repo/; by default that of its url.")
@click.option(
    "--editor",
    default="vscode",
    show_default=True,
    help="What opens a place in a file: vscode, vscodium, cursor, zed, idea, sublime, textmate, "
    "an address with {path}, {line} and {column}, or none.",
)
@click.option("--poll", is_flag=True, help="Walk the folders every second; wait for no events.")
def serve(site: Path, port: int, at: str | None, editor: str, poll: bool) -> int:
    """Show the site on this machine while its files are edited; drafts are shown, too.

    Open pages follow every save. Nothing is written to public/.
    """
    from backfile.dev.desk import Desk

    root = site.resolve()
    # The server hands a signal on when it is done: it must not end us before we have tidied up.
    signal.signal(signal.SIGTERM, interrupted)
    with suppress(KeyboardInterrupt), scratch_in(root / CACHE) as scratch:
        Desk(root, scratch, port=port, at=at, editor=editor, poll=poll).run(say)
    return 0


def interrupted(number: int, frame: FrameType | None) -> None:
    """Take a request to end like an interrupt from the keyboard."""
    raise KeyboardInterrupt


def say(words: str) -> None:
    """Print a line at once, also into a pipe."""
    click.echo(words)
    sys.stdout.flush()


@contextmanager
def scratch_in(folder: Path) -> Iterator[Path]:
    """Make a folder for this run, which is deleted at its end; elsewhere if it cannot be here."""
    try:
        folder.mkdir(exist_ok=True)
        made = tempfile.TemporaryDirectory(prefix="serve-", dir=folder, ignore_cleanup_errors=True)
    except OSError:
        made = tempfile.TemporaryDirectory(prefix="backfile-", ignore_cleanup_errors=True)
    with made as name:
        yield Path(name)
