"""The site at one moment: its pages are made when they are asked for, and kept until it changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from backfile.build import listed_in_sitemap, plan_problems
from backfile.dev.theme import Theme
from backfile.facts import Facts
from backfile.ids import ArticleId
from backfile.plan import VIEWS, Page, plan_site
from backfile.problems import Problem
from backfile.render import Renderer
from backfile.templates import TemplateFault, Templates

KEPT_PAGES = 300
"""How many pages are kept as bytes."""
MISSING = "404.html"


class Made(NamedTuple):
    """One file of the site as it is answered with."""

    data: bytes
    digest: str
    """Of its bytes, the address of the style sheet left out."""
    kind: str
    """Its kind in the plan; `asset` for the theme's files."""


class Plan(NamedTuple):
    """The plan of the site, ready to be looked into."""

    pages: Mapping[str, Page]
    listed: tuple[str, ...]
    """The addresses in the sitemap."""
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, facts: Facts) -> "Plan":
        """Return the plan of a site."""
        pages = plan_site(facts)
        by_path: dict[str, Page] = {page.path: page for page in reversed(pages)}
        return cls(by_path, listed_in_sitemap(pages), plan_problems(pages, facts))


class EngineFault(Exception):  # noqa: N818  (it stands for a mistake of the program)
    """A page could not be made, and its templates are not to blame."""


class State:
    """The whole site as the files are now; any thread may ask it for pages."""

    def __init__(
        self,
        facts: Facts,
        theme: Theme,
        seed_bytes: Callable[[str], bytes],
        generation: int,
        lock: threading.RLock,
        before: "State | None" = None,
    ) -> None:
        """`lock` guards the facts; a state `before` with the same plan spares making it again."""
        self.generation = generation
        """Counts the states since the start."""
        self.facts = facts
        self._plan: Plan = before._plan if before else Plan.of(facts)
        self.problems = self._plan.problems
        """What only the whole plan shows: addresses that two things would have …"""
        self.faults: dict[str, Problem] = {}
        """Faults of templates that were met so far, by page."""
        self._theme = theme
        self._style = theme.style
        self._lock = lock
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._renderers: list[tuple[Templates, Renderer]] = [
            (templates, Renderer(facts, templates, self._seed(seed_bytes), self._plan.listed))
            for templates in theme.templates
        ]

    @property
    def style(self) -> str:
        """The address of the style sheet."""
        return self._style

    def page(self, path: str) -> Page | None:
        """Return the planned file at a path."""
        return self._plan.pages.get(path)

    @property
    def templates(self) -> Templates:
        """The newest templates."""
        return self._renderers[0][0]

    def one_of_each_kind(self) -> tuple[str, ...]:
        """Return the path of one page of every kind that a template makes."""
        first = {page.kind: page.path for page in self._plan.pages.values()}
        return tuple(path for kind, path in sorted(first.items()) if kind in VIEWS)

    def make(self, path: str) -> Made | None:
        """Return a file of the site; None when there is none at this path.

        Raises `EngineFault` when a page cannot be made even with templates that were good before.
        """
        asset = self._theme.asset(path)
        if asset is not None:
            return Made(asset, digest_of(asset), "asset")
        with self._lock:
            known = self._made.get(path)
            if known is not None:
                self._made.move_to_end(path)
                return known
            page = self._plan.pages.get(path)
            if page is None:
                return None
            data = self._rendered(page)
            shown = data.replace(self._style.encode(), b"")
            made = self._made[path] = Made(data, digest_of(shown), page.kind)
            if len(self._made) > KEPT_PAGES:
                self._made.popitem(last=False)
            return made

    def _rendered(self, page: Page) -> bytes:
        """Return a page made with the newest templates that can make it."""
        first: TemplateFault | None = None
        for templates, renderer in self._renderers:
            try:
                return renderer(page)
            except TemplateFault as fault:
                first = first or fault
                self.faults.setdefault(page.path, fault.problem)
                self._theme.blame(templates)
            except Exception as fault:
                raise EngineFault(f"{type(fault).__name__}: {fault}") from fault
        raise EngineFault(str(first)) from first

    def _seed(self, read: Callable[[str], bytes]) -> Callable[[str], bytes]:
        """Return a reader of seeds that knows those that went meanwhile, too."""

        def seed_bytes(path: str) -> bytes:
            try:
                return read(path)
            except OSError:
                ident = ArticleId(path.rpartition("/")[2].removesuffix(".txt"))
                seed = self.facts.archive.articles[ident].seed
                return seed.text.encode() if seed else b""

        return seed_bytes


def digest_of(data: bytes) -> str:
    """Return a short digest of bytes."""
    return blake2b(data, digest_size=8).hexdigest()
