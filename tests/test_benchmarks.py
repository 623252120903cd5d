"""The code that compares Backfile with other generators; none of them is needed here."""

import sys
import time

import pytest

from benchmarks.__main__ import compare, subject_in
from benchmarks.corpus import write_archive
from benchmarks.edits import editing
from benchmarks.generators import backfile
from benchmarks.goals import GOALS, Goal, reached
from benchmarks.jobs import Result
from benchmarks.outputs import differences, read_output, weight_of
from benchmarks.peer_sources import front_matter, metadata, names_in, source_of, sources_in
from benchmarks.performance_page import BEGIN, END, Setting, Size, page_with, tables_of
from benchmarks.programs import Failed, Figures, timed
from tests.shipped import run_build

ARTICLE = """<html><body><h1>A <b>storm</b></h1>
<div class="text" data-body><p>In <a href="../../entities/porto/">Porto</a>, said
<a id="m-3-7" data-entity="ana" href="../../entities/ana/">A</a><a data-entity="ana"
href="../../entities/ana/">na</a>.</p>
<aside class="notes">Not <a href="../../entities/other/">counted</a><div>deep</div></aside>
</div><a href="../../entities/elsewhere/">Elsewhere</a></body></html>"""
LIST = '<ol><li data-mention data-article="2024-storm"><a href="/articles/2024-storm/">A</a></ol>'


def peer_site(folder, article=ARTICLE, listed=LIST):
    """Write a tiny site as another generator would make it."""
    pages = {
        "index.html": LIST,
        "index.xml": "<link>https://example.org/articles/2024-storm/</link>",
        "articles/2024-storm/index.html": article,
        "entities/porto/index.html": listed,
        "entities/porto/part/2/index.html": LIST.replace("2024-storm", "2024-flood"),
        "years/2024/index.html": LIST,
    }
    for path, page in pages.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(page, encoding="utf-8")
    return folder


def test_links_in_the_text_count_once_and_links_around_it_do_not(tmp_path):
    output = read_output(peer_site(tmp_path))

    assert output.links == {"2024-storm": ("porto", "ana")}
    assert output.titles == {"2024-storm": "A storm"}


def test_a_list_is_read_from_all_its_pages(tmp_path):
    output = read_output(peer_site(tmp_path))

    assert output.mentions == {"porto": {"2024-storm", "2024-flood"}}
    assert output.years == {"2024": {"2024-storm"}}
    assert output.home == output.feed == {"2024-storm"}


@pytest.mark.parametrize(
    ("article", "listed", "field"),
    [
        (ARTICLE.replace("porto", "lisboa"), LIST, "links"),
        (ARTICLE.replace("said", "told"), LIST, "texts"),
        (ARTICLE.replace("storm</b>", "rain</b>"), LIST, "titles"),
        (ARTICLE, "<ol></ol>", "mentions"),
    ],
)
def test_every_difference_between_two_sites_is_found(tmp_path, article, listed, field):
    one = read_output(peer_site(tmp_path / "one"))
    two = read_output(peer_site(tmp_path / "two", article, listed))

    found = differences({"A": one, "B": two})

    assert [words.split(":")[0] for words in found] == [field]
    assert "A and B differ in" in found[0]
    assert compare({"A": one, "B": two})[1] is False
    assert compare({"A": one, "B": one})[1] is True


def test_names_become_links_and_other_words_with_capitals_do_not():
    names = {"Ana Ruiz": "ana-ruiz", "Portoia": "portoia"}

    source = source_of("2024-01-02-a", "A storm\n\nAt last Ana Ruiz left Portoia.\n", names)
    assert source.title == "A storm"
    assert source.entities == ("Ana Ruiz", "Portoia")
    assert source.body == (
        "At last [Ana Ruiz](/entities/ana-ruiz/) left [Portoia](/entities/portoia/)."
    )


