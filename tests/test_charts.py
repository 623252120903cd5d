"""Charts: what they draw, where they draw it, and what they say of themselves."""

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from backfile.bands import MOST_LANES, MOST_MARKS, Mark, band, lanes_of, where
from backfile.charts import (
    MOST_LINKED,
    NODES_WIDTH,
    Drawing,
    around,
    columns,
    network,
    shortened,
    without_gaps,
)
from backfile.letters import letter_id, letter_of, name_key
from backfile.views import Count, MomentRow, Ref
from backfile.views_pages import TogetherRow

PLAIN = Drawing("c", "Articles", "From 2020 to 2023.")
MIRRORED = PLAIN._replace(rtl=True)


def years(**counts: int) -> list[Count]:
    return [Count(year[1:], f"{year[1:]}/", count) for year, count in counts.items()]


def drawn(rows: list[Count], drawing: Drawing = PLAIN) -> str:
    return columns(rows, drawing, lambda address: f"../{address}", str, str)


def moment(when: str, text: str = "It rained", kind: str = "event") -> MomentRow:
    return MomentRow(
        when=when,
        day="",
        month="",
        kind=kind,
        text=text,
        what=None,
        address="",
        article=None,
        event=None,
        threads=(),
    )


def banded(*moments: MomentRow, drawing: Drawing = PLAIN) -> str:
    ticks = [("2023-01-01", "Jan", ""), ("2023-05-01", "May", "m-2023-05")]
    return band(moments, "2023-01-01", "2023-12-31", ticks, drawing, lambda row: row.text)


def together(*names: str) -> list[TogetherRow]:
    return [
        TogetherRow(entity=Ref(name, f"entities/{n}/", "person"), count=n + 1, passages=())
        for n, name in enumerate(names)
    ]


def test_years_without_anything_are_gaps():
    assert [(row.text, row.count) for row in without_gaps(years(y2020=1, y2023=4))] == [
        ("2020", 1),
        ("2021", 0),
        ("2022", 0),
        ("2023", 4),
    ]


def test_months_go_on_over_the_end_of_a_year():
    rows = [Count("2022-11", "", 1), Count("2023-02", "", 1)]
    assert [row.text for row in without_gaps(rows)] == ["2022-11", "2022-12", "2023-01", "2023-02"]


def test_very_many_years_are_drawn_without_gaps():
    assert len(without_gaps(years(y1023=1, y2023=4))) == 2


@given(st.dictionaries(st.integers(1900, 2100).map(str), st.integers(1, 9), min_size=1))
def test_gaps_change_no_number(counts):
    rows = without_gaps([Count(year, "x/", count) for year, count in counts.items()])
    assert {row.text: row.count for row in rows if row.count} == counts
    assert [row.text for row in rows] == sorted({row.text for row in rows})


def test_a_chart_has_a_title_a_description_and_no_style():
    svg = drawn(years(y2020=1, y2023=4))
    assert 'aria-labelledby="c-t" aria-describedby="c-d"' in svg
    assert '<title id="c-t">Articles</title><desc id="c-d">From 2020 to 2023.</desc>' in svg
    assert "style" not in svg


def test_columns_link_and_say_their_number():
    svg = drawn(years(y2020=1, y2023=4))
    assert re.findall(r'<a href="([^"]*)"><title>([^<]*)</title>', svg) == [
        ("../2020/", "2020: 1"),
        ("../2023/", "2023: 4"),
    ]
    assert svg.count("<rect") == 2


def test_columns_too_narrow_to_touch_do_not_link():
    svg = drawn([Count(str(2000 + n), "x/", 1) for n in range(MOST_LINKED + 1)])
    assert "<a " not in svg
    assert svg.count("<rect") == MOST_LINKED + 1


def test_from_right_to_left_the_first_column_stands_on_the_right():
    def places(svg: str) -> list[float]:
        return [float(x) for x in re.findall(r'<rect x="([\d.]+)%"', svg)]

    rows = years(y2020=1, y2021=1)
    assert places(drawn(rows)) == [5, 55]
    assert places(drawn(rows, MIRRORED)) == [55, 5]


