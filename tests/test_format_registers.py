"""docs/format.md, The register of entities, topics, corrections, pages, and site.yaml."""

import re

import pytest

from tests.sites import Site

REGISTER = "content/entities/e.yaml"


def site_of(tmp_path, entities, seed="T\n\nAna Ruiz and Micron met in Rivertown.\n", **files):
    """Return an archive of one article with these entities."""
    return Site(tmp_path, {"seeds/a.txt": seed, REGISTER: entities, **files})


def main_of(site, address):
    return site.page(address).partition("<main")[2].partition("</main>")[0]


TYPES = [
    "person",
    "organization",
    "company",
    "public-body",
    "publication",
    "place",
    "country",
    "product",
    "vessel",
    "law",
    "event",
    "work",
    "account",
    "concept",
    "x-mine",
]


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_is_known_and_has_a_list(tmp_path, kind):
    site = site_of(
        tmp_path,
        f"entities: {{r: {{type: {kind}, name: Ana Ruiz}}}}\n",
        **{"site.yaml": "title: T\nlabels: {x-mine: My kind}\n"},
    )
    assert site.problems == []
    assert "Ana Ruiz" in main_of(site, f"types/{kind}/")
    if kind == "x-mine":
        assert "My kind" in main_of(site, "types/")


@pytest.mark.parametrize(
    "entry",
    [
        "{type: person}",
        "{name: Ana}",
        "{type: human, name: Ana}",
        "{type: person, name: Ana, ids: {wikidata: X1}}",
        "{type: person, name: Ana, ids: {lei: 123}}",
        "{type: person, name: Ana, nick: A}",
        "{type: place, name: Ana, point: [91, 0]}",
        "{type: place, name: Ana, point: [nan, 0]}",
        "{type: place, name: Ana, point: [1]}",
        "{type: person, name: Ana, relations: [{rel: owns, to: nobody}]}",
        "{type: person, name: Ana, relations: [{rel: hates, to: r}]}",
        "{type: person, name: Ana, merged_into: nobody}",
        "{type: person, name: Ana, distinct_from: [nobody]}",
        "{type: event, name: Ana, when: soon}",
        "{type: person, name: Ana, aliases: [{text: A, match: sometimes}]}",
        "{type: person, name: Ana, roles: [{title: T, org: nobody}]}",
    ],
)
def test_a_faulty_entry_is_an_error_at_its_place(tmp_path, entry):
    site = site_of(tmp_path, f"entities:\n  r: {entry}\n")
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert (problem.path, problem.line) == (REGISTER, 2)


WHOLE = """\
entities:
  micron:
    type: company
    name: Micron Technology
    names: {zh: 美光科技}
    aliases: [Micron]
    ids: {wikidata: Q1197548, wikipedia: {en: Micron Technology}, viaf: 123, x-ticker: MU}
    description: US maker of *memory* chips.
    relations: [{rel: owns, to: elpida, from: 2013, until: 2014, sources: [{title: R source}]}]
    distinct_from: [rivertown]
  elpida: {type: company, name: Elpida, merged_into: elpida-now}
  elpida-now: {type: company, name: Elpida Memory}
  ruiz: {type: person, name: Ana Ruiz, roles: [{title: Mayor, org: rivertown, from: 2022-09}]}
  rivertown: {type: place, name: Rivertown, point: [52.1, 4.3]}
  storm: {type: event, name: The storm, when: 2023-05-03, where: rivertown, who: [{entity: ruiz, role: witness}]}
"""


