"""The commands that make files of an archive: `init`, `import`, `new`, `schema`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from backfile.import_table import ColumnMap
    from backfile.import_text import Wishes

FolderOf = Callable[[Path | None], Path]
"""Returns the archive's folder for what `--site` says."""
site_option = click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    help="The archive's folder (the one with site.yaml).",
)


def add_file_commands(group: click.Group, folder_of: FolderOf) -> None:
    """Add the commands of this module to a group; `folder_of` finds the archive."""
    for command in (init, import_files, new, schema):
        for option in command.params:
            if option.name == "site":
                option.default = lambda: folder_of(None)
        group.add_command(command)


def archive_at(site: Path) -> Path:
    """Return an archive's folder; raises `UsageError` for a folder that is none."""
    if not (site / "site.yaml").is_file():
        raise click.UsageError(
            f"there is no site.yaml in {site}: give the archive's folder with --site DIR"
        )
    return site.resolve()


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The title of the site; by default made of DIR.")
@click.option(
    "--engine",
    default="",
    metavar="VERSION|WHEEL|ADDRESS",
    help="What the archive is built with; by default what runs now, as it was installed.",
)
def init(folder: Path, title: str, engine: str) -> int:
    """Begin an archive in a new folder: the layout, an example, the publishing workflow."""
    from backfile.pinned_engine import EngineUnknownError, engine_installed, engine_named
    from backfile.starting import StartRefusedError, start_archive

    words = title or folder.resolve().name.replace("-", " ").replace("_", " ").capitalize()
    try:
        pinned = engine_named(engine) if engine else engine_installed()
        written = start_archive(folder, words or "My archive", pinned)
    except (EngineUnknownError, StartRefusedError) as refusal:
        raise click.UsageError(str(refusal)) from None
    except OSError as fault:
        click.echo(f"{folder} cannot be written: {fault.strerror}", err=True)
        return 1
    click.echo(f"{len(written)} files written to {folder}")
    click.echo(f"engine: {pinned.line or 'not named yet, see requirements.txt'}")
    click.echo(f"next: cd {shlex.quote(os.fspath(folder))}, then backfile serve")
    return 0


@click.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|FOLDER…")
@site_option
@click.option("--into", default="", metavar="FOLDER", help="A folder below seeds/.")
@click.option("--date", default="", help="The date of the texts, such as 2023-05-24.")
@click.option("--lang", default="", help="The language of the texts, such as es.")
@click.option("--encoding", default="", help="Their encoding, where it cannot be found.")
@click.option(
    "--columns",
    multiple=True,
    metavar="KEY=HEADER,…",
    help="What the columns of a table mean: title=Headline,published=Date,text=Body.",
)
@click.option("--delimiter", default="", help="The sign between the fields of a table.")
@click.option(
    "--date-order",
    type=click.Choice(["dmy", "mdy"]),
    help="Whether 05/06/2023 in a table begins with the day or the month.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def import_files(
    sources: tuple[str, ...],
    site: Path,
    into: str,
    date: str,
    lang: str,
    encoding: str,
    columns: tuple[str, ...],
    delimiter: str,
    date_order: str | None,
    dry_run: bool,
) -> int:
    """Make seeds of text files, and seeds and sidecars of a table (CSV).

    Files are copied as they are, and nothing is overwritten. Texts that the archive has already
    are skipped. What cannot be imported is told with the reason.
    """
    from backfile.import_table import ColumnsError
    from backfile.importing import import_all, summary

    root = archive_at(site)
    wishes = wishes_of(into, date, lang, encoding)
    meaning = columns_of(columns, delimiter, date_order or "")
    outcomes = []
    try:
        for outcome in import_all(root, paths_of(sources, root), wishes, meaning, dry_run=dry_run):
            outcomes.append(outcome)
            click.echo(outcome.line(dry_run=dry_run))
    except ColumnsError as fault:
        raise click.UsageError(str(fault)) from None
    click.echo(summary(outcomes, dry_run=dry_run))
    return 1 if any(outcome.status == "refused" for outcome in outcomes) else 0


