"""docs/templates.md names every template, every field of every view, every filter."""

import re
from pathlib import Path

import msgspec
import pytest

from backfile import views, views_lists, views_pages
from backfile.plan import VIEWS
from backfile.templates import filters_for

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/templates.md").read_text("utf-8")


def structs() -> list[type]:
    """Return every view struct and named tuple that templates are given."""
    found = []
    for module in (views, views_pages, views_lists):
        for thing in vars(module).values():
            if not isinstance(thing, type) or thing.__module__ != module.__name__:
                continue
            if issubclass(thing, msgspec.Struct | tuple) and thing.__name__ != "PageView":
                found.append(thing)
    return found


def fields_of(thing: type) -> list[str]:
    if issubclass(thing, msgspec.Struct):
        return [field.name for field in msgspec.structs.fields(thing)]
    return list(getattr(thing, "_fields", ()))


@pytest.mark.parametrize("thing", structs(), ids=lambda thing: thing.__name__)
def test_every_field_of_a_view_is_documented(thing):
    part = re.split(rf"^#+ (?:\S+: )?{thing.__name__}$", PAGE, maxsplit=1, flags=re.MULTILINE)
    assert len(part) == 2, f"{thing.__name__} has no heading"
    section = re.split(r"^#+ ", part[1], maxsplit=1, flags=re.MULTILINE)[0]
    known = section + PAGE.split("## Values inside views")[0].split("### ")[0]
    missing = [name for name in fields_of(thing) if f"`{name}`" not in known]
    assert missing == []


def test_every_template_is_documented_and_every_view_has_one():
    templates = {p.name for p in (ROOT / "templates").glob("*.html")}
    assert {view.template for view in VIEWS.values()} <= templates
    assert [name for name in sorted(templates) if f"`{name}`" not in PAGE] == []


def test_every_filter_is_documented():
    filters = filters_for("en", {})
    assert [name for name in sorted(filters) if f"`{name}`" not in PAGE] == []
