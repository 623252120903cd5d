"""Random scripts of edits on a tiny archive: what people do to its files between builds."""

from __future__ import annotations

import os
import random
import shutil
from typing import TYPE_CHECKING

from backfile.build import Built, build_site
from backfile.options import Options
from tests.every_kind import FILES
from tests.sites import Site, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOGGLES = (
    (
        "content/articles/flood.yaml",
        "The only report of that day",
        "One of two reports of that day",
    ),
    ("content/articles/flood.yaml", 'orders an evacuation"', 'orders everybody out"'),
    ("content/articles/flood.yaml", "published: 2023-05-22", "published: 2022-12-31"),
    ("content/articles/flood.yaml", "topics: [floods, dams]", "topics: [dams, rivers]"),
    ("content/articles/flood.yaml", "at: Nobody must stay", "at: Nobody must go"),
    ("content/articles/flood.yaml", "also: [drought]", "also: [other-ruiz]"),
    ("content/articles/flood.yaml", "stance: disputes", "stance: asserts"),
    ("content/articles/flood.yaml", "rel: responds-to", "rel: follows"),
    ("content/articles/flood.yaml", "to_at: a report is needed", "to_at: in Osk"),
    ("content/articles/flood.yaml", "event: the-flood", "name: The rise, when: 2023-05-21"),
    ("content/articles/flood.yaml", "threads: [flood-story]", "threads: []"),
    ("content/articles/flood.yaml", "former_ids: [flood-old]", "former_ids: [flood-older]"),
    ("content/articles/flood.yaml", "why: advert", "why: privacy"),
    ("content/articles/flood.yaml", "id: night", "id: evening"),
    ("content/articles/flood.yaml", "status: retracted, reason", "status: draft, reason"),
    ("content/articles/flood.yaml", "lang: es, body", "lang: ar, body"),
    ("content/articles/dispute.yaml", "published: 2023-06", "published: 2023-05"),
    ("content/articles/dispute.yaml", "topics: [dams]", "topics: [dams]\nshow: passages"),
    ("content/articles/arabic.yaml", "speaker: ruiz", "speaker: other-ruiz"),
    ("content/articles/withdrawn.yaml", "status: withdrawn\n", "x: y\n"),
    ("content/articles/draft.yaml", "status: draft", "status: published"),
    ("content/articles/faulty.yaml", "nowhere to be found", "Its sidecar"),
    ("content/articles/brief-5.yaml", "topics: [floods]", "status: draft\ntopics: [floods]"),
    ("content/articles/brief-6.yaml", "topics", "title: Another brief\nslug: six\ntopics"),
    (
        "content/articles/brief-7.yaml",
        "topics",
        "entities: {x-pier: {type: place, name: year}}\ntopics",
    ),
    ("seeds/flood.txt", "two metres in Osk", "two metres near Dam Office"),
    ("seeds/flood.txt", "Officials of", "Some of"),
    ("seeds/brief-4.txt", "Osk", "the town"),
    ("seeds/dispute.txt", "Dam Office", "office of Mayor Ruíz"),
    ("content/entities/all.yaml", "name: Osk,", "name: Oske,"),
    ("content/entities/all.yaml", "aliases: [{text: Ruíz", "aliases: [Officials, {text: Ruíz"),
    ("content/entities/all.yaml", "name: Ana Ruiz}", "name: Ana Ruiz, private: true}"),
    ("content/entities/all.yaml", "type: public-body", "type: organization"),
    ("content/entities/all.yaml", "name: Drought}", "name: Drought, merged_into: dam}"),
    ("content/entities/all.yaml", "former_ids: [osk-town]", "former_ids: [osk-village]"),
    ("content/entities/all.yaml", "rel: part-of, to: osk", "rel: part-of, to: drought"),
    ("content/entities/all.yaml", "when: 2023-05-21/2023-05-23", "when: 2022"),
    (
        "content/entities/all.yaml",
        "gone: {type: person, name: Nobody Now, status: withdrawn",
        "gone: {type: person, name: Water, status: published",
    ),
    ("content/entities/more.yaml", "fr: Eau, ar: ماء", "ar: ماء, fr: Eau"),
    ("content/claims/all.yaml", "The dam above Osk failed", "The dam over Osk broke"),
    ("content/claims/all.yaml", "rating: unverified", "rating: mixed"),
    ("content/claims/all.yaml", "disputes: [the-dam-held]", "supports: [the-dam-held]"),
    ("content/claims/all.yaml", "about: [dam-office, osk]", "about: [ruiz]"),
    ("content/threads/flood-story.md", "order: listed", "order: chronological"),
    ("content/threads/flood-story.md", "title: The flood, day by day", "title: The flood"),
    ("content/threads/flood-story.md", "![[flood#quote]]", "![[dispute#says]]"),
    ("content/threads/flood-story.md", "when: 2023-05-20~", "when: 2019"),
    ("content/threads/gone-story.md", "status: withdrawn", "status: published"),
    ("content/pages/about.md", "nav: true", "nav: false"),
    ("content/pages/about.md", "[[osk]]", "[[dam-office]] and [[brief-4]]"),
    ("content/topics.yaml", "label: Floods", "label: High water"),
    ("content/topics.yaml", "dams: {label: Dams}", "rivers: {label: Rivers}"),
    ("content/corrections.yaml", "A date was", "Two dates were"),
    ("site.yaml", "title: The Valley File", "title: The River File"),
    ("site.yaml", "per_page: 5", "per_page: 3"),
    ("site.yaml", "gaps: public", "gaps: preview"),
    ("site.yaml", "x-built-by: built by", "x-built-by: made by"),
    ("site.yaml", "lang: en", "lang: ar"),
    ("site.yaml", 'accent: "#7a2e1d"', 'accent: "#1d2e7a"'),
    ("site.yaml", "url: https://example.org/valley/\n", ""),
    ("site.yaml", "contact: https://example.org/contact\n", ""),
)
"""Words of a file, and what may stand in their place: each edit turns one round."""
SPARE = {
    "content/defaults.yaml": "'**': {kind: brief}\n",
    "content/articles/added.yaml": "published: 2021-09-09\ntopics: [rivers]\n",
    "seeds/added.txt": "Added\n\nThe Dam Office and Mayor Ruíz met in Osk.\n",
    "content/entities/more.yaml": (
        "entities: {water: {type: concept, name: Water, names: {fr: Eau, ar: ماء}}}\n"
    ),
    "content/threads/other.md": "---\ntitle: Another story\narticles: [brief-4, brief-6]\n---\nText.\n",
    "content/pages/how.md": "---\ntitle: How\n---\nSee [[flood-story]].\n",
    "assets/site.css": "body{color:#111}\n",
    "assets/css/55-own.css": "p{margin:1em}\n",
    "templates/threads.html": "{% extends 'backfile/threads.html' %}\n",
    "templates/404.html": "{% extends 'backfile/404.html' %}{# ours #}\n",
    "templates/claims.html": "{% set n = 'one' %}{% include 'part-' ~ n ~ '.html' ignore missing %}\n",
    "templates/part-one.html": "<p>A part</p>\n",
}
"""Files that come and go."""


