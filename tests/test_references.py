"""References: every text that points at something is found, with its place."""

from backfile.convert import convert_to
from backfile.references import references
from backfile.shapes_registers import ClaimEntry, EntityEntry, ThreadFront
from backfile.shapes_sidecar import Sidecar
from backfile.yamldata import load_yaml


def found(source, shape=Sidecar):
    """Return `kind text keys` of every reference in a YAML text."""
    value, problems = convert_to(load_yaml(source, "a.yaml").data, shape, "a.yaml")
    assert problems == ()
    assert value is not None
    return [f"{r.kind} {r.text} {'.'.join(map(str, r.keys))}" for r in references(value)]


def test_the_references_of_a_sidecar():
    source = """\
byline: [mao-ning, {text: reuters}, Some One]
summary: See [[x]].
topics: [trade]
dateline: {place: beijing}
source: {publisher: cgtn, archived: "https://x.org", rights: {holder: A Firm}}
mentions:
  mean: {Mao: mao-ning}
  fix: [{at: x, is: none}]
  skip: [china]
  also: [law]
  reviewed: {by: ed}
annotations:
  - {type: quotation, speaker: [cac, {text: b}], to: cgtn, about: [a], by: ed, body: "[[y]]"}
  - {type: quotation, speaker: cac, event: briefing}
  - {type: claim, claim: c, sources: [z, {article: w, publisher: p, note: n}, "https://x.org"]}
  - {type: event, event: e, who: [{entity: f}, {text: g}, h], where: Beijing}
links: [{rel: follows, to: b, note: n}]
threads: [t]
entities: {own: {type: person, name: O, roles: [{title: T, org: o}]}}
"""
    assert found(source) == [
        "entity-or-words beijing dateline.place",
        "entity-or-words mao-ning byline.0",
        "entity-or-words Some One byline.2",
        "markdown See [[x]]. summary",
        "topic trade topics.0",
        "entity-or-words cgtn source.publisher",
        "entity-or-words A Firm source.rights.holder",
        "entity-or-none mao-ning mentions.mean.Mao",
        "entity-or-none none mentions.fix.0.is",
        "entity china mentions.skip.0",
        "entity law mentions.also.0",
        "entity-or-words ed mentions.reviewed.by",
        "markdown [[y]] annotations.0.body",
        "entity-or-words ed annotations.0.by",
        "entity a annotations.0.about.0",
        "entity-or-words cac annotations.0.speaker.0",
        "entity-or-words cgtn annotations.0.to",
        "entity-or-words cac annotations.1.speaker",
        "entity briefing annotations.1.event",
        "source z annotations.2.sources.0",
        "article w annotations.2.sources.1.article",
        "entity-or-words p annotations.2.sources.1.publisher",
        "markdown n annotations.2.sources.1.note",
        "source https://x.org annotations.2.sources.2",
        "claim-or-wording c annotations.2.claim",
        "entity e annotations.3.event",
        "entity-or-words Beijing annotations.3.where",
        "entity-or-words f annotations.3.who.0.entity",
        "entity-or-words h annotations.3.who.2",
        "article-or-url b links.0.to",
        "markdown n links.0.note",
        "thread t threads.0",
        "entity-or-words o entities.own.roles.0.org",
    ]


def test_the_references_of_registers():
    entity = (
        "type: person\nname: A\ndistinct_from: [b]\nmerged_into: c\n"
        "aliases: [{text: X, only: {publisher: p, with: [w], articles: [r]}}]\n"
        "relations: [{rel: owns, to: d, sources: s}]\n"
    )
    assert found(entity, EntityEntry) == [
        "entity-or-words p aliases.0.only.publisher",
        "entity w aliases.0.only.with.0",
        "article r aliases.0.only.articles.0",
        "entity d relations.0.to",
        "source s relations.0.sources",
        "entity b distinct_from.0",
    ]
    claim = (
        "text: T\nabout: [a]\nanswers: {disputes: [b]}\nassessments: [{rating: 'true', by: ed}]\n"
    )
    assert found(claim, ClaimEntry) == [
        "entity a about.0",
        "claim b answers.disputes.0",
        "entity-or-words ed assessments.0.by",
    ]
    thread = (
        "title: T\narticles: [a, {id: b, note: n}]\ntimeline: [{when: 2023, what: w, article: c}]\n"
    )
    assert found(thread, ThreadFront) == [
        "article a articles.0",
        "article b articles.1.id",
        "markdown n articles.1.note",
        "markdown w timeline.0.what",
        "article c timeline.0.article",
    ]


def test_only_who_signs_may_be_an_editor():
    value, _ = convert_to(
        load_yaml("byline: [ed]\nannotations: [{type: note, body: b, by: ed}]", "a").data,
        Sidecar,
        "a",
    )
    editors = {r.keys[-1]: r.editors for r in references(value or Sidecar()) if r.text == "ed"}
    assert editors == {0: False, "by": True}


def test_keys_lead_to_what_is_searched():
    value, _ = convert_to({"text": "T", "about": ["a"]}, ClaimEntry, "a")
    assert value is not None
    assert references(value, ("claims", "c"))[0].keys == ("claims", "c", "about", 0)
