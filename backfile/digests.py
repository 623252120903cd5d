"""Digests of values: two that are alike stand for the same value."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from backfile.model import Article

SIZE = 8
"""Bytes of a digest: among 10 million of them, two are alike by chance once in 370,000 archives."""
ENCODE = msgspec.msgpack.Encoder().encode
"""The order of mappings counts: pages show names and labels as they were written. So no value may
have a set in it, whose order is another each time.
"""


def digest_of(value: object) -> bytes:
    """Return the digest of a plain value; `TypeError` for one that cannot be stored."""
    return blake2b(ENCODE(value), digest_size=SIZE).digest()


class ArticleDigests(NamedTuple):
    """Digests of an article and of those parts that others show."""

    whole: bytes
    mentions: bytes
    annotations: bytes

    @classmethod
    def of(cls, article: Article) -> ArticleDigests:
        """Return the digests of an article."""
        parts = (digest_of(article.mentions), digest_of(article.annotations))
        return cls(digest_of(article), *parts)
