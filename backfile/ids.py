"""Ids and addresses: the only module that makes them out of plain text.

An id is what people write in file names, registers and references; an address (`UrlPath`) is
where a page lives on the site, relative to the site's root and without a leading slash; an
`OutputPath` is the file below `public/` that answers it.
"""

import re
from typing import NewType

ArticleId = NewType("ArticleId", str)
EntityId = NewType("EntityId", str)
ClaimId = NewType("ClaimId", str)
ThreadId = NewType("ThreadId", str)
TopicId = NewType("TopicId", str)
PageId = NewType("PageId", str)
AnnotationId = NewType("AnnotationId", str)

UrlPath = NewType("UrlPath", str)
"""An address relative to the site's root: `""` is the home page, `articles/flood/` an article."""

OutputPath = NewType("OutputPath", str)
"""A file relative to the output folder, with forward slashes: `articles/flood/index.html`."""

LONGEST_ID = 120
WELL_FORMED = re.compile(r"[a-z0-9][a-z0-9_-]*")
RESERVED = frozenset(
    ["index", "none", "con", "prn", "aux", "nul"]
    + [f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)]
)


def id_fault(text: str) -> str:
    """Say what keeps `text` from being an id (docs/format.md, Ids); empty when it is one."""
    if not text:
        return "is empty"
    if len(text) > LONGEST_ID:
        return f"is longer than {LONGEST_ID} characters"
    if not WELL_FORMED.fullmatch(text):
        return "has other signs than a-z, 0-9, - and _, or does not begin with a letter or digit"
    if text in RESERVED:
        return "is a reserved word"
    return ""


def looks_like_id(text: str) -> bool:
    """Tell whether a value stands for an id and not for words (docs/format.md, Id or words)."""
    return WELL_FORMED.fullmatch(text) is not None


def article_address(slug: str) -> UrlPath:
    """Return the address of the article whose last part is `slug`."""
    return UrlPath(f"articles/{slug}/")


def entity_address(entity: EntityId, number: int = 1) -> UrlPath:
    """Return the address of page `number` of an entity's mentions."""
    return numbered(UrlPath(f"entities/{entity}/"), number)


def claim_address(claim: ClaimId) -> UrlPath:
    """Return the address of a claim."""
    return UrlPath(f"claims/{claim}/")


def thread_address(thread: ThreadId) -> UrlPath:
    """Return the address of a thread."""
    return UrlPath(f"threads/{thread}/")


def topic_address(topic: TopicId, number: int = 1) -> UrlPath:
    """Return the address of page `number` of a topic's articles."""
    return numbered(UrlPath(f"topics/{topic}/"), number)


def type_address(kind: str, number: int = 1) -> UrlPath:
    """Return the address of page `number` of the entities of one type."""
    return numbered(UrlPath(f"types/{kind}/"), number)


def page_address(page: PageId) -> UrlPath:
    """Return the address of a hand-written page."""
    return UrlPath(f"{page}/")


def numbered(address: UrlPath, number: int) -> UrlPath:
    """Return the address of page `number` of a list; page 1 has no number."""
    return address if number == 1 else UrlPath(f"{address}{number}/")


def output_path(address: UrlPath) -> OutputPath:
    """Return the file that answers `address`; one that ends in a slash is a folder's index."""
    if not address or address.endswith("/"):
        return OutputPath(f"{address}index.html")
    return OutputPath(address)


def root_from(here: UrlPath) -> str:
    """Return the way from the page at `here` to the site's root, so that the same bytes work under
    any path.
    """
    return "../" * here.count("/") or "./"
