"""The engine as a library, used as in a notebook."""

import inspect

from backfile import Built, Options, build_site, load_archive
from backfile.ids import EntityId
from tests.sites import Site

FILES = {
    "seeds/a.txt": "A\n\nAna Ruiz met Ben Cole.\n",
    "content/entities/all.yaml": (
        "entities:\n  ana: {type: person, name: Ana Ruiz}\n  ben: {type: person, name: Ben Cole}\n"
    ),
}


def test_a_notebook_loads_an_archive_and_counts_who_is_mentioned(tmp_path):
    site = Site(tmp_path, FILES)
    archive, problems = load_archive(site.root)
    assert archive is not None
    assert problems == ()
    counts = {entity: len(rows) for entity, rows in archive.mentions.items()}
    assert counts == {"ana": 1, "ben": 1}
    [occurrence] = archive.mentions[EntityId("ben")]
    assert occurrence.mention.excerpt.words == "Ben Cole"
    assert not site.out.exists()


def test_a_script_builds_a_site(tmp_path):
    site = Site(tmp_path, FILES)
    built = build_site(Options(site.root, search=False))
    assert isinstance(built, Built)
    assert built.result is not None
    assert (site.out / "articles/a/index.html").is_file()


def test_the_public_names_say_what_they_give():
    for thing in (load_archive, build_site, Options, Built):
        assert inspect.getdoc(thing)
    assert inspect.signature(load_archive).return_annotation is not inspect.Signature.empty
