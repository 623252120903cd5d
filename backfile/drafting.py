"""Starts of new files, with a comment for each thing one may want to write there."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backfile.dates import parse_date
from backfile.ids import ArticleId
from backfile.import_holdings import Holdings, Place
from backfile.import_names import NAME_DATE
from backfile.kinds import check_id, nearest
from backfile.read_records import Registers
from backfile.read_registers import read_registers
from backfile.read_survey import survey
from backfile.schema_writing import schema_lines
from backfile.shapes_registers import ENTITY_TYPES
from backfile.yaml_writing import scalar


class DraftRefusedError(Exception):
    """A start that is not written; the words say why."""


def write_draft(
    root: Path, kind: str, ident: str, title: str = "", entity_type: str = ""
) -> tuple[str, tuple[str, ...]]:
    """Write the start of an article, entity, claim or thread; return its path and what to do next.

    Raises `DraftRefusedError` for an id that is not valid or taken, and `OSError`.
    """
    fault = check_id(ident)
    if fault:
        raise DraftRefusedError(f"{fault.message}; {fault.hint}" if fault.hint else fault.message)
    if entity_type and not (entity_type in ENTITY_TYPES or entity_type.startswith("x-")):
        guess = nearest(entity_type, ENTITY_TYPES)
        hint = f"did you mean `{guess}`?" if guess else f"known are {', '.join(ENTITY_TYPES)}"
        raise DraftRefusedError(f"`{entity_type}` is no type of an entity; {hint}")
    if kind == "article":
        return write_article(root, ident, title)
    check_free(kind, ident, read_registers(root, survey(root)))
    path = {
        "entity": f"content/entities/{ident}.yaml",
        "claim": f"content/claims/{ident}.yaml",
        "thread": f"content/threads/{ident}.md",
    }[kind]
    schema = {"entity": "entities", "claim": "claims", "thread": "thread"}[kind]
    head = schema_lines(root, path, schema)
    words = scalar(title) if title else ""
    type_word = f" {entity_type}" if entity_type else ""
    text = {"entity": ENTITY, "claim": CLAIM, "thread": THREAD}[kind]
    filled = filled_in(text, {"HEAD": head, "ID": ident, "TITLE": words, "TYPE": type_word.strip()})
    write_new(root, path, filled)
    return path, ("fill in what is empty; what stands behind # is a choice",)


def check_free(kind: str, ident: str, registers: Registers) -> None:
    """Raise `DraftRefusedError` when an id is given, or was given to something that moved."""
    records: dict[str, Mapping[Any, Any]] = {
        "entity": registers.entities,
        "claim": registers.claims,
        "thread": registers.threads,
    }
    held = records[kind]
    if ident in held:
        raise DraftRefusedError(f"the {kind} `{ident}` is there already, in {held[ident].path}")
    now = registers.current.get(kind, {}).get(ident)
    if now is not None:
        raise DraftRefusedError(f"`{ident}` is a former id of the {kind} `{now}`")


def write_article(root: Path, ident: str, title: str) -> tuple[str, tuple[str, ...]]:
    """Write the start of a sidecar, beside the seed if there is one."""
    holdings = Holdings(root)
    files = holdings.articles.get(ArticleId(ident))
    if files is not None and files.sidecar is not None:
        raise DraftRefusedError(f"the article `{ident}` has a sidecar, {files.sidecar.path}")
    if files is None and ident in holdings.taken:
        raise DraftRefusedError(f"`{ident}` is a former id or the slug of another article")
    found = NAME_DATE.match(ident)
    day = ident[:10] if found and parse_date(ident[:10]) else ""
    if files is not None and files.seed is not None:
        folder = files.seed.path.removeprefix("seeds/").rpartition("/")[0]
    else:
        folder = day[:4]
    place = Place(f"{folder}/" if folder else "", ArticleId(ident))
    values = {
        "HEAD": schema_lines(root, place.sidecar, "sidecar"),
        "TITLE": scalar(title) if title else "",
        "DATE": day,
        "SEED": place.seed,
    }
    write_new(root, place.sidecar, filled_in(ARTICLE, values))
    missing = files is None or files.seed is None
    return place.sidecar, ((f"put the text of the article into {place.seed}",) if missing else ())


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """Return a start with its values, without white space at line ends."""
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def write_new(root: Path, path: str, text: str) -> None:
    """Write a file that is not there yet; raises `DraftRefusedError` and `OSError`."""
    place = root / path
    if os.path.lexists(place):
        raise DraftRefusedError(f"{path} is there already")
    folder = place.parent
    while folder != root:
        if folder.is_symlink():
            raise DraftRefusedError(f"{folder.relative_to(root)} is a symbolic link")
        folder = folder.parent
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


ARTICLE = """\
@HEAD@# What is known of the article @SEED@. Lines behind # are choices: take the # away.
title: @TITLE@
published: @DATE@
# kind: news        # statement, transcript, analysis, opinion, report, law, letter, obituary …
# lang: en
# byline: [Ana Ruiz]
# summary: In your own words, for lists and feeds.
# topics: [trade]
# threads: [a-thread]