def test_every_generator_gets_the_same_articles(tmp_path):
    write_archive(tmp_path, 5)
    names = names_in(tmp_path)

    for source in sources_in(tmp_path):
        assert len(source.entities) >= 5
        assert all(f"](/entities/{names[name]}/)" in source.body for name in source.entities)
        assert f"id: {source.id}\n" in front_matter(source)
        assert f"Slug: {source.id}\n" in metadata(source)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Five articles, built."""
    archive = tmp_path_factory.mktemp("bench") / "archive"
    write_archive(archive, 5)
    done = run_build(archive, "--no-search")
    assert done.returncode == 0, done.stderr
    return archive


def test_what_backfile_links_is_what_the_others_are_given(built):
    output = read_output(built / "public")
    names = names_in(built)
    given = {source.id: source for source in sources_in(built)}

    assert output.links.keys() == given.keys()
    for ident, links in output.links.items():
        assert set(links) == {names[name] for name in given[ident].entities}
        assert all(ident in output.mentions[entity] for entity in links)
        assert ident in output.years[ident[:4]]
    assert output.home == output.feed == given.keys()
    assert weight_of(built / "public").files > len(given)


def test_an_edit_counts_when_all_its_pages_have_it_and_is_undone(built):
    generator = backfile(built)
    subject = subject_in(built)
    seed = generator.source_of(subject.article)
    before = seed.read_bytes()

    with editing(generator, subject) as edited:
        words = edited.save(7)
        assert words in seed.read_text(encoding="utf-8")
        every = ("the article's page", "its entity's page", "its year's list")
        assert edited.missing_in(generator.output, 7) == every
        assert run_build(built, "--no-search").returncode == 0
        assert edited.missing_in(generator.output, 7) == ()

    assert seed.read_bytes() == before


def test_a_program_is_measured_with_its_children(tmp_path):
    spend = (
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'bytearray(90_000_000)'])"
    )

    figures = timed([sys.executable, "-c", spend], tmp_path, tmp_path, 30)

    assert figures.peak > 90
    assert figures.wall > 0
    assert figures.cpu


def test_a_program_that_fails_is_told_with_its_last_words(tmp_path):
    with pytest.raises(Failed, match="exit code 3: no such thing"):
        timed(
            [sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"],
            tmp_path,
            tmp_path,
            30,
        )


def test_a_program_that_takes_too_long_is_ended_with_all_it_started(tmp_path):
    child = "import time\nwhile True:\n    open('alive', 'w').close()\n    time.sleep(0.05)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"

    with pytest.raises(Failed, match="not done after 1 s"):
        timed([sys.executable, "-c", parent], tmp_path, tmp_path, 1)

    (tmp_path / "alive").unlink(missing_ok=True)
    time.sleep(0.3)
    assert not (tmp_path / "alive").exists()


def test_a_goal_is_reached_missed_or_unknown():
    goal = Goal("cold", 1000, "of Hugo", 0.8)
    ours, hugo = Figures(8, 9, 100), Figures(10, 12, 500)

    assert reached(goal, {"Backfile": ours, "Hugo": hugo}) is True
    assert reached(goal, {"Backfile": hugo, "Hugo": ours}) is False
    assert reached(goal, {"Backfile": ours}) is None
    assert len({(g.job, g.size, g.what) for g in GOALS}) == len(GOALS)


def test_a_row_below_its_goal_is_marked_and_named(tmp_path):
    site = peer_site(tmp_path)
    results = {
        "cold": {
            "Backfile": Result([Figures(3, 4, 90), Figures(1, 2, 80), Figures(2, 3, 70)]),
            "Hugo": Result([Figures(1, 1, 200)]),
            "Pelican": Result([], "exit code 1: a | b"),
        },
        "search": {"Backfile": Result([Figures(5, 6, 90)]), "Pagefind": Result([])},
    }
    weights = dict.fromkeys(("Backfile", "Hugo", "Pelican"), weight_of(site))
    size = Size(1000, results, weights, "All the same.")
    setting = Setting({"Backfile": "1"}, 3, (0.1, 0.2), {"Eleventy": "is not installed"})

    text = tables_of([size, size._replace(articles=10_000)], setting)

    assert (
        "| cold build, no search | **2.00 s** · CPU 3.00 s · 90 MB | **1.00 s** · CPU 1.00 s · 200 MB"
        " | failed: exit code 1: a / b | 2 | ≤ 1 × Hugo **missed** |"
    ) in text
    assert "Below the goal: cold build, no search (2.00 instead of ≤ 1 × Hugo)." in text
    assert "| search index | **5.00 s** · CPU 6.00 s · 90 MB |" in text
    assert "≤ 9 s ✓ · ≤ 450 MB ✓" in text
    assert "Eleventy is left out: it is not installed" in text
    assert "busy" not in text
    assert "| Backfile | 2.00 ms · 90 MB | 0.20 ms · 90 MB |" in text


def test_only_what_stands_between_the_marks_is_written_again():
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"

    once = page_with(page, "new\n")

    assert once == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    assert page_with(once, "new") == once
    with pytest.raises(ValueError, match="marks"):
        page_with("nothing", "new")
