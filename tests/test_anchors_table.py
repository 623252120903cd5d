"""Every row of fixtures/anchors.yaml: what an anchor means, rule by rule."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.anchoring import anchored, codes, passages, place_of, seed_of

FIXTURE = Path(__file__).parent / "fixtures" / "anchors.yaml"
ROWS = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row["rule"] for row in ROWS])
def test_a_row_of_the_anchors_table_holds(row):
    rules = {key: row[key] for key in ("hide", "paragraphs", "readings") if key in row}
    note = {"type": "note", "at": row["at"], "body": "?"}
    result = anchored(row["seed"], {"text": rules, "annotations": [note]})
    said = [code for code in codes(result) if code != "anchored-normalised"]
    if "problem" in row:
        assert said == [row["problem"]]
        return
    assert said == ([row["info"]] if "info" in row else [])
    (passage,) = passages(result)
    assert passage.span == place_of(seed_of(result), row["expect"])
