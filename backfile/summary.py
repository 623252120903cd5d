"""What a run on GitHub tells on its page: every problem, and how large the site is.

It is Markdown, and is added to the file that GitHub names in GITHUB_STEP_SUMMARY. The limits are
those of GitHub Pages and of GitHub's repositories, as told in docs/publishing.md.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from backfile.problems import Severity
from backfile.report import as_text, in_order, summary
from backfile.yamldata import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from backfile.problems import Problem

MEGABYTE = 1000**2
LARGEST_SITE = 1000 * MEGABYTE
"""Bytes of a site on GitHub Pages."""
LARGEST_SOURCE = 100 * MEGABYTE
"""Bytes of one file in a repository."""
NEAR = 0.8
"""The part of a limit from which on it is time to act."""
MOST_PARTS = 6
"""How many parts of the site are listed by size."""
LONGEST = 900_000
"""Bytes of problems in a summary; GitHub drops one of more than 1 MiB."""
SOURCES = ("seeds", "content", "templates", "assets")
HEADINGS = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Advice"}


class Measure(NamedTuple):
    """How large a folder is."""

    size: int
    """Bytes of all files."""
    files: int
    largest: str
    """The path of the largest file; empty for no files."""
    largest_size: int
    parts: tuple[tuple[str, int], ...]
    """The folders at its top with their bytes, the largest first; `.` is for the files there."""


def summary_of(title: str, problems: Iterable[Problem], lines: Iterable[str]) -> str:
    """Return a summary: title, lines (each a paragraph), then all problems as a terminal has them.

    Problems beyond what GitHub takes are counted.
    """
    every = in_order(problems)
    paragraphs = [f"## {title}", *lines, f"### Problems\n\n{summary(every).capitalize()}."]
    room = LONGEST
    for severity, heading in HEADINGS.items():
        texts = [as_text([problem]) for problem in every if problem.severity is severity]
        if texts:
            kept = fitting(texts, room)
            room -= sum(len(text.encode()) for text in kept)
            block = fenced("\n".join(kept))
            if len(kept) < len(texts):
                block += f"\n\n{len(texts) - len(kept):,} more are not shown here."
            paragraphs.append(folded(heading, len(texts), block, severity))
    return "\n\n".join(paragraphs) + "\n\n"


def fitting(texts: list[str], room: int) -> list[str]:
    """Return as many texts from the start as have room, in bytes."""
    kept = []
    for text in texts:
        room -= len(text.encode())
        if room < 0:
            break
        kept.append(text)
    return kept


def folded(heading: str, count: int, block: str, severity: Severity) -> str:
    """Return a part of the summary that opens on a click; errors stand open."""
    state = " open" if severity is Severity.ERROR else ""
    return f"<details{state}><summary>{heading}: {count:,}</summary>\n\n{block}\n\n</details>"


def fenced(text: str) -> str:
    """Return text as a block of code, whatever stands in it."""
    runs = [len(run) for run in re.findall("`{3,}", text)]
    fence = "`" * (max(runs, default=2) + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def size_lines(site: Path, out: Path) -> tuple[str, ...]:
    """Return what a summary tells of the size of a site and of its sources, beside the limits."""
    built = measured(out)
    sources = [measured(site / part) for part in SOURCES]
    source = max(sources, key=lambda part: part.largest_size)
    folder = SOURCES[sources.index(source)]
    rows = [
        ("the site", "", built.size, LARGEST_SITE, "GitHub Pages"),
        ("the largest file of the site", f"`{built.largest}`", built.largest_size, 0, ""),
        (
            "the largest source",
            f"`{folder}/{source.largest}`" if source.largest else "",
            source.largest_size,
            LARGEST_SOURCE,
            "a repository",
        ),
    ]
    lines = ["### Size", "\n".join(["| | | bytes | limit | |", "|-|-|-:|-|-|", *map(row, rows)])]
    parts = ", ".join(f"`{name}` {in_words(size)}" for name, size in built.parts[:MOST_PARTS])
    lines.append(f"{built.files:,} files. The most is in {parts}." if parts else "No files.")
    if any(limit and size > NEAR * limit for _, _, size, limit, _ in rows):
        lines.append("**This is near a limit, or over it:** see docs/publishing.md, Limits.")
    return tuple(lines)


def row(cells: tuple[str, str, int, int, str]) -> str:
    """Return one row of the table of sizes."""
    what, where, size, limit, whose = cells
    share = f"{size / limit:.1%} of {in_words(limit)}" if limit else ""
    return f"| {what} | {where.replace('|', '')} | {in_words(size)} | {share} | {whose} |"


def in_words(size: int) -> str:
    """Return a number of bytes as people read it: `1.2 MB`."""
    if size < MEGABYTE:
        return f"{size / 1000:.1f} kB"
    return f"{size / MEGABYTE:,.{0 if size % MEGABYTE == 0 else 1}f} MB"


def measured(folder: Path) -> Measure:
    """Return how large the files of a folder are; hidden ones are not published and not counted."""
    parts: Counter[str] = Counter()
    size = files = largest_size = 0
    largest = ""
    for path, length in sorted(sizes_below(folder)):
        head, slash, _ = path.partition("/")
        parts[f"{head}/" if slash else "."] += length
        size += length
        files += 1
        if length > largest_size:
            largest, largest_size = path, length
    ordered = sorted(parts.items(), key=lambda part: (-part[1], part[0]))
    return Measure(size, files, largest, largest_size, tuple(ordered))


def sizes_below(folder: Path) -> Iterable[tuple[str, int]]:
    """Yield the path and the bytes of every file that is not hidden, in no order."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                path = os.path.join(place, name)  # noqa: PTH118  (sites have many files)
                yield os.path.relpath(path, folder).replace(os.sep, "/"), os.lstat(path).st_size


def address_line(site: Path, base_url: str | None) -> tuple[str, ...]:
    """Return a remark when `site.yaml` names another address than the one that was built for."""
    if not base_url:
        return ()
    try:
        data = load_yaml((site / "site.yaml").read_bytes(), "site.yaml").data
    except OSError:
        return ()
    written = data.get("url") if isinstance(data, dict) else None
    if not isinstance(written, str) or written.rstrip("/") == base_url.rstrip("/"):
        return ()
    remark = (
        f"`site.yaml` says `url: {written}`, but this site is published at `{base_url}`, and its"
        " absolute addresses begin so. Write the second address into `site.yaml`."
    )
    return (remark,)


def add_to(file: Path, text: str) -> None:
    """Add a summary to a file, which may hold others already; raises `OSError`."""
    with file.open("a", encoding="utf-8", newline="\n") as summaries:
        summaries.write(text)
