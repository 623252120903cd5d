"""An edit of one article that moves nothing else: the archive is that of a whole linking."""

from pathlib import Path
from typing import NamedTuple

import pytest

from backfile.anchor_work import work_with
from backfile.article_memory import DECODE
from backfile.gather import anchored_bytes
from backfile.link import link_archive
from backfile.model import Article
from backfile.read_records import Registers
from backfile.read_registers import read_registers
from backfile.read_survey import survey
from backfile.relink import relinked
from tests.every_kind import FILES
from tests.sites import Site

SIDECAR = "content/articles/flood.yaml"
NEAR = (
    (SIDECAR, "The only report of that day", "One of many reports"),
    (SIDECAR, "published_as: Monday", "published_as: Monday"),
    (SIDECAR, "se fueron en autobuses", "salieron en autobuses"),
    (SIDECAR, "The gauge says three.", "The gauge says three."),
    (SIDECAR, "the people of Osk, mode", "the town of Osk, mode"),
    ("content/articles/arabic.yaml", "speaker: ruiz", "speaker: ruiz, body: A note"),
    ("seeds/brief-4.txt", "Water reached", "The water had reached"),
)
FAR = (
    (SIDECAR, "published: 2023-05-22", "published: 2023-05-21"),
    (SIDECAR, "topics: [floods, dams]", "topics: [dams]"),
    (SIDECAR, "speaker: ruiz, to", "speaker: dam-office, to"),
    (SIDECAR, "about: [dam-office]}", "about: [osk]}"),
    (SIDECAR, "when: 2023-05-22, where", "when: 2023-05-23, where"),
    (SIDECAR, "stance: disputes", "stance: repeats"),
    (SIDECAR, "body: A public body.", "body: A body of [[nowhere]]."),
    (SIDECAR, "threads: [flood-story]", "threads: []"),
    (SIDECAR, "status: retracted", "status: published"),
    ("seeds/flood.txt", "Officials of the", "All officials of the"),
    ("seeds/brief-4.txt", "Osk", "the town"),
)


class Read(NamedTuple):
    """An archive as read and anchored."""

    registers: Registers
    articles: dict[str, Article]


def read(root: Path) -> Read:
    """Return an archive as it is now."""
    found = survey(root)
    registers = read_registers(root, found)
    work = work_with(root, registers, preview=True)
    rows = anchored_bytes(work, tuple(found.articles.values()), 1, lambda *_: None)
    kept = [DECODE(row).article for row in rows]
    return Read(registers, {one.id: one for one in kept})


@pytest.mark.parametrize(("path", "old", "new"), [*NEAR, *FAR])
def test_what_is_exchanged_is_what_linking_gives(
    tmp_path: Path, path: str, old: str, new: str
) -> None:
    site = Site(tmp_path, FILES)
    before = read(tmp_path)
    archive, _ = link_archive(before.registers, before.articles.values(), preview=True)
    text = FILES[path]
    assert isinstance(text, str)
    assert old in text
    site.write(path, text.replace(old, new, 1))
    after = read(tmp_path)
    linked, _ = link_archive(after.registers, after.articles.values(), preview=True)
    ident = Path(path).stem
    found = relinked(
        archive,
        after.registers,
        before.articles[ident],
        after.articles[ident],
        preview=True,
    )
    assert (found is not None) == ((path, old, new) in NEAR)
    assert found is None or found == linked
