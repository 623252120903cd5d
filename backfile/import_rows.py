"""One row of a table becomes a seed, where it has a text, and a sidecar (docs/importing.md)."""

import re
from typing import Any, NamedTuple

from backfile.convert import convert_to
from backfile.dates import day_of, nearest_form, parse_date
from backfile.ids import ArticleId, id_fault, looks_like_id
from backfile.import_holdings import Holdings, Place, RefusedError
from backfile.import_names import free_id, name_of, readable, shortened, valid_id
from backfile.import_text import Imported, SkippedError, Wishes, sidecar_text
from backfile.kinds import shown
from backfile.shapes import ARTICLE_KINDS
from backfile.shapes_sidecar import Sidecar

OF_ARTICLE = (
    *("title", "deck", "kind", "lang", "published", "updated", "published_as", "byline"),
    *("summary", "topics", "notes_internal"),
)
OF_SOURCE = (
    *("publisher", "url", "archived", "retrieved", "method", "via", "page", "column", "section"),
    *("issue", "volume", "edition", "shelfmark", "facsimile"),
)
OF_RIGHTS = {"rights": "terms", "holder": "holder", "licence": "licence", "basis": "basis"}
COLUMNS = ("id", "text", *OF_ARTICLE, *OF_SOURCE, *OF_RIGHTS)
"""The keys that a column can fill, beside free ones that begin with `x-`."""
DATES = ("published", "updated", "retrieved")
LISTS = {"byline": re.compile(r"\s*;\s*"), "topics": re.compile(r"\s*[,;|]\s*")}
MEANINGS = {
    name: key
    for key, names in {
        "id": "id|identifier|article id|key|slug",
        "title": "title|headline|heading|hed|titel|"
        "überschrift|titre|título|titulo|titolo|"
        "标题|標題",
        "deck": "deck|subtitle|subheading|subheadline|standfirst|dek|untertitel",
        "text": "text|body|content|full text|fulltext|article text|article|story|texte|texto|正文",
        "published": "published|date|publication date|pub date|pubdate|published at|published on|"
        "date published|datum|fecha|data|日期",
        "updated": "updated|updated at|last updated|modified|date modified",
        "publisher": "publisher|outlet|source|newspaper|publication|medium|media|site|site name|"
        "medio|quelle|zeitung|journal|媒体",
        "url": "url|link|address|permalink|web address|uri|href|canonical url|source url|链接",
        "archived": "archived|archive url|archived url|wayback|wayback url|archive link",
        "retrieved": "retrieved|accessed|retrieved at|date retrieved|accessed at|crawled|"
        "scraped at",
        "byline": "byline|author|authors|by|writer|reporter|autor|autora|auteur|verfasser|作者",
        "lang": "lang|language|language code|locale|sprache|langue|idioma|语言",
        "kind": "kind|article kind|genre",
        "topics": "topics|topic|tags|keywords|subjects|categories|category",
        "summary": "summary|abstract|description|zusammenfassung|resumen|résumé|摘要",
        "page": "page|pages|page number|seite|página",
        "section": "section|desk|ressort|sección",
        "issue": "issue|issue number|ausgabe",
        "edition": "edition",
        "volume": "volume",
        "rights": "rights|copyright|terms",
        "licence": "licence|license",
    }.items()
    for name in names.split("|")
}
"""What a column means by its name, in lower case."""


class Row(NamedTuple):
    """A row as read."""

    cells: dict[str, str]
    """By key of `COLUMNS`."""
    date_order: str = ""

    def words(self, key: str) -> str:
        """Return the words of a cell without white space around them; empty without a column."""
        return self.cells.get(key, "").strip()


def import_row(holdings: Holdings, row: Row, wishes: Wishes) -> Imported:
    """Make a seed and a sidecar of a row; raises `SkippedError` or `RefusedError`."""
    text = row.cells.get("text", "")
    seed = text.encode("utf-8", "surrogatepass") if text.strip() else None
    same = holdings.seed_with(seed) if seed is not None else ""
    if same:
        raise SkippedError(f"the same text as {same}")
    facts = facts_of(holdings, row, wishes)
    check(facts)
    held = place_of_id(holdings, row, has_text=seed is not None)
    wanted = held.id if held else id_of(row, facts)
    remarks: list[str] = []
    if seed is None and (held is None or not has_seed(holdings, held.id)):
        facts["show"] = "none"
        remarks.append("a record without text")
    if seed is None and held is None:
        refuse_twice(holdings, wanted, facts, wishes)
    free = free_id(wanted, holdings.taken)
    place = held or Place(folder_of(wanted, facts, wishes), free)
    holdings.add(place, seed, sidecar_text(holdings, place, facts))
    return Imported(place.seed if seed is not None else place.sidecar, tuple(remarks))


def place_of_id(holdings: Holdings, row: Row, *, has_text: bool) -> Place | None:
    """Return the place for a row that gives an id: a new one, or beside the seed that waits.

    None when the row gives none; raises `RefusedError` and `SkippedError` for an id that is taken.
    """
    words = row.words("id")
    if not words:
        return None
    ident = ArticleId(words) if not id_fault(words) else valid_id(words)
    files = holdings.articles.get(ident)
    if ident in holdings.taken and (has_text or files is None):
        raise RefusedError(f"the id `{ident}` is that of another article")
    if files is not None and files.sidecar is not None:
        raise SkippedError(f"{files.sidecar.path} is there already")
    if files is not None and files.seed is not None:
        folder = files.seed.path.removeprefix("seeds/").rpartition("/")[0]
        return Place(f"{folder}/" if folder else "", ident)
    return None


