"""Makes the view of an entity: what the register says, and its concordance."""

from msgspec.structs import replace

from backfile.archive import Occurrence
from backfile.facts import Facts
from backfile.facts_company import (
    entity_pages,
    mention_periods,
    page_of_list,
    parts_of_entity,
    ties,
)
from backfile.facts_entities import (
    articles_naming,
    days_seen,
    mention_count,
    mentions_page,
    relations_to,
    together,
)
from backfile.facts_lists import step
from backfile.facts_things import (
    article_row,
    claim_ref,
    entity_id,
    entity_of,
    label,
    per_page,
    rich,
    setting,
    term_of,
    who,
)
from backfile.ids import ArticleId, ClaimId, EntityId, entity_address, type_address
from backfile.shapes_registers import EntityEntry, Identifiers
from backfile.view_lists import plainly
from backfile.view_remarks import parties, remark_view, source_views
from backfile.views import ArticleRow, Count, Frame, MentionRow, Ref, RemarkView
from backfile.views_pages import EntityView, RelationRow, RoleRow, TogetherRow

ELSEWHERE = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
    "lei": ("LEI", "https://search.gleif.org/#/record/{}"),
    "viaf": ("VIAF", "https://viaf.org/viaf/{}"),
    "isni": ("ISNI", "https://isni.org/isni/{}"),
    "orcid": ("ORCID", "https://orcid.org/{}"),
    "geonames": ("GeoNames", "https://www.geonames.org/{}"),
    "opensanctions": ("OpenSanctions", "https://www.opensanctions.org/entities/{}/"),
    "iso3166": ("ISO 3166", ""),
    "imo": ("IMO", ""),
}


def entity_view(facts: Facts, entity: EntityId, number: int) -> EntityView:
    """Return page `number` of an entity: the first has the register entry, all go on with lists."""
    found = entity_of(facts, entity)
    if found is None:
        message = f"no entity {entity}"
        raise LookupError(message)
    entry = found.entry
    usual = {
        entry.name,
        *entry.names.values(),
        *(a if isinstance(a, str) else a.text for a in entry.aliases),
    }
    pages = entity_pages(facts, entity)
    view = EntityView(
        frame=entity_frame(facts, entity, entry, number),
        id=entity,
        type=entry.type,
        name=entry.name,
        first=number == 1,
        mentions=tuple(
            mention_row(facts, row, usual) for row in mentions_page(facts, entity, number)
        ),
        step=step(entity_address(entity), number, pages),
    )
    view = replace(view, **lists_of(facts, entity, number))
    if number > 1:
        return view
    return replace(view, **of_the_register(facts, entity, entry), **of_the_archive(facts, entity))


def of_the_register(facts: Facts, entity: EntityId, entry: EntityEntry) -> dict[str, object]:
    """Return what the first page shows of the register entry."""
    return {
        "names": tuple(entry.names.items()),
        "aliases": tuple(a if isinstance(a, str) else a.text for a in entry.aliases),
        "description": rich(facts, entry.description),
        "roles": tuple(
            RoleRow(title=r.title, org=who(facts, r.org), since=r.from_ or "", until=r.until or "")
            for r in entry.roles
        ),
        "relations": relation_rows(facts, entity, entry),
        "identifiers": identifier_refs(facts, entry.ids),
        "distinct_from": tuple(label(facts, EntityId(e)) for e in entry.distinct_from),
        "when": entry.when or "",
        "where": who(facts, entry.where),
        "who": parties(facts, entry.who),
        "point": entry.point,
    }


def of_the_archive(facts: Facts, entity: EntityId) -> dict[str, object]:
    """Return what the first page shows of the archive: counts, years, company."""
    first_seen, last_seen = days_seen(facts, entity)
    return {
        "mention_count": mention_count(facts, entity),
        "article_count": articles_naming(facts, entity),
        "first_seen": first_seen,
        "last_seen": last_seen,
        "years": period_counts(facts, entity, per_page(facts)),
        "together": together_rows(facts, entity),
        "ties": ties(facts, entity),
        "parts": parts_of_entity(facts, entity),
    }


