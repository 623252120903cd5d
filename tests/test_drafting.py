"""Starts of new files: they pass `check` once the blanks are filled, and replace nothing."""

import re

import pytest

from backfile.cli import main
from backfile.drafting import (
    ARTICLE,
    CLAIM,
    ENTITY,
    THREAD,
    DraftRefusedError,
    filled_in,
    write_draft,
)
from backfile.ids import LONGEST_ID
from backfile.schema_writing import write_schemas
from tests.reading import read_archive, write_files
from tests.sites import tree_of


@pytest.fixture
def site(tmp_path):
    """Return the folder of an archive that has nothing but a name."""
    return write_files(tmp_path, {"site.yaml": "title: T\n"})


def faults(site):
    """Return the codes of the errors and warnings of an archive."""
    return [problem.code for problem in read_archive(site).problems if problem.severity != "info"]


def test_an_article_starts_beside_its_seed(site):
    write_files(site, {"seeds/la-voz/2023-05-24-flood.txt": "Flood\n\nText.\n"})

    path, hints = write_draft(site, "article", "2023-05-24-flood", "Flood: the water")

    assert path == "content/articles/la-voz/2023-05-24-flood.yaml"
    assert hints == ()
    text = (site / path).read_text(encoding="utf-8")
    assert '\ntitle: "Flood: the water"\npublished: 2023-05-24\n' in text
    assert faults(site) == []


def test_an_article_without_a_seed_says_where_its_text_goes(site):
    path, hints = write_draft(site, "article", "2023-05-24-flood")

    assert path == "content/articles/2023/2023-05-24-flood.yaml"
    assert hints == ("put the text of the article into seeds/2023/2023-05-24-flood.txt",)
    assert faults(site) == ["seed-missing"]
    write_files(site, {"seeds/2023/2023-05-24-flood.txt": "Flood\n\nText.\n"})
    assert faults(site) == []


@pytest.mark.parametrize(
    ("kind", "extra", "path"),
    [
        ("entity", "person", "content/entities/a-1.yaml"),
        ("claim", "", "content/claims/a-1.yaml"),
        ("thread", "", "content/threads/a-1.md"),
    ],
)
def test_a_start_passes_when_its_title_is_given(site, kind, extra, path):
    assert write_draft(site, kind, "a-1", "It rained, they say", extra)[0] == path
    assert faults(site) == []
    assert "@" not in (site / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "blanks"),
    [
        ("entity", ["missing-key", "missing-key"]),
        ("claim", ["missing-key"]),
        ("thread", ["missing-key"]),
    ],
)
def test_a_blank_that_is_left_is_reported(site, kind, blanks):
    write_draft(site, kind, "a")

    assert faults(site) == blanks


@pytest.mark.parametrize("start", [ARTICLE, ENTITY, CLAIM, THREAD])
def test_what_stands_behind_the_signs_of_comments_can_be_used_as_it_is(site, start):
    values = {
        "HEAD": "",
        "ID": "a",
        "TITLE": "T",
        "TYPE": "person",
        "DATE": "2023-05-24",
        "SEED": "a.txt",
    }
    text = re.sub(
        r"^( *)# (?=[a-z_]+:(?! \$)|  )", r"\1", filled_in(start, values), flags=re.MULTILINE
    )
    text = re.sub(r"^( *)#   ", r"\1  ", text, flags=re.MULTILINE)
    path = {
        ARTICLE: "content/articles/a.yaml",
        ENTITY: "content/entities/a.yaml",
        CLAIM: "content/claims/a.yaml",
        THREAD: "content/threads/a.md",
    }[start]

    found = read_archive(site, {"seeds/a.txt": "T\n\nWords.\n", path: text})

    assert [
        words for words in found.printed if "unknown" not in words and "paragraphs" not in words
    ] == []
    uncommented = [line for line in text.splitlines() if re.match(r" *[a-z_]+:", line)]
    assert len(uncommented) > 5


@pytest.mark.parametrize(
    ("kind", "ident", "message"),
    [
        ("article", "a", "has a sidecar"),
        ("article", "old-a", "former id or the slug"),
        ("article", "slug-a", "former id or the slug"),
        ("entity", "ana", "is there already, in content/entities/people.yaml"),
        ("entity", "old-ana", "former id of the entity `ana`"),
        ("entity", "people", "content/entities/people.yaml is there already"),
        ("claim", "dry", "is there already"),
        ("thread", "rain", "is there already"),
        ("article", "Flood in May", "is no valid id"),
        ("entity", "con", "is no valid id"),
        ("claim", "a" * (LONGEST_ID + 1), "is no valid id"),
    ],
)
def test_an_id_that_is_taken_or_not_valid_is_refused(site, kind, ident, message):
    write_files(
        site,
        {
            "seeds/a.txt": "A",
            "content/articles/a.yaml": "former_ids: [old-a]\nslug: slug-a\n",
            "content/entities/people.yaml": "entities: {ana: {type: person, name: Ana, former_ids: [old-ana]}}",
            "content/claims/all.yaml": "claims: {dry: {text: It was dry.}}",
            "content/threads/rain.md": "---\ntitle: Rain\n---\n",
        },
    )
    before = tree_of(site)

    with pytest.raises(DraftRefusedError, match=re.escape(message)):
        write_draft(site, kind, ident)
    assert tree_of(site) == before


def test_an_unknown_type_of_entity_is_refused_with_a_guess(site):
    with pytest.raises(DraftRefusedError, match="did you mean `person`"):
        write_draft(site, "entity", "ana", entity_type="persn")


def test_with_schemas_the_first_lines_point_there(site):
    write_schemas(site)

    article = (site / write_draft(site, "article", "a")[0]).read_text(encoding="utf-8").splitlines()
    thread = (site / write_draft(site, "thread", "a")[0]).read_text(encoding="utf-8").splitlines()

    assert article[:2] == [
        "# yaml-language-server: $schema=../../.backfile/schema/sidecar.json",
        "# $schema: ../../.backfile/schema/sidecar.json",
    ]
    assert thread[:2] == [
        "---",
        "# yaml-language-server: $schema=../../.backfile/schema/thread.json",
    ]


def test_a_folder_that_is_a_link_is_not_written_to(site, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (site / "content").symlink_to(elsewhere)

    with pytest.raises(DraftRefusedError, match="content is a symbolic link"):
        write_draft(site, "claim", "a")
    assert list(elsewhere.iterdir()) == []


def test_the_commands_say_what_they_wrote(site, capsys):
    assert main(["new", "entity", "ana", "--title", "Ana Ruiz", "--type", "person"], site=site) == 0
    assert capsys.readouterr().out.startswith("written: content/entities/ana.yaml\n")
    assert main(["new", "entity", "ana", "--site", str(site)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["schema", "--site", str(site)]) == 0
    assert capsys.readouterr().out.splitlines()[0] == ".backfile/schema/sidecar.json"
    assert main(["schema", "--site", str(site), "--out", str(site / "x")]) == 0
    assert (site / "x/site.json").is_file()
    assert main(["new", "poem", "ana", "--site", str(site)]) == 2
    assert main(["schema", "--site", str(site / "x")]) == 2
