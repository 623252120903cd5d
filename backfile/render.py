"""The render stage: a planned file becomes bytes."""

from collections.abc import Callable, Mapping

from backfile.cells import CELL, Key, Trace
from backfile.dumps import dump, dump_part
from backfile.facts import Facts
from backfile.facts_things import article_of
from backfile.ids import ArticleId
from backfile.plan import VIEWS, Page
from backfile.plan_machines import feed, opensearch, robots, sitemap
from backfile.plan_search import names_json
from backfile.templates import Templates
from backfile.w3c import annotations_of_article


class Renderer:
    """Makes the bytes of any planned file."""

    def __init__(
        self,
        facts: Facts,
        templates: Templates,
        seed_bytes: Callable[[str], bytes],
        listed: tuple[str, ...],
    ) -> None:
        self._facts = facts
        self.templates = templates
        self._seed_bytes = seed_bytes
        self._listed = listed
        self.standing: Callable[[Page], Callable[[Key], bytes | None]] = lambda _: lambda _: None
        """Tells of a dump that is made again which of its parts hold still."""
        self.parts: dict[str, tuple[tuple[str, int], ...]] = {}
        """The parts of each dump made here, with their lengths."""
        self._plain: Mapping[str, Callable[[Facts], bytes]] = {
            "robots": robots,
            "feed": feed,
            "opensearch": opensearch,
            "sitemap": self._sitemap,
            "names": lambda facts: names_json(facts).encode(),
            "nojekyll": lambda _facts: b"",
        }

    def traced(self, page: Page) -> tuple[bytes, Trace]:
        """Return the bytes of `page` and all it was made of; see `__call__`."""
        with self._facts.tracing() as trace:
            data = self(page)
        if page.kind in VIEWS:
            trace[CELL, "template", VIEWS[page.kind].template] = None
            trace[CELL, "frame"] = None
        elif page.kind == "sitemap":
            trace[CELL, "listed"] = None
        return data, trace

    def forget(self, trace: Trace) -> None:
        """Let go of the parts of dumps: nothing else asks for them, and they are large."""
        self._facts.forget(key for key in trace if key[0] == dump_part.__name__)

    def cells(self) -> dict[str, Callable[[Key], object]]:
        """Return what the cells hold that are no part of the archive, by their names."""
        return {
            "template": lambda keys: self.templates.sources(str(keys[0])),
            "frame": lambda _: self.templates.frame,
            "listed": lambda _: self._listed,
        }

    def __call__(self, page: Page) -> bytes:
        """Return the bytes of `page`; a fault of the theme is raised as `TemplateFault`."""
        if page.kind in VIEWS:
            view = VIEWS[page.kind]
            return self.templates.render(view.template, view.make(self._facts, *page.args))
        if page.kind == "seed":
            article = article_of(self._facts, ArticleId(str(page.args[0])))
            return self._seed_bytes(article.seed.path if article.seed else "")
        if page.kind == "dump":
            return self._dump(page)
        if page.kind == "annotations":
            return annotations_of_article(self._facts, ArticleId(str(page.args[0])))
        return self._plain[page.kind](self._facts)

    def _dump(self, page: Page) -> bytes:
        """Return a dump; its parts are kept in `parts`, those that stand are taken over."""
        made = dump(self._facts, str(page.args[0]), self.standing(page))
        self.parts[page.path] = made.parts
        return made.data

    def _sitemap(self, facts: Facts) -> bytes:
        return sitemap(facts, iter(self._listed))