def lists_of(facts: Facts, entity: EntityId, number: int) -> dict[str, object]:
    """Return what page `number` shows of an entity's quotations, claims, notes and articles."""

    def articles(name: str) -> tuple[ArticleRow, ...]:
        found = page_of_list(facts, name, entity, number)
        return tuple(article_row(facts, ArticleId(row)) for row in found)

    def remarks(name: str) -> tuple[RemarkView, ...]:
        found = page_of_list(facts, name, entity, number)
        return tuple(remark_view(facts, row, elsewhere=True) for row in found)

    claims = page_of_list(facts, "claims", entity, number)
    return {
        "also_in": articles("also"),
        "published": articles("published"),
        "said": remarks("said"),
        "claims": tuple(claim_ref(facts, ClaimId(claim)) for claim in claims),
        "about": remarks("notes"),
        "events": remarks("events"),
    }


def entity_frame(facts: Facts, entity: EntityId, entry: EntityEntry, number: int) -> Frame:
    """Return the head of an entity's page."""
    return Frame(
        title=entry.name if number == 1 else f"{entry.name} ({number})",
        description=plainly(facts, entry.description) or entry.name,
        address=entity_address(entity, number),
        lang=str(setting(facts, "lang")),
        crumbs=(Ref(term_of(facts, entry.type, plural=True), type_address(entry.type)),),
    )


def mention_row(facts: Facts, row: Occurrence, usual: set[str]) -> MentionRow:
    """Return one line of a concordance; `usual` are names that need no remark."""
    article, mention = article_row(facts, row.article), row.mention
    words = mention.excerpt.words
    return MentionRow(
        article=article,
        address=f"{article.address}#m-{mention.span.start}-{mention.span.end}",
        number=mention.number,
        excerpt=mention.excerpt,
        form="" if words in usual else words,
    )


def relation_rows(facts: Facts, entity: EntityId, entry: EntityEntry) -> tuple[RelationRow, ...]:
    """Return an entity's relations, those that others wrote included."""
    own = [
        RelationRow(
            rel=r.rel,
            back=False,
            other=label(facts, entity_id(facts, EntityId(r.to))),
            since=r.from_ or "",
            until=r.until or "",
            sources=source_views(facts, r.sources),
        )
        for r in entry.relations
    ]
    back = [
        RelationRow(
            rel=r.rel,
            back=True,
            other=label(facts, other),
            since=r.from_ or "",
            until=r.until or "",
            sources=source_views(facts, r.sources),
        )
        for other, r in relations_to(facts, entity)
    ]
    return (*own, *back)


def identifier_refs(facts: Facts, ids: Identifiers | None) -> tuple[Ref, ...]:
    """Return an entity's identifiers, with the addresses of the registers that have pages."""
    if ids is None:
        return ()
    refs = [
        Ref(f"{name} {value}", form.format(value) if form else None)
        for key, (name, form) in ELSEWHERE.items()
        if (value := getattr(ids, key))
    ]
    refs += [
        Ref(f"Wikipedia ({lang})", f"https://{lang}.wikipedia.org/wiki/{title.replace(' ', '_')}")
        for lang, title in sorted(ids.wikipedia.items())
    ]
    refs += [
        Ref(f"{term_of(facts, key)} {value}", None) for key, value in sorted(ids.extra.items())
    ]
    return tuple(refs)


def period_counts(facts: Facts, entity: EntityId, size: int) -> tuple[Count, ...]:
    """Return mentions by year or month; each leads to the page of the list where it begins."""
    return tuple(
        Count(period, f"{entity_address(entity, place // size + 1)}#y-{period[:4]}", count)
        for period, count, place in mention_periods(facts, entity)
    )


def together_rows(facts: Facts, entity: EntityId) -> tuple[TogetherRow, ...]:
    """Return who stands in the same paragraphs, with the passages that prove it."""
    return tuple(
        TogetherRow(
            entity=label(facts, row.entity),
            count=row.paragraphs,
            passages=tuple(mention_row(facts, o, set()) for o in row.passages),
        )
        for row in together(facts, entity)
    )
