"""Bring the catalogues of the interface's words up to date, and compile them (docs/translating.md).

The words are those of the templates, those that Python code says, and the tables of terms. The
files come out the same, byte for byte, whoever makes them and whenever.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from backfile.dump_columns import FILES, RELEASE_FILES
from backfile.words import LOCALES, PLURALS, TERMS

REPOSITORY = Path(__file__).resolve().parent.parent
TEMPLATES = REPOSITORY / "templates"
ENGINE = REPOSITORY / "backfile"
SPEAKERS = {"say": 1, "spoken": 1, "phrase": 1, "sentence": 1, "_say": 0, "speak": 0}
"""Functions that say a sentence, and which of their arguments it is."""
PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
"""Where a value is put into a sentence."""
HEAD = "# Words of the interface of Backfile: {}. How to change this file: docs/translating.md"


class Catalogue(Catalog):
    """A catalogue whose head has nothing in it that changes by itself."""

    def __init__(self, lang: str, like: Catalog | None = None) -> None:
        super().__init__(lang.replace("-", "_"), header_comment=HEAD.format(lang), fuzzy=False)
        self.lang = lang
        self._like = like
        """The catalogue whose plural forms hold; without it, those that Babel knows."""

    @property
    def num_plurals(self) -> int:
        """The number of plural forms."""
        return self._like.num_plurals if self._like else super().num_plurals

    @property
    def plural_expr(self) -> str:
        """Which form a number has, as C writes it."""
        return self._like.plural_expr if self._like else super().plural_expr

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The lines of the head."""
        return [
            ("Language", self.lang),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def words() -> Catalog:
    """Return every sentence and term of the interface, without translations."""
    found = Catalog()
    for path in sorted(TEMPLATES.rglob("*.html")):
        add_template(found, path)
    for path in sorted(ENGINE.rglob("*.py")):
        for text in spoken_in(path.read_text(encoding="utf-8")):
            found.add(text, locations=[(where(path), 0)])
    for name, texts in tables():
        for text in texts:
            found.add(text, locations=[(name, 0)])
    return found


def add_template(found: Catalog, path: Path) -> None:
    """Add the words of a template to a catalogue."""
    options = {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    with path.open("rb") as file:
        rows = extract("jinja2.ext:babel_extract", file, DEFAULT_KEYWORDS, ["L10n:"], options)
        for _, ident, comments, context in rows:
            found.add(ident, locations=[(where(path), 0)], auto_comments=comments, context=context)


def spoken_in(source: str) -> Iterator[str]:
    """Yield the sentences that the code says, in the order it has them."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        for said in node.args[SPEAKERS.get(name, len(node.args)) :][:1]:
            for part in ast.walk(said):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def tables() -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the tables of words, each with the file it stands in."""
    yield "backfile/words.py", [*TERMS.values(), *PLURALS.values()]
    for file in (*FILES.values(), *RELEASE_FILES.values()):
        yield "backfile/dump_columns.py", [file.what, *(what for _, what in file.columns)]


def where(path: Path) -> str:
    """Return the path of a file in the repository."""
    return path.relative_to(REPOSITORY).as_posix()


def catalogue(lang: str, folder: Path = LOCALES) -> Catalogue:
    """Return the catalogue of a language as people wrote it; empty where there is none yet."""
    path = folder / f"{lang}.po"
    if not path.is_file():
        return Catalogue(lang)
    with path.open("rb") as file:
        written = read_po(file)
    found = Catalogue(lang, written)
    for message in written:
        if message.id:
            found[message.id] = message
    return found


def updated(old: Catalogue, template: Catalog) -> Catalogue:
    """Return a catalogue of exactly the template's words, with the translations there are."""
    new = Catalogue(old.lang, old)
    for message in template:
        known = old.get(identity(message), message.context)
        if message.id:
            new.add(
                message.id,
                string=known.string if known and fits(known, message) else None,
                locations=message.locations,
                flags=known.flags if known else (),
                auto_comments=message.auto_comments,
                user_comments=known.user_comments if known else (),
                context=message.context,
            )
    return new


def fits(known: Message, message: Message) -> bool:
    """Tell whether both are one sentence, or both one with a plural."""
    return known.pluralizable == message.pluralizable


def identity(message: Message) -> str:
    """Return the English words of a message, in the singular."""
    return message.id if isinstance(message.id, str) else str(message.id[0])


def as_po(found: Catalogue) -> bytes:
    """Return a catalogue as people edit it."""
    file = BytesIO()
    write_po(file, found, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return file.getvalue()


def as_mo(found: Catalogue) -> bytes:
    """Return a catalogue as the engine reads it: what is whole and beyond doubt."""
    whole = Catalogue(found.lang, found)
    for message in found:
        if message.id and is_done(message):
            whole[message.id] = message
    file = BytesIO()
    write_mo(file, whole)
    return file.getvalue()


def is_done(message: Message) -> bool:
    """Tell whether a message has all its translations, without a mark of doubt."""
    return all(forms(message)) and not message.fuzzy


def forms(message: Message) -> tuple[str, ...]:
    """Return the translations of a message, one for each plural form."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def lacking(found: Catalogue) -> list[str]:
    """Return the English words that have no translation, or a doubtful one."""
    return [identity(m) for m in found if m.id and not is_done(m)]


def faults(found: Catalogue) -> Iterator[str]:
    """Yield what is wrong with the translations there are, each on a line."""
    for message in found:
        if not message.id or not all(forms(message)):
            continue
        if message.pluralizable and len(forms(message)) != found.num_plurals:
            yield f"{identity(message)!r} has {len(forms(message))} forms, not {found.num_plurals}"
        yield from wrong_places(message)
        if any(sign in form for form in forms(message) for sign in "<>&"):
            yield f"{identity(message)!r} has markup in its translation"


def wrong_places(message: Message) -> Iterator[str]:
    """Yield it when a translation has other places for values. A plural form for one number may
    leave the number out, the last one may not.
    """
    english = message.id if isinstance(message.id, str) else message.id[-1]
    wanted = set(PLACE.findall(english))
    for n, form in enumerate(forms(message), 1):
        places = set(PLACE.findall(form))
        free = message.pluralizable and n < len(forms(message))
        if places != wanted and not (free and places < wanted):
            yield f"{identity(message)!r} has {sorted(places)}, not {sorted(wanted)}: {form!r}"


def bring_up_to_date(lang: str, folder: Path = LOCALES) -> Catalogue:
    """Write both files of a language anew, where they differ; return its catalogue."""
    new = updated(catalogue(lang, folder), words())
    for path, content in (
        (folder / f"{lang}.po", as_po(new)),
        (folder / f"{lang}.mo", as_mo(new)),
    ):
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
    return new


def up_to_date(lang: str, folder: Path = LOCALES) -> bool:
    """Tell whether both files of a language are as they would be written now."""
    new = updated(catalogue(lang, folder), words())
    return (folder / f"{lang}.po").read_bytes() == as_po(new) and (
        folder / f"{lang}.mo"
    ).read_bytes() == as_mo(new)


def languages(folder: Path = LOCALES) -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(path.stem for path in folder.glob("*.po"))


def report(lang: str, found: Catalogue, *, every: bool) -> bool:
    """Print what a catalogue lacks and what is wrong with it; True if there is anything."""
    missing, wrong = lacking(found), list(faults(found))
    print(f"{lang}: {len(found) - len(missing)} of {len(found)} translated")
    for line in missing if every else missing[:10]:
        print(f"  no translation: {line!r}")
    for line in wrong:
        print(f"  {line}")
    return bool(missing or wrong)


def main(arguments: list[str]) -> int:
    """Run the command; 1 where something is missing, wrong or (with --check) out of date."""
    parser = argparse.ArgumentParser(prog="scripts/words", description="The catalogues of words.")
    parser.add_argument("--new", metavar="TAG", help="begin the catalogue of a language")
    parser.add_argument("--missing", metavar="TAG", help="list all that a language lacks")
    parser.add_argument("--check", action="store_true", help="write nothing")
    asked = parser.parse_args(arguments)
    langs = [asked.new or asked.missing] if asked.new or asked.missing else languages()
    bad = False
    for lang in langs:
        if asked.check and not up_to_date(lang):
            print(f"{lang}: out of date, run scripts/words")
            bad = True
        found = catalogue(lang) if asked.check else bring_up_to_date(lang)
        bad = report(lang, found, every=bool(asked.missing)) or bad
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
