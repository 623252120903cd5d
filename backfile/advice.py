"""Advice that `check` gives: what was guessed, what is not archived, what a site lacks."""

from collections.abc import Iterator

from backfile.anchor_text import lay_out
from backfile.archive import Archive
from backfile.model import Article
from backfile.problems import Problem
from backfile.shapes import Citation, Sources


def advice(archive: Archive) -> tuple[Problem, ...]:
    """Return all advice on an archive; none of it stops a build."""
    found = list(no_address(archive))
    for article in archive.articles.values():
        found += guessed_paragraphs(article)
        for annotation in article.annotations:
            place = ("annotations", annotation.index)
            found += unarchived(annotation.shape.sources, article.sidecar_path, place)
    return tuple(found)


def no_address(archive: Archive) -> Iterator[Problem]:
    """Yield the advice to give the site an address."""
    if archive.site.url is None:
        yield Problem(
            code="no-site-url",
            message="without `url` there are no feed, no sitemap and no canonical links",
            path="site.yaml",
            line=1,
            column=1,
            hint="url: https://…, the address the site will have",
        )


def guessed_paragraphs(article: Article) -> Iterator[Problem]:
    """Yield how a seed's paragraphs were taken to be marked."""
    rules = article.sidecar.text
    if article.seed is None or rules.paragraphs is not None or not article.paragraphs:
        return
    layout, _ = lay_out(article.seed, article.sidecar.title, rules, article.sidecar_path)
    yield Problem(
        code="paragraphs-guessed",
        message=f"paragraphs are taken to be marked by `{layout.manner}`: {len(layout.paragraphs)}",
        path=article.seed.path,
        line=1,
        column=1,
        hint="if that is wrong: text: {paragraphs: blank-line}, or line, or wrapped",
    )


def unarchived(sources: Sources, path: str, place: tuple[str | int, ...]) -> Iterator[Problem]:
    """Yield the sources at an address of which no archived copy is named."""
    for number, source in enumerate([sources] if isinstance(sources, str) else sources):
        url = source.url if isinstance(source, Citation) else source
        copied = isinstance(source, Citation) and source.archived
        if url is not None and url.startswith(("http://", "https://")) and not copied:
            keys = (
                (*place, "sources", number) if not isinstance(sources, str) else (*place, "sources")
            )
            yield Problem(
                code="source-not-archived",
                message="this source has no archived copy",
                path=path,
                keys=keys,
                hint="archived: the address of a copy, e.g. in a web archive",
            )
