"""Old addresses and where they lead now; topics that are just used; months of the archive."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from backfile.archive import (
    Claim,
    Entity,
    Redirect,
    Thread,
    Topic,
)
from backfile.ids import (
    ArticleId,
    ClaimId,
    EntityId,
    ThreadId,
    TopicId,
    article_address,
    claim_address,
    entity_address,
    thread_address,
    topic_address,
)
from backfile.model import Article
from backfile.problems import Keys, Problem
from backfile.read_records import Registers
from backfile.shapes_registers import TopicEntry


def former_ids_of(articles: Iterable[Article]) -> dict[str, str]:
    """Return the former ids of articles and what they are now."""
    return {old: a.id for a in articles for old in a.sidecar.former_ids}


def address_problems(articles: Mapping[ArticleId, Article]) -> Iterator[Problem]:
    """Yield a problem for each slug or former id that is the address of another article, too."""
    owners: dict[str, ArticleId] = {a.id: a.id for a in articles.values() if not a.sidecar.slug}
    for ident, article in sorted(articles.items()):
        if article.sidecar.slug:
            first = owners.setdefault(article.sidecar.slug, ident)
            if first != ident:
                yield taken("address-taken", article, ("slug",), article.sidecar.slug, first)
    owners.update({ident: ident for ident in articles if ident not in owners})
    for ident, article in sorted(articles.items()):
        for place, old in enumerate(article.sidecar.former_ids):
            first = owners.setdefault(old, ident)
            if first != ident:
                yield taken("duplicate-id", article, ("former_ids", place), old, first)


def taken(code: str, article: Article, keys: Keys, ident: str, owner: ArticleId) -> Problem:
    """Return the problem of an address that belongs to another article."""
    return Problem(
        code=code,
        message=f"`{ident}` is, or was, the address of the article `{owner}`",
        path=article.file,
        keys=keys,
        hint="an address belongs to one article for ever: choose another",
    )


def month_of(article: Article) -> str:
    """Return the month an article is dated in, or the year when no month is written."""
    written = (article.card.published or article.card.day).split("/")[0].strip(".")
    return (
        article.card.day[:7]
        if len(written.rstrip("~?")) >= 7 and "X" not in written
        else (article.card.day[:4])
    )


def all_topics(registers: Registers, shown: Iterable[Article]) -> dict[TopicId, Topic]:
    """Return the topics of content/topics.yaml, and those that are just used."""
    current = registers.current["topic"]
    lang = registers.site.lang if registers.site else "en"
    topics = {
        i: Topic(id=i, entry=named_in(lang, record.entry)) for i, record in registers.topics.items()
    }
    for article in shown:
        for written in article.card.topics:
            ident = TopicId(current.get(written, written))
            words = ident.replace("-", " ").replace("_", " ")
            topics.setdefault(
                ident, Topic(id=ident, entry=TopicEntry(label=words[:1].upper() + words[1:]))
            )
    return dict(sorted(topics.items()))


def named_in(lang: str, entry: TopicEntry) -> TopicEntry:
    """Return a topic with its label in the language of the site, where it has one."""
    own = entry.names.get(lang) or entry.names.get(lang.partition("-")[0])
    return replace(entry, label=own) if own else entry


def title_if_open(title: str, status: str) -> str:
    """Return what a redirect says of the page it leads to: nothing of what was withdrawn."""
    return "" if status == "withdrawn" else title


def all_redirects(
    current: Mapping[str, Mapping[str, str]],
    articles: Mapping[ArticleId, Article],
    entities: Mapping[EntityId, Entity],
    claims: Mapping[ClaimId, Claim],
    threads: Mapping[ThreadId, Thread],
    topics: Mapping[TopicId, Topic],
) -> Iterable[Redirect]:
    """Yield the pages at the addresses of former and merged ids."""
    taken = {article_address(a.card.slug) for a in articles.values()}
    for old, now in current["article"].items():
        found = articles.get(ArticleId(now))
        address = article_address(old)
        if found is not None and address not in taken:
            status = "withdrawn" if found.placeholder else found.card.status
            title = title_if_open(found.card.title, status)
            yield Redirect(address, article_address(found.card.slug), title)
    for old, now in current["entity"].items():
        entity = entities.get(EntityId(now))
        if entity is not None and not entity.entry.private:
            title = title_if_open(entity.entry.name, entity.entry.status)
            yield Redirect(entity_address(EntityId(old)), entity_address(entity.id), title)
    for old, now in current["claim"].items():
        claim = claims.get(ClaimId(now))
        if claim is not None:
            title = title_if_open(claim.entry.text, claim.entry.status)
            yield Redirect(claim_address(ClaimId(old)), claim_address(claim.id), title)
    for old, now in current["thread"].items():
        thread = threads.get(ThreadId(now))
        if thread is not None:
            title = title_if_open(thread.front.title, thread.front.status)
            yield Redirect(thread_address(ThreadId(old)), thread_address(thread.id), title)
    for old, now in current["topic"].items():
        topic = topics.get(TopicId(now))
        if topic is not None:
            yield Redirect(topic_address(TopicId(old)), topic_address(topic.id), topic.entry.label)