def test_nothing_is_drawn_of_nothing():
    assert drawn([]) == ""
    assert banded() == ""


def test_a_network_leads_to_those_around():
    svg = network("Ana", together("Bo", "Cy"), [(0, 1, 2)], PLAIN, lambda a: f"../../{a}")
    assert 'data-type="person" href="../../entities/0/"' in svg
    assert ">Ana</text>" in svg
    assert svg.count("<a ") == 2
    assert svg.count('class="tie"') == 1


def test_a_name_too_long_is_cut_and_told_in_full():
    name = "The Ministry of Foreign Affairs"
    svg = network("Ana", together(name), [], PLAIN, str)
    assert f"<title>{name}</title>" in svg
    assert f">{shortened(name)}</text>" in svg
    assert shortened(name).endswith("…")
    assert shortened("وزارة الموارد المائية والري").endswith("…\u200f")
    assert shortened("美光科技") == "美光科技"
    assert len(shortened("中华人民共和国国家互联网信息办公室")) <= 10


def test_hostile_names_are_escaped():
    svg = network("<b>", together('"><script>'), [], PLAIN, str)
    svg += banded(moment("2023-05-01", "<script>")) + drawn(years(y2020=1), Drawing("c", "<i>", ""))
    assert re.findall(r"<(?:script|b|i)>", svg) == []


@given(st.integers(1, 20), st.booleans())
def test_those_around_stand_apart_and_inside(count, rtl):
    places, height = around(count, rtl)
    assert len(places) == count
    assert all(0 < x < NODES_WIDTH and 0 < y < height for x, y, _ in places)
    for side in ("start", "end"):
        levels = sorted(y for _, y, own in places if own == side)
        assert all(b - a >= 24 for a, b in itertools.pairwise(levels))


def test_a_day_is_a_dot_and_a_longer_time_a_bar():
    svg = banded(moment("2023-05-22"), moment("2023-03-01/2023-06-01"))
    assert svg.count("<circle") == 1
    assert svg.count("<rect") == 1
    assert "rough" not in svg


def test_what_is_dated_roughly_is_drawn_as_such():
    for when in ("2023-05", "2023-05-20~", "2023?", "2023"):
        assert 'class="event rough"' in banded(moment(when)), when


def test_only_months_with_moments_are_linked():
    svg = banded(moment("2023-05-22"))
    assert re.findall(r'<a href="([^"]*)"', svg) == ["#m-2023-05"]


def test_too_many_moments_to_tell_apart_are_not_drawn():
    assert banded(*[moment("2023-05-22")] * (MOST_MARKS + 1)) == ""


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.3)), max_size=60))
def test_marks_of_a_lane_do_not_touch(spans):
    marks = [Mark(n, a, a + b, "event", False, "") for n, (a, b) in enumerate(sorted(spans))]
    lanes = lanes_of(marks)
    for lane in range(MOST_LANES - 1):
        own = [mark for mark, at in zip(marks, lanes, strict=True) if at == lane]
        assert all(a.end < b.start for a, b in itertools.pairwise(own))


def test_a_day_outside_of_a_band_stands_at_its_edge():
    assert where("2022-01-01", "2023-01-01", "2023-12-31") == 0
    assert where("2024-01-01", "2023-01-01", "2023-12-31") == 1


def test_letters_go_without_accents_and_signs():
    assert [
        letter_of(name) for name in ("élan", "“Zed”", "3M", "한국", "美光", "الوادي", "!!")
    ] == [
        *("E", "Z", "0–9", "ㅎ", "字", "ا", "…"),
    ]
    assert letter_id("E") == "l-e"
    assert letter_id("ا") == "l-627"


@given(st.lists(st.text(min_size=1, max_size=6)))
def test_names_in_order_have_each_letter_once(names):
    letters = [letter_of(name) for name in sorted(names, key=name_key)]
    runs = [
        letter for place, letter in enumerate(letters) if letters[place - 1 : place] != [letter]
    ]
    assert len(runs) == len(set(runs))
