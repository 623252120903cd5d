"""Dates: the forms that are read, and the form that is proposed for one that is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.dates import day_of, nearest_form, parse_date

READ = [
    # written, earliest, latest, precision
    ("2023", "2023-01-01", "2023-12-31", "year"),
    ("0001", "0001-01-01", "0001-12-31", "year"),
    ("9999", "9999-01-01", "9999-12-31", "year"),
    ("202X", "2020-01-01", "2029-12-31", "decade"),
    ("1989~", "1989-01-01", "1989-12-31", "year"),
    ("1989?", "1989-01-01", "1989-12-31", "year"),
    ("199X~", "1990-01-01", "1999-12-31", "decade"),
    ("2023-05", "2023-05-01", "2023-05-31", "month"),
    ("2023-02", "2023-02-01", "2023-02-28", "month"),
    ("2024-02", "2024-02-01", "2024-02-29", "month"),
    ("2023-05~", "2023-05-01", "2023-05-31", "month"),
    ("2023-05?", "2023-05-01", "2023-05-31", "month"),
    ("2023-XX", "2023-01-01", "2023-12-31", "year"),
    ("2023-XX?", "2023-01-01", "2023-12-31", "year"),
    ("2023-05-24", "2023-05-24", "2023-05-24", "day"),
    ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
    ("2023-05-24~", "2023-05-24", "2023-05-24", "day"),
    ("2023-05-24T14:00:00Z", "2023-05-24", "2023-05-24", "time"),
    ("2023-05-24T14:00:00+08:00", "2023-05-24", "2023-05-24", "time"),
    ("2023-05-24T23:30:00-05:00", "2023-05-24", "2023-05-24", "time"),
    ("2023-05-24T00:00:00+14:00", "2023-05-24", "2023-05-24", "time"),
    ("2023-05-24T14:00:00Z?", "2023-05-24", "2023-05-24", "time"),
    ("2023-05-21/2023-05-24", "2023-05-21", "2023-05-24", "day"),
    ("2015-07-14/2015-09-01", "2015-07-14", "2015-09-01", "day"),
    ("2022/2023", "2022-01-01", "2023-12-31", "year"),
    ("2023/2023-05", "2023-01-01", "2023-05-31", "year"),
    ("2023-05-21/..", "2023-05-21", "", "day"),
    ("../1912", "", "1912-12-31", "year"),
    ("../1912-03-05", "", "1912-03-05", "day"),
    ("1912~/1920?", "1912-01-01", "1920-12-31", "year"),
]
REFUSED = [
    *("", " ", "24 May 2023", "May 2023", "2023/05/24", "2023-5-24", "2023-05-4", "23-05-24"),
    *("2023-02-30", "2023-02-29", "2023-13", "2023-00", "2023-05-00", "2023-05-32", "0000"),
    *("20XX", "2XXX", "XXXX", "202x", "2023-05-XX", "2023-XX-05", "202X-05", "2023-5X"),
    *("2023~?", "2023%", "~2023", "2023 ~", "2023-05-24T14:00:00", "2023-05-24T14:00Z"),
    *("2023-05-24T24:00:00Z", "2023-05-24T14:60:00Z", "2023-05-24T14:00:00+15:00"),
    *("2023-05-24 14:00:00Z", "2023-05-24T14:00:00.5Z", "2023-05-24T14:00:00z"),
    *("2023-05-24/2023-05-21", "../..", "/", "2023/", "/2023", "2023-05-21/2023-05-24/2024"),
    *("2023-05-21/", "2023 / 2024", "20230524", "-0044", "+2023", "２０２３", "12023", "today"),
    *("2023-05-24\n", "2023-W21", "..", "2023--05"),
]
MEANT = [
    ("24 May 2023", "2023-05-24"),
    ("May 24, 2023", "2023-05-24"),
    ("24. Mai 2023", "2023-05-24"),
    ("24 de mayo de 2023", "2023-05-24"),
    ("May 2023", "2023-05"),
    ("2023/05/24", "2023-05-24"),
    ("2023.05.24", "2023-05-24"),
    ("24.05.2023", "2023-05-24"),
    ("05/24/2023", "2023-05-24"),
    ("05/06/2023", "2023"),
    ("20230524", "2023-05-24"),
    ("2023-5-4", "2023-05-04"),
    ("2023年5月24日", "2023-05-24"),
    ("2023-05-24 14:00", "2023-05-24"),
    ("2023-05-24T14:00:00", "2023-05-24"),
    ("2023-02-30", "2023-02"),
    ("2023-13", "2023"),
    ("c. 1912", "1912~"),
    ("ca 1912", "1912~"),
    ("circa May 1912", "1912-05~"),
    ("1912 (?)", "1912?"),
    ("the 1990s", "199X"),
    ("2023–2024", "2023/2024"),
    ("1912-1920", "1912/1920"),
    ("21 May 2023 to 24 May 2023", "2023-05-21/2023-05-24"),
    ("2023-05-24/2023-05-21", "2023-05-21/2023-05-24"),
    ("before 1912", "../1912"),
    ("since 2020", "2020/.."),
    ("2020-", "2020/.."),
    ("2023-05-24", "2023-05-24"),
    ("today", ""),
    ("May", ""),
    ("99", ""),
    ("", ""),
]


@pytest.mark.parametrize(("written", "earliest", "latest", "precision"), READ)
def test_a_known_form_means_its_first_and_its_last_day(written, earliest, latest, precision):
    when = parse_date(written)
    assert when is not None
    assert (when.earliest, when.latest, when.precision) == (earliest, latest, precision)
    assert when.text == written


@pytest.mark.parametrize("written", REFUSED)
def test_anything_else_is_no_date(written):
    assert parse_date(written) is None
    assert day_of(written) == ""


@pytest.mark.parametrize(("written", "meant"), MEANT)
def test_the_nearest_form_is_proposed(written, meant):
    assert nearest_form(written) == meant


def test_the_marks_say_how_sure_a_date_is():
    about, doubtful, plain = parse_date("2023~"), parse_date("2023?"), parse_date("2023")
    assert about
    assert about.approximate
    assert not about.uncertain
    assert doubtful
    assert doubtful.uncertain
    assert not doubtful.approximate
    assert plain
    assert not plain.approximate
    assert not plain.uncertain


def test_an_interval_keeps_its_two_ends():
    when = parse_date("1912~/1920?")
    assert when
    assert when.is_interval
    assert when.start
    assert when.end
    assert (when.start.text, when.end.text) == ("1912~", "1920?")
    assert when.approximate
    assert when.uncertain


def test_lists_go_by_the_earliest_day_that_is_written():
    assert day_of("2023-05-21/2023-05-24") == "2023-05-21"
    assert day_of("../1912") == "1912-01-01"
    assert day_of("2023-05-24T23:30:00-05:00") == "2023-05-24"
    assert day_of(None) == ""


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_and_a_guess_is_always_a_date(text):
    parse_date(text)
    guess = nearest_form(text)
    assert guess == "" or parse_date(guess) is not None


@given(st.dates(), st.sampled_from(["", "~", "?"]))
def test_every_day_of_the_calendar_is_read(day, mark):
    assert day_of(day.isoformat() + mark) == day.isoformat()
