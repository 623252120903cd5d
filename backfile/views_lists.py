"""Views of lists, of threads and of the pages a site has once, one struct for each template."""

from backfile.model import Value
from backfile.views import (
    ArticleRow,
    CitationView,
    Count,
    CountGroup,
    MomentRow,
    Ref,
    RemarkView,
    Rich,
    Step,
)
from backfile.views_pages import (
    PageView,
)


class ClaimRow(Value, frozen=True, kw_only=True):
    """A claim as lists show it."""

    claim: Ref
    stances: tuple[tuple[str, int], ...]
    rating: str
    about: tuple[Ref, ...]
    first: str
    """The date it was first made."""


class ClaimsView(PageView, frozen=True, kw_only=True):
    """A page of the list of claims."""

    rows: tuple[ClaimRow, ...]
    step: Step


class RemarksView(PageView, frozen=True, kw_only=True):
    """A page of quotations."""

    heading: str
    rows: tuple[RemarkView, ...]
    step: Step
    years: tuple[Ref, ...]
    """The years of their articles, each leading to its page and place."""


class ArticlesView(PageView, frozen=True, kw_only=True):
    """A page of a list of articles: a topic, a year, a month, the latest."""

    heading: str
    intro: Rich | None
    rows: tuple[ArticleRow, ...]
    parts: tuple[Count, ...]
    """Months of a year, or years."""
    step: Step
    elsewhere: int = 0
    """How many articles of so full a year only the lists of its months show."""


class CountsView(PageView, frozen=True, kw_only=True):
    """A page of links with numbers: types, topics, the entities of one type."""

    heading: str
    intro: Rich | None
    rows: tuple[Count, ...]
    """Empty where there are groups."""
    groups: tuple[CountGroup, ...] = ()
    letters: tuple[Ref, ...] = ()
    """Every letter of a long list, each leading to its page and place."""
    step: Step


class ThreadRow(Value, frozen=True, kw_only=True):
    """A thread as lists show it."""

    thread: Ref
    summary: Rich | None
    count: int
    since: str
    until: str


class ThreadsView(PageView, frozen=True, kw_only=True):
    """A page of the list of threads."""

    rows: tuple[ThreadRow, ...]
    step: Step


class ThreadView(PageView, frozen=True, kw_only=True):
    """A storyline; what has a default here stands on the first page only."""

    id: str
    title: str
    members: tuple[ArticleRow, ...]
    begins: int
    """The number of the first member on this page."""
    step: Step
    draft: bool
    summary: Rich | None = None
    body: Rich | None = None
    by: Ref | None = None
    moments: tuple[MomentRow, ...] = ()
    sources: tuple[CitationView, ...] = ()
    count: int = 0
    """How many articles it has."""
    since: str = ""
    until: str = ""
    """The dates of the first and the last of them."""
    cast: tuple[Count, ...] = ()
    """Whom its articles name most, with the number of articles."""


class TimelineView(PageView, frozen=True, kw_only=True):
    """One year of the timeline; `year` is empty on the page that lists the years."""

    year: str
    years: tuple[Count, ...]
    """The years with their number of moments, on the page that lists them."""
    highlights: dict[str, tuple[MomentRow, ...]]
    """Some events of each year, on the page that lists the years."""
    neighbours: tuple[Ref, ...]
    """All years, on the page of one: they have no numbers, which any edit may change."""
    rows: tuple[MomentRow, ...]
    """The moments of the year by month; those whose month is not known come first."""
    threads: tuple[Ref, ...] = ()
    """The threads that moments of this year belong to."""
    kinds: tuple[str, ...] = ()
    """The kinds of moments there are in this year."""


class CorrectionRow(Value, frozen=True, kw_only=True):
    """An entry of the record of corrections."""

    on: str
    kind: str
    """`correction`, `source`, `retraction` or `withdrawal`."""
    text: Rich | None
    about: tuple[Ref, ...]
    remark: RemarkView | None


class CorrectionsView(PageView, frozen=True, kw_only=True):
    """The record of corrections, retractions and withdrawals."""

    rows: tuple[CorrectionRow, ...]
    step: Step


class GapGroup(Value, frozen=True, kw_only=True):
    """Gaps of one kind."""

    kind: str
    rows: tuple[tuple[Ref, str], ...]
    """What is missing something, and the file to mend, with its key where it has many things."""
    count: int
    """How many there are on all pages."""


class GapsView(PageView, frozen=True, kw_only=True):
    """What the archive itself knows is missing."""

    groups: tuple[GapGroup, ...]
    step: Step


class DataFile(Value, frozen=True, kw_only=True):
    """A file of `/data/`."""

    name: str
    address: str
    what: str
    columns: tuple[tuple[str, str], ...]


class DataView(PageView, frozen=True, kw_only=True):
    """The page that describes the dumps."""

    files: tuple[DataFile, ...]


class TextView(PageView, frozen=True, kw_only=True):
    """A hand-written page."""

    title: str
    body: Rich


class HomeView(PageView, frozen=True, kw_only=True):
    """The first page."""

    latest: tuple[ArticleRow, ...]
    threads: tuple[ThreadRow, ...]
    prominent: tuple[CountGroup, ...]
    """The types of entities, each with the most-mentioned ones."""
    years: tuple[Count, ...]
    topics: tuple[Count, ...]
    numbers: tuple[Count, ...]
    """How many articles, entities, claims …, each leading to its list where there is one."""
    pages: tuple[Ref, ...]
    """Hand-written pages to start with."""


class SearchView(PageView, frozen=True, kw_only=True):
    """The search page; its results are made in the browser."""

    lists: tuple[Ref, ...]


class RedirectView(PageView, frozen=True, kw_only=True):
    """The page at an old address."""

    to: str
    title: str


class MissingView(PageView, frozen=True, kw_only=True):
    """The page for addresses that do not exist; its links begin at `base`."""

    base: str