def test_everything_of_an_entry_is_on_its_page(tmp_path):
    site = site_of(tmp_path, WHOLE)
    assert site.problems == []
    page = main_of(site, "entities/micron/")
    for words in (
        "Micron Technology",
        "美光科技",
        "US maker of <em>memory</em> chips.",
        "https://www.wikidata.org/wiki/Q1197548",
        "Micron_Technology",
        "MU",
        "Elpida Memory",
        "2013",
        "2014",
        "R source",
        "Rivertown",
    ):
        assert words in page, words
    assert "Micron Technology" in main_of(site, "entities/elpida-now/")
    assert "Mayor" in main_of(site, "entities/ruiz/")
    for words in ("2023-05-03", "Rivertown", "Ana Ruiz", "itness"):
        assert words in main_of(site, "entities/storm/"), words
    assert "52.1" in site.page("entities/rivertown/")


def test_two_entities_with_one_identifier_are_an_error(tmp_path):
    site = site_of(
        tmp_path,
        "entities:\n  a: {type: person, name: A, ids: {wikidata: Q1}}\n  b: {type: person, name: B, ids: {wikidata: Q1}}\n",
    )
    assert "error[duplicate-identifier]" in site.problems[0]


@pytest.mark.parametrize("second", ["content/entities/f.yaml", "content/articles/a.yaml"])
def test_the_same_id_twice_is_an_error(tmp_path, second):
    entry = "entities: {r: {type: person, name: Ana Ruiz}}\n"
    site = site_of(tmp_path, entry, **{second: entry})
    assert "error[duplicate-id]" in site.problems[0]


def test_a_sidecar_may_define_entities_of_its_own_for_all(tmp_path):
    site = site_of(
        tmp_path,
        "entities: {}\n",
        **{
            "content/articles/a.yaml": "entities: {r: {type: person, name: Ana Ruiz}}\n",
            "seeds/b.txt": "B\n\nAna Ruiz.\n",
        },
    )
    assert site.problems == []
    assert main_of(site, "entities/r/").count("data-mention") == 2


def test_a_private_entity_has_no_page_and_is_not_in_lists(tmp_path):
    files = {
        "site.yaml": "title: T\nurl: https://example.org/\n",
        "content/articles/a.yaml": "annotations: [{id: q, type: quotation, at: met, speaker: r}]\n",
    }
    site = site_of(
        tmp_path,
        "entities: {r: {type: person, name: Ana Ruiz, private: true, former_ids: [old]}}\n",
        **files,
    )
    assert site.problems == []
    assert not [path for path in site.tree() if path.startswith("entities/")]
    assert "entities/" not in site.page("sitemap.xml")
    assert "entities/r" not in site.page("articles/a/")
    assert 'data-entity="r"' in site.page("articles/a/")
    assert "Ana Ruiz" not in site.page("search/names.json")
    assert site.page("data/entities.jsonl") == ""
    assert site.page("data/mentions.csv").count(",r,") == 1


def test_an_entity_lists_its_mentions_by_date_over_pages(tmp_path):
    files = {
        f"seeds/2023-05-{day:02}-x.txt": f"Day {day}\n\nHere Ana Ruiz spoke. Then Ana Ruiz left.\n"
        for day in range(1, 8)
    }
    files["site.yaml"] = "title: T\nper_page: 5\n"
    site = site_of(
        tmp_path, "entities: {r: {type: person, name: Ana Ruiz}}\n", seed="T\n\nNobody.\n", **files
    )
    assert site.problems == []
    found = []
    for number, address in enumerate(["entities/r/", "entities/r/2/", "entities/r/3/"], 1):
        page = main_of(site, address)
        assert page.count("data-mention") == (5 if number < 3 else 4)
        found += re.findall(
            r"articles/2023-05-(\d\d)-x/#m-(\d+)-(\d+)",
            page.partition("data-mention")[2].partition("together")[0] if number == 1 else page,
        )
    assert not (site.out / "entities/r/4").exists()
    days = [day for day, _, _ in found]
    assert days == sorted(days)
    for day, start, end in found:
        assert f'id="m-{start}-{end}"' in site.page(f"articles/2023-05-{day}-x/")
    assert 'rel="next"' in site.page("entities/r/")
    assert 'rel="prev"' in site.page("entities/r/2/")


