"""Facts about passages that threads and pages set as quotations."""

from backfile.facts import Facts, fact
from backfile.facts_things import article_row, has_page
from backfile.ids import ArticleId
from backfile.model import Article
from backfile.spans import shown_text
from backfile.views import Embed


@fact
def embedded(facts: Facts, article: ArticleId, fragment: str) -> Embed | None:
    """Return the passage that `![[ARTICLE#…]]` sets as a quotation; None when it leads nowhere."""
    found = facts.archive.articles.get(article)
    if found is None or not has_page(found.card.status, preview=facts.archive.preview):
        return None
    text, anchor = passage_text(found, fragment, preview=facts.archive.preview)
    if not text:
        return None
    row = article_row(facts, article)
    publisher = row.publisher.text if row.publisher else ""
    address = f"{row.address}#{anchor}"
    return Embed(text, row.lang, row.title, publisher, row.when, address)


def passage_text(found: Article, fragment: str, *, preview: bool) -> tuple[str, str]:
    """Return the words at a fragment of an article, hidden ones left out, and the fragment's id.

    Both are empty where readers see nothing of it.
    """
    former = dict(found.former_paragraphs)
    if fragment.startswith("p-"):
        wanted = former.get(fragment, fragment)
        spans = [p.span for p in found.paragraphs if p.id == wanted]
        if not spans or found.seed is None:
            return "", ""
        return shown_text(found.seed.text, spans[0], [h.span for h in found.hidden]), wanted
    for annotation in found.annotations:
        if not preview and annotation.shape.status == "draft":
            continue
        if fragment == annotation.id or fragment in annotation.shape.former_ids:
            passage = annotation.passage
            return (passage.text if passage else annotation.quoted or ""), f"a-{annotation.id}"
    return "", ""