# source:
#   publisher: an-entity-id or words
#   url: https://example.org/article
#   archived: https://web.archive.org/web/2023/https://example.org/article
#   retrieved: 2023-05-25
#   rights: {holder: an-entity-id or words, basis: quotation for research}

# text:
#   paragraphs: blank-line      # or: line, wrapped
#   hide:
#     - {at: "words that are no part of the report", why: site-furniture}

# mentions:
#   mean: {Mao: mao-ning}       # in this article these words mean …
#   fix:
#     - {at: {quote: China, in: "a longer passage with China in it"}, is: none}

# `at` takes words of the text that occur once. [[id]] in a text links to anything here.
# annotations:
#   - {id: n-first, type: note, at: "words of the text", body: "What readers should know.", by: ed}
#   - {id: q-first, type: quotation, at: "words of the text", speaker: an-entity-id or words}
#   - {id: c-first, type: claim, at: "words of the text", claim: a-claim-id, speaker: Who says so}

# links:
#   - {rel: follows, to: another-article-id}
"""
ENTITY = """\
@HEAD@# A person, organisation, place … Lines behind # are choices: take the # away.
entities:
  @ID@:
    # person, organization, company, public-body, publication, place, country, product, vessel,
    # law, event, work, account, concept, or x-… for one of your own
    type: @TYPE@
    name: @TITLE@
    # names: {zh: 名字}
    # aliases:
    #   - A further name
    #   - {text: Short, match: article}     # only beside a longer name in the same article
    # not_in: [A longer phrase that means something else]
    # description: What it is, in Markdown.
    # ids: {wikidata: Q42}
    # roles: [{title: Minister, org: an-entity-id or words, from: 2022-09}]
    # relations: [{rel: part-of, to: an-entity-id}]
"""
CLAIM = """\
@HEAD@# What somebody says is so. Lines behind # are choices: take the # away.
claims:
  @ID@:
    # the claim in neutral words, as a whole sentence
    text: @TITLE@
    # about: [an-entity-id]
    # answers: {disputes: [a-claim-id]}     # supports, disputes, corrects, repeats
    # the editors' judgement, the newest first: true, mostly-true, mixed, mostly-false, false,
    # unverified, not-checkable
    # assessments:
    #   - rating: unverified
    #     summary: Why.
    #     by: ed
    #     on: 2023-06-02
    #     sources: [{url: "https://example.org/", title: Where it can be read}]
"""
THREAD = """\
---
@HEAD@# A storyline. Lines behind # are choices: take the # away.
title: @TITLE@
# summary: What it tells, in a sentence or two.
# by: ed
# articles: [an-article-id, {id: another-one, note: Why it is here}]
# order: chronological          # or: listed
# timeline: [{when: 2023-03-31, what: What happened, article: an-article-id}]
---
"""