LINKS = {
    "all": [True, True, True, True],
    "first-in-paragraph": [True, False, True, False],
    "first": [True, False, False, False],
}


@pytest.mark.parametrize("choice", LINKS)
def test_which_tags_are_links_is_the_choice_of_the_site(tmp_path, choice):
    seed = "T\n\nAna Ruiz met Ana Ruiz.\n\nAna Ruiz saw Ana Ruiz.\n"
    site = site_of(
        tmp_path,
        "entities: {r: {type: person, name: Ana Ruiz}}\n",
        seed=seed,
        **{"site.yaml": f"title: T\nmention_links: {choice}\n"},
    )
    tags = re.findall(r"<(\w+)[^>]* data-entity=\"r\"", site.page("articles/a/"))
    assert [tag == "a" for tag in tags] == LINKS[choice]


def test_a_topic_has_its_words_of_topics_yaml_and_unknown_ones_are_warned_of_then(tmp_path):
    topics = "memory: {label: Memory chips, names: {fr: Mémoire}, description: About *memory*.}\nunused: {label: Unused}\n"
    sidecar = {"content/articles/a.yaml": "topics: [memory, flood-plain]\n"}
    site = site_of(tmp_path / "1", "entities: {}\n", **sidecar, **{"content/topics.yaml": topics})
    assert [line.split(": ")[1] for line in site.problems] == ["warning[unknown-topic]"]
    page = main_of(site, "topics/memory/")
    assert "Memory chips" in page
    assert "About <em>memory</em>." in page
    assert "Unused" in main_of(site, "topics/")
    assert "Flood plain" in main_of(site, "topics/flood-plain/")
    assert site_of(tmp_path / "2", "entities: {}\n", **sidecar).problems == []


def test_a_topic_is_named_in_the_language_of_the_site(tmp_path):
    topics = "memory: {label: Memory chips, names: {fr: Mémoire}}\n"
    site = site_of(
        tmp_path,
        "entities: {}\n",
        **{
            "content/topics.yaml": topics,
            "site.yaml": "title: T\nlang: fr\n",
            "content/articles/a.yaml": "topics: [memory]\n",
        },
    )
    assert "Mémoire" in main_of(site, "topics/memory/")


def test_corrections_are_listed_newest_first_with_what_they_are_about(tmp_path):
    text = (
        "- {on: 2023-06-01, text: We *erred*., about: [r, a]}\n- {on: 2023-07-01, text: Again.}\n"
    )
    site = site_of(
        tmp_path,
        "entities: {r: {type: person, name: Ana Ruiz}}\n",
        **{"content/corrections.yaml": text},
    )
    assert site.problems == []
    page = main_of(site, "corrections/")
    assert page.index("Again.") < page.index("We <em>erred</em>.")
    assert "entities/r/" in page
    assert "articles/a/" in page


@pytest.mark.parametrize(
    "entry",
    [
        "{text: T}",
        "{on: 2023}",
        "{on: soon, text: T}",
        "{on: 2023, text: T, about: [nobody]}",
        "{on: 2023, text: T, abuot: [a]}",
    ],
)
def test_a_faulty_correction_is_an_error_at_its_place(tmp_path, entry):
    site = site_of(tmp_path, "entities: {}\n", **{"content/corrections.yaml": f"- {entry}\n"})
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert (problem.path, problem.line) == ("content/corrections.yaml", 1)


def nav_of(site):
    return re.findall(
        r'<a [^>]*href="([^"]*)"[^>]*>([^<]*)',
        site.page("").partition("<nav")[2].partition("</nav>")[0],
    )


