"""The dumps of /data/: their columns are a public interface."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from backfile.dump_columns import FILES
from backfile.dumps import field
from tests.sites import Site

ARCHIVE = {
    "site.yaml": "title: T\nurl: https://example.org/\n",
    "seeds/a.txt": "A\n\nAna Ruiz met Ben Cole. They spoke.\n\nBen Cole left.\n",
    "seeds/b.txt": "B\n\n=Sum of it.\n",
    "content/articles/a.yaml": """published: 2023-05-24
x-box: 7
links: [{rel: follows, to: b, note: "So it is said, \\"here\\"."}]
threads: [story]
annotations:
  - {id: q, type: quotation, at: They spoke, speaker: ana, x-page: 3}
  - {id: c, type: claim, at: Ben Cole left, claim: ben-left, speaker: ana}
  - {id: e, type: event, name: The meeting, when: 2023-05-23, at: met}
""",
    "content/articles/b.yaml": "mentions:\n  fix: [{at: =Sum, is: ana}]\n",
    "content/entities/all.yaml": (
        "entities:\n  ana: {type: person, name: Ana Ruiz, ids: {x-no: 1}}\n"
        "  ben: {type: person, name: Ben Cole}\n"
    ),
    "content/claims/all.yaml": "claims:\n  ben-left: {text: Ben left., about: [ben]}\n",
    "content/threads/story.md": "---\ntitle: The story\n---\nText.\n",
}


def rows(site: Site, name: str) -> list[dict[str, Any]]:
    text = (site.out / "data" / name).read_bytes().decode()
    if name.endswith(".csv"):
        return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""))]
    return [json.loads(line) for line in text.splitlines()]


def test_every_dump_has_its_documented_columns(tmp_path):
    site = Site(tmp_path, ARCHIVE)
    assert site.problems == []
    for name, file in FILES.items():
        found = rows(site, name)
        assert found, name
        columns = [column for column, _ in file.columns]
        for row in found:
            assert [key for key in row if not key.startswith("x-")] == columns, name


def test_mentions_have_the_seeds_wording_and_no_formula(tmp_path):
    site = Site(tmp_path, ARCHIVE)
    assert site.problems == []
    text = (site.out / "data/mentions.csv").read_text("utf-8")
    assert text.split("\n")[0] == "article,entity,start,end,text,paragraph,how"
    found = rows(site, "mentions.csv")
    assert [(r["article"], r["entity"], r["start"], r["text"], r["how"]) for r in found] == [
        ("a", "ana", "3", "Ana Ruiz", "auto"),
        ("a", "ben", "16", "Ben Cole", "auto"),
        ("a", "ben", "39", "Ben Cole", "auto"),
        ("b", "ana", "3", "'=Sum", "fix"),
    ]


def test_free_keys_travel_and_offsets_are_those_of_the_seed(tmp_path):
    site = Site(tmp_path, ARCHIVE)
    assert site.problems == []
    [article] = [row for row in rows(site, "articles.jsonl") if row["id"] == "a"]
    assert article["x-box"] == "7"
    quotation = next(row for row in rows(site, "annotations.jsonl") if row["id"] == "q")
    assert quotation["annotation"]["x-page"] == "3"
    seed = ARCHIVE["seeds/a.txt"]
    assert seed[quotation["start"] : quotation["end"]] == "They spoke"
    [claim] = rows(site, "claims.jsonl")
    assert claim["ledger"] == [
        {"article": "a", "annotation": "c", "stance": "asserts", "speakers": ["ana"], "said": None}
    ]


def test_no_field_is_taken_for_a_formula():
    assert [field(text) for text in ("=1", "+1", "-1", "@x", "\tx", "\rx", "x=1", None)] == [
        *("'=1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "x=1", "")
    ]


def test_the_documentation_names_every_file_and_column():
    page = (Path(__file__).parent.parent / "docs/data.md").read_text("utf-8")
    for name, file in FILES.items():
        part = page.split(f"## `{name}`\n")[1].split("\n## ")[0]
        for column, meaning in file.columns:
            assert f"| `{column}` | {meaning} |" in part