def wishes_of(into: str, date: str, lang: str, encoding: str) -> Wishes:
    """Return what was asked for; raises `UsageError` for what makes no sense."""
    from backfile.import_text import Wishes, check_encoding_name
    from backfile.kinds import check_date, check_lang

    for words, check in ((date, check_date), (lang, check_lang)):
        fault = check(words) if words else None
        if fault:
            raise click.UsageError(f"{fault.message}; {fault.hint}")
    if encoding:
        try:
            check_encoding_name(encoding)
        except LookupError:
            raise click.UsageError(f"`{encoding}` is no text encoding Python knows") from None
    return Wishes(folder_below_seeds(into), date, lang, encoding)


def folder_below_seeds(into: str) -> str:
    """Return a folder below `seeds/` with a slash at its end, or nothing for `seeds/` itself."""
    from backfile.ids import RESERVED

    parts = PurePosixPath(into.replace("\\", "/").removeprefix("seeds/")).parts
    for part in parts:
        plain = part.replace("-", "").replace("_", "").replace(".", "").replace(" ", "").isalnum()
        if not plain or part[0] in ". " or part[-1] in ". " or part.lower() in RESERVED:
            raise click.UsageError(f"`{into}` is no folder below seeds/: look at `{part}`")
    return "".join(f"{part}/" for part in parts)


def columns_of(columns: tuple[str, ...], delimiter: str, date_order: str) -> ColumnMap | None:
    """Return what the columns of tables mean; None when nothing was said about tables."""
    from backfile.import_table import DELIMITERS, ColumnMap, ColumnsError, column_map

    try:
        found = column_map(columns, delimiter=delimiter, date_order=date_order)
    except ColumnsError as fault:
        raise click.UsageError(str(fault)) from None
    if found.delimiter and found.delimiter not in DELIMITERS:
        raise click.UsageError("the sign between fields is one of , ; | or tab")
    return None if found == ColumnMap() else found


def paths_of(sources: Iterable[str], root: Path) -> tuple[Path, ...]:
    """Return the files and folders named, from here or from the archive's folder."""
    found = []
    for source in sources:
        path = Path(source)
        if not os.path.lexists(path) and os.path.lexists(root / source):
            path = root / source
        if not os.path.lexists(path):
            raise click.UsageError(f"there is no file or folder {source}")
        if path.is_dir() and root.is_relative_to(path.resolve()):
            raise click.UsageError(f"{source} holds the archive itself: name what to import")
        found.append(path)
    return tuple(found)


@click.command()
@click.argument("kind", type=click.Choice(["article", "entity", "claim", "thread"]))
@click.argument("ident", metavar="ID")
@site_option
@click.option("--title", default="", help="The title, the name or the wording.")
@click.option("--type", "entity_type", default="", help="The type of an entity, such as person.")
def new(kind: str, ident: str, site: Path, title: str, entity_type: str) -> int:
    """Write a commented start for an article, an entity, a claim or a thread."""
    from backfile.drafting import DraftRefusedError, write_draft

    try:
        path, hints = write_draft(archive_at(site), kind, ident, title, entity_type)
    except DraftRefusedError as refusal:
        raise click.UsageError(str(refusal)) from None
    except OSError as fault:
        click.echo(f"the file cannot be written: {fault.strerror}", err=True)
        return 1
    click.echo(f"written: {path}")
    for hint in hints:
        click.echo(hint)
    return 0


@click.command()
@site_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for the schemas; .backfile/schema in the archive by default.",
)
def schema(site: Path, out: Path | None) -> int:
    """Write JSON Schemas, with which editors complete and check what you write."""
    from backfile.schema_writing import write_schemas

    root = archive_at(site)
    try:
        written = write_schemas(root, out)
    except OSError as fault:
        click.echo(f"the schemas cannot be written: {fault.strerror}", err=True)
        return 1
    for path in written:
        click.echo(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path))
    return 0
