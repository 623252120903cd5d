"""The render stage: a planned file becomes bytes."""

from collections.abc import Callable, Mapping

from backfile.dumps import dump
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
        self._templates = templates
        self._seed_bytes = seed_bytes
        self._listed = listed
        self._plain: Mapping[str, Callable[[Facts], bytes]] = {
            "robots": robots,
            "feed": feed,
            "opensearch": opensearch,
            "sitemap": self._sitemap,
            "names": lambda facts: names_json(facts).encode(),
            "nojekyll": lambda _facts: b"",
        }

    def __call__(self, page: Page) -> bytes:
        """Return the bytes of `page`; a fault of the theme is raised as `TemplateFault`."""
        if page.kind in VIEWS:
            view = VIEWS[page.kind]
            return self._templates.render(view.template, view.make(self._facts, *page.args))
        if page.kind == "seed":
            article = article_of(self._facts, ArticleId(str(page.args[0])))
            return self._seed_bytes(article.seed.path if article.seed else "")
        if page.kind == "dump":
            return dump(self._facts, str(page.args[0]))
        if page.kind == "annotations":
            return annotations_of_article(self._facts, ArticleId(str(page.args[0])))
        return self._plain[page.kind](self._facts)

    def _sitemap(self, facts: Facts) -> bytes:
        return sitemap(facts, iter(self._listed))
