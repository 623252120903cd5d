"""Every row of fixtures/names.yaml: how names become mentions, rule by rule."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.anchoring import anchored, codes, place_of, seed_of

FIXTURE = Path(__file__).parent / "fixtures" / "names.yaml"
ROWS = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row["rule"] for row in ROWS])
def test_a_row_of_the_names_table_holds(row):
    seed = row.get("seed") or f"T\n\n{row['text']}"
    result = anchored(
        seed,
        row.get("sidecar"),
        row["entities"],
        article=row.get("article", "a"),
        lang=row.get("lang", "en"),
    )
    text = seed_of(result)
    found = [(m.span.start, m.span.end, m.entity) for m in result.article.mentions]
    wanted = []
    for expected in row["expect"]:
        place, _, entity = expected.rpartition("=")
        wanted.append((*place_of(text, place), entity))
    assert found == wanted
    if "how" in row:
        assert [m.how for m in result.article.mentions] == row["how"]
    said = [code for code in codes(result) if code != "anchored-normalised"]
    assert said == sorted(row.get("problems", []))