class Script:
    """One archive, edited at random; `seed` decides everything."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.site = Site(folder / "archive", FILES, lenient=True)
        self.outs = (folder / "one", folder / "two")
        self.clean = folder / "clean"
        self.done: list[str] = []
        """What was done, for the message of a test."""

    def path(self, name: str) -> Path:
        """Return a file of the archive."""
        return self.site.root / name

    def edit(self) -> None:
        """Do one thing to the archive or to what was built of it."""
        deed = self.chance.choices(
            (
                self.turn,
                self.spare,
                self.swap,
                self.lose,
                self.move,
                self.touch,
                self.harm,
                self.cut,
            ),
            (12, 4, 3, 2, 1, 1, 4, 1),
        )[0]
        deed()

    def turn(self) -> None:
        """Turn one of the toggles round, now and then without any change of size and time."""
        name, one, other = self.chance.choice(TOGGLES)
        place = self.path(name)
        if not place.exists():
            return
        text = place.read_text(encoding="utf-8")
        new = text.replace(one, other, 1) if one in text else text.replace(other, one, 1)
        if other == "" and one not in text:
            new = text + one
        self.rewrite(place, new)
        self.done.append(f"turn {name}: {one!r} / {other!r}")

    def rewrite(self, place: Path, text: str) -> None:
        """Write a file in place or by a rename; its time may stay, or go back."""
        old = place.stat()
        if self.chance.random() < 0.3:
            draft = place.with_suffix(".swp")
            draft.write_text(text, encoding="utf-8")
            draft.replace(place)
        else:
            place.write_text(text, encoding="utf-8")
        luck = self.chance.random()
        if luck < 0.15:
            os.utime(place, ns=(old.st_atime_ns, old.st_mtime_ns))
            self.done.append("(same time)")
        elif luck < 0.3:
            os.utime(place, (1_000_000_000, 1_000_000_000))
            self.done.append("(an old time)")

    def spare(self) -> None:
        """Let one of the spare files come or go."""
        name = self.chance.choice(sorted(SPARE))
        place = self.path(name)
        if place.exists():
            place.unlink()
        else:
            self.site.write(name, SPARE[name])
        self.done.append(f"spare {name}")

    def swap(self) -> None:
        """Put one word of a file in the place of another of the same length."""
        place = self.chance.choice(self.files())
        words = place.read_text(encoding="utf-8").split(" ")
        at = self.chance.randrange(len(words))
        alike = [word for word in words if len(word) == len(words[at])]
        words[at] = self.chance.choice(alike)
        self.rewrite(place, " ".join(words))
        self.done.append(f"swap in {place.name}: word {at}")

    def lose(self) -> None:
        """Delete a file, or bring all that were deleted back."""
        gone = [name for name in FILES if not self.path(name).exists()]
        if gone:
            for name in gone:
                self.site.write(name, FILES[name])
            self.done.append(f"bring back {gone}")
            return
        name = self.chance.choice([name for name in FILES if name != "site.yaml"])
        self.path(name).unlink()
        self.done.append(f"delete {name}")

    def move(self) -> None:
        """Move a seed into another folder, or rename an article."""
        place = self.chance.choice(sorted(self.path("seeds").rglob("*.txt")))
        folder = self.path("seeds") / self.chance.choice(("", "a", "b"))
        folder.mkdir(exist_ok=True)
        name = place.name if self.chance.random() < 0.7 else f"{place.stem}-x.txt"
        place.rename(folder / name)
        self.done.append(f"move {place.name} to {folder.name}/{name}")

    def touch(self) -> None:
        """Change the time of a file and nothing else."""
        place = self.chance.choice(self.files())
        os.utime(place)
        self.done.append(f"touch {place.name}")

    def harm(self) -> None:
        """Damage what was built, or what is remembered."""
        deeds: tuple[Callable[[], None], ...] = (
            self.harm_page,
            self.harm_page,
            self.harm_memory,
            lambda: shutil.rmtree(self.path(".backfile"), ignore_errors=True),
            lambda: shutil.rmtree(self.outs[0], ignore_errors=True),
        )
        number = self.chance.randrange(len(deeds))
        deeds[number]()
        self.done.append(f"harm {number}")

    def harm_page(self) -> None:
        """Edit or delete a file of the site by hand."""
        pages = sorted(place for place in self.outs[0].rglob("*.html"))
        if not pages:
            return
        place = self.chance.choice(pages)
        if self.chance.random() < 0.5:
            place.unlink()
        else:
            place.write_text("by hand", encoding="utf-8")
        self.done.append(f"by hand: {place}")

    def harm_memory(self) -> None:
        """Change a byte in what is remembered, or cut it short."""
        files = sorted(place for place in self.path(".backfile").rglob("*") if place.is_file())
        if not files:
            return
        place = self.chance.choice(files)
        data = bytearray(place.read_bytes())
        if self.chance.random() < 0.5 or not data:
            data = data[: len(data) // 2]
        else:
            data[self.chance.randrange(len(data))] ^= 1 << self.chance.randrange(8)
        place.write_bytes(bytes(data))

    def cut(self) -> None:
        """Kill a build in the middle."""
        child = os.fork()
        if not child:
            build_killed_at(self.options(self.outs[0]), self.chance.randrange(60))
        os.waitpid(child, 0)
        self.done.append("kill a build")

    def files(self) -> list[Path]:
        """Return the files of the archive."""
        folders = ("seeds", "content")
        found = [place for name in folders for place in self.path(name).rglob("*.*")]
        return sorted(place for place in found if place.is_file())

    def options(self, out: Path, *, remember: bool = True) -> Options:
        """Return the options of a build."""
        return Options(self.site.root, out, lenient=True, search=False, remember=remember)

    def built(self) -> Built:
        """Build with all that is remembered, now and then into another folder first."""
        if self.chance.random() < 0.2:
            build_site(self.options(self.outs[1]))
            self.done.append("build two")
        self.done.append("build")
        return build_site(self.options(self.outs[0]))

    def check(self) -> None:
        """Compare what is built with what a build without memory gives."""
        built = self.built()
        shutil.rmtree(self.clean, ignore_errors=True)
        fresh = build_site(self.options(self.clean, remember=False))
        assert built.problems == fresh.problems, self.done
        assert built.stopped == fresh.stopped, self.done
        if not fresh.stopped:
            assert tree_of(self.outs[0]) == tree_of(self.clean), self.done


def build_killed_at(options: Options, count: int) -> None:
    """Build, and end this process at the file number `count` that is staged."""
    from backfile.staging import Stage

    put, done = Stage.put, 0

    def counted(stage: Stage, path: str, data: bytes) -> bool:
        nonlocal done
        done += 1
        if done > count:
            os._exit(1)
        return put(stage, path, data)  # type: ignore[arg-type]

    Stage.put = counted  # type: ignore[assignment,method-assign]
    build_site(options)
    os._exit(0)