def has_seed(holdings: Holdings, ident: ArticleId) -> bool:
    """Tell whether an article has a seed."""
    files = holdings.articles.get(ident)
    return files is not None and files.seed is not None


def refuse_twice(
    holdings: Holdings, ident: ArticleId, facts: dict[str, Any], wishes: Wishes
) -> None:
    """Raise `SkippedError` when the very same record was imported before."""
    folder, number, tried = folder_of(ident, facts, wishes), 1, ident
    while tried in holdings.taken:
        place = Place(folder, tried)
        target = holdings.root / place.sidecar
        if target.is_file() and target.read_text("utf-8") == sidecar_text(holdings, place, facts):
            raise SkippedError(f"the same as {place.sidecar}")
        number += 1
        tried = ArticleId(f"{ident}-{number}")


def folder_of(ident: ArticleId, facts: dict[str, Any], wishes: Wishes) -> str:
    """Return the folder for an article: its year, where that is known."""
    day = day_of(str(facts.get("published", ""))) or name_of(ident).date
    return f"{wishes.into}{day[:4]}/" if day else wishes.into


def id_of(row: Row, facts: dict[str, Any]) -> ArticleId:
    """Return an id for a row: its own, or one made of day and title."""
    if row.words("id"):
        return valid_id(row.words("id"))
    title = row.words("title") or row.words("url") or row.words("text").partition("\n")[0]
    if not title:
        raise RefusedError("it has neither an id nor a title, an address or a text")
    date = str(facts.get("published", ""))
    when = parse_date(date) if date else None
    exact = when is not None and when.precision in ("day", "time") and not when.is_interval
    day = f"{day_of(date)}-" if exact else ""
    words = valid_id(title)
    return valid_id(f"{day}{shortened(words, 60)}" if readable(title) else f"{day}{words}")


def facts_of(holdings: Holdings, row: Row, wishes: Wishes) -> dict[str, Any]:
    """Return what a row says, as data of a sidecar; raises `RefusedError` for bad dates."""
    facts: dict[str, Any] = {}
    for key in OF_ARTICLE:
        if row.words(key):
            facts[key] = value_of(holdings, key, row)
    if wishes.lang and "lang" not in facts:
        facts["lang"] = wishes.lang
    source = {key: value_of(holdings, key, row) for key in OF_SOURCE if row.words(key)}
    rights = {
        name: who(holdings, row.words(key)) if key == "holder" else row.words(key)
        for key, name in OF_RIGHTS.items()
        if row.words(key)
    }
    if rights:
        source["rights"] = rights
    if source:
        facts["source"] = source
    for key in row.cells:
        if key.startswith("x-") and row.words(key):
            facts[key] = row.words(key)
    return facts


def value_of(holdings: Holdings, key: str, row: Row) -> Any:
    """Return a cell as the value of its key."""
    words = row.words(key)
    if key in DATES:
        return date_of(words, row.date_order)
    if key == "publisher":
        return who(holdings, words)
    if key == "byline":
        return [who(holdings, one) for one in LISTS[key].split(words) if one]
    if key == "topics":
        return [str(valid_id(one)) for one in LISTS["topics"].split(words) if one]
    if key == "kind":
        kind = words.lower().replace(" ", "-")
        return kind if kind in ARTICLE_KINDS or kind.startswith("x-") else words
    return words


def who(holdings: Holdings, words: str) -> str | dict[str, str]:
    """Return a name as a sidecar has it: an id that the archive knows, or words."""
    if not looks_like_id(words) or words in holdings.entities:
        return words
    return {"text": words}


SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,].*)?")


def date_of(words: str, order: str) -> str:
    """Return a date in a form of the format; raises `RefusedError` when it cannot be told."""
    if parse_date(words):
        return words
    found = SLASHED.fullmatch(words)
    if found and order:
        day, month = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
        guess = f"{found[3]}-{int(month):02}-{int(day):02}"
    elif found and int(found[1]) <= 12 and int(found[2]) <= 12 and found[1] != found[2]:
        first, second = int(found[1]), int(found[2])
        both = f"{found[3]}-{first:02}-{second:02} or {found[3]}-{second:02}-{first:02}"
        raise RefusedError(f"`{words}` may be {both}; say --date-order mdy or dmy")
    else:
        guess = nearest_form(words)
    if guess and parse_date(guess):
        return guess
    raise RefusedError(f"`{shown(words)}` is no date in a known form, such as 2023-05-24")


def check(facts: dict[str, Any]) -> None:
    """Raise `RefusedError` when the format does not take what a row says."""
    _, problems = convert_to(facts, Sidecar, "")
    if problems:
        first = problems[0]
        key = ".".join(str(one) for one in first.keys or ())
        words = f"{key}: {first.message}"
        raise RefusedError(f"{words} ({first.hint})" if first.hint else words)
