"""Addresses that two things would have, and the files that give pages their addresses."""

from collections.abc import Iterable

from backfile.archive import Archive
from backfile.ids import ArticleId, ClaimId, PageId, ThreadId
from backfile.plan import VIEWS, Page
from backfile.problems import Keys, Problem


def taken_twice(pages: Iterable[Page], archive: Archive) -> list[Problem]:
    """Report addresses that two things would have."""
    seen: dict[str, Page] = {}
    problems = []
    for page in pages:
        first = seen.setdefault(page.path.casefold(), page)
        if first is not page and page.kind in VIEWS:
            path, keys = written_in(page if first.kind != "text" else first, archive)
            message = f"/{page.path} is the address of {told(first)} and of {told(page)}"
            hint = "give one of them another id or slug"
            problems.append(
                Problem(code="address-taken", message=message, path=path, keys=keys, hint=hint)
            )
    return problems


def told(page: Page) -> str:
    """Return a planned page in words."""
    return " ".join([page.kind, *(str(arg) for arg in page.args[:1] if isinstance(arg, str))])


def written_in(page: Page, archive: Archive) -> tuple[str, Keys]:
    """Return the author's file, and the place in it, that gives a page its address."""
    ident = str(page.args[0]) if page.args else ""
    article = archive.articles.get(ArticleId(ident)) if page.kind == "article" else None
    if article is not None and article.sidecar_path:
        return article.sidecar_path, ("slug",) if article.sidecar.slug else ()
    if article is not None and article.seed is not None:
        return article.seed.path, ()
    if page.kind == "text":
        return archive.pages[PageId(ident)].path, ()
    if page.kind == "claim" and ident in archive.claims:
        return archive.claims[ClaimId(ident)].path, ("claims", ident)
    if page.kind == "thread" and ident in archive.threads:
        return archive.threads[ThreadId(ident)].path, ()
    if page.kind == "topic":
        return "content/topics.yaml", (ident,)
    return "site.yaml", ()