def test_the_navigation_leads_to_ids_and_paths(tmp_path):
    nav = "nav: [{text: Us, to: about}, {text: Ana, to: r}, {text: New, to: latest/}, {text: Year, to: /timeline/}, {text: Top, to: memory}, {text: Out, to: 'https://example.org/'}]\n"
    files = {
        "site.yaml": "title: T\n" + nav,
        "content/pages/about.md": "---\ntitle: About\n---\n",
        "content/topics.yaml": "memory: {label: M}\n",
    }
    site = site_of(tmp_path, "entities: {r: {type: person, name: Ana Ruiz}}\n", **files)
    assert site.problems == []
    found = nav_of(site)
    for href, text in (
        ("./about/", "Us"),
        ("./entities/r/", "Ana"),
        ("./latest/", "New"),
        ("./timeline/", "Year"),
        ("./topics/memory/", "Top"),
        ("https://example.org/", "Out"),
    ):
        assert (href, text) in found, (found, text)


@pytest.mark.parametrize("to", ["nothing", "ruiz-", "2023"])
def test_navigation_to_nowhere_is_an_error(tmp_path, to):
    site = site_of(
        tmp_path, "entities: {}\n", **{"site.yaml": f"title: T\nnav: [{{text: X, to: {to}}}]\n"}
    )
    assert "site.yaml:2" in site.problems[0]
    assert "error[" in site.problems[0]


def test_pages_are_in_the_navigation_by_their_own_wish_and_order(tmp_path):
    files = {
        "content/pages/about.md": "---\ntitle: About us\nnav: true\norder: 2\n---\nHello **you**.\n",
        "content/pages/method.md": "---\ntitle: Our method\nnav: Method\norder: 1\n---\n",
        "content/pages/quiet.md": "---\ntitle: Quiet\n---\n",
    }
    site = site_of(tmp_path, "entities: {}\n", **files)
    assert site.problems == []
    texts = [text for _, text in nav_of(site)]
    assert texts.index("Method") < texts.index("About us")
    assert "Quiet" not in texts
    assert "Quiet" in site.page("")
    assert "Hello <strong>you</strong>." in site.page("about/")


@pytest.mark.parametrize(
    "name",
    [
        "search",
        "latest",
        "articles",
        "entities",
        "types",
        "topics",
        "threads",
        "claims",
        "timeline",
        "quotations",
        "corrections",
        "gaps",
        "data",
        "2023",
        "404",
        "pagefind",
        "assets",
        "feed",
        "sitemap",
        "robots",
    ],
)
def test_a_page_never_takes_an_address_of_the_site(tmp_path, name):
    site = site_of(
        tmp_path,
        "entities: {}\n",
        **{
            f"content/pages/{name}.md": "---\ntitle: P\n---\nMine.\n",
            "seeds/2023-05-01-x.txt": "X\n\nY.\n",
        },
    )
    if name in ("feed", "sitemap", "robots", "404"):
        assert "Mine." in site.page(f"{name}/")
        return
    if site.built.stopped:
        problems = [p for p in site.built.problems if p.severity == "error"]
        assert {(p.code, p.path) for p in problems} == {
            ("address-taken", f"content/pages/{name}.md")
        }
    else:
        assert "Mine." in site.page(f"{name}/")
        assert name in ("articles", "entities", "gaps", "pagefind", "assets")


@pytest.mark.parametrize(
    "line",
    [
        "url: example.org",
        "url: /x/",
        "lang: x",
        "timezone: Mars/Base",
        "mention_links: some",
        "show: some",
        "gaps: hidden",
        "per_page: 0",
        "per_page: many",
        "feeds: maybe",
        'look: {accent: "#12"}',
        "editors: {ed: {url: https://example.org}}",
        "nav: [{text: X}]",
        "contact: nowhere at all",
        "repository: git@x:y",
    ],
)
def test_a_faulty_setting_is_an_error_at_its_place(tmp_path, line):
    site = site_of(tmp_path, "entities: {}\n", **{"site.yaml": f"title: T\n{line}\n"})
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert (problem.path, problem.line) == ("site.yaml", 2)
    assert site.built.stopped
