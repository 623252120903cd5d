"""Facts about the places of annotations in their articles."""

from backfile.facts import Facts, fact
from backfile.ids import ArticleId


@fact
def place_now(facts: Facts, article: ArticleId, fragment: str) -> str:
    """Return the anchor of a paragraph, or of an annotation by its id of today."""
    if fragment.startswith("p-"):
        return fragment
    for found in facts.archive.articles[article].annotations:
        if fragment in found.shape.former_ids:
            return f"a-{found.id}"
    return f"a-{fragment}"


@fact
def is_draft_annotation(facts: Facts, article: ArticleId, annotation: str) -> bool:
    """Tell whether an annotation of an article is one that readers do not see yet."""
    return not facts.archive.preview and any(
        annotation == found.id or annotation in found.shape.former_ids
        for found in facts.archive.articles[article].annotations
        if found.shape.status == "draft"
    )
