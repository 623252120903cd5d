"""What the keys of one mapping must be together: anchors, sources, statuses (docs/format.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from backfile.checks import Sink, given
from backfile.shapes import (
    ArticleLink,
    At,
    Citation,
    Fix,
    Hide,
    Party,
    Reading,
    Words,
)
from backfile.shapes_annotations import Happening, Remark
from backfile.shapes_registers import Alias, Assessment, ClaimEntry, EntityEntry, ThreadFront

if TYPE_CHECKING:
    from backfile.problems import Keys

Rule: TypeAlias = Callable[[dict[str, Any], dict[str, Any], "Keys", Sink], bool]
"""Takes a mapping as written and as cleaned; tells whether it breaks the rule."""

ITEMS = (Remark, ArticleLink, Fix, Citation, Hide, Reading)
"""What is left out of its list when it is faulty; any other faulty item spoils its list."""

UNITS = (*ITEMS, At, Words, Party, Alias, Assessment, EntityEntry, ClaimEntry)
"""What is faulty as a whole when a part of it is."""

ANCHOR_FORMS = (
    'the forms are {quote: …, in: …}, {quote: …, before: "…", after: "…"}, {quote: …, nth: 2}, '
    "{from: …, until: …}, {para: p-…}"
)


def anchor_rule(data: dict[str, Any], clean: dict[str, Any], keys: Keys, sink: Sink) -> bool:
    """Tell whether an anchor's keys make none of its forms."""
    return bool(anchor_fault(data, keys, sink))


def anchor_fault(data: dict[str, Any], keys: Keys, sink: Sink) -> bool:
    """Report keys that do not make one of the forms of an anchor."""
    if not any(given(data, key) for key in ("quote", "from", "until", "para", *QUOTE_ONLY)):
        sink.add("anchor-empty", "the anchor is empty", keys, ANCHOR_FORMS)
        return True
    blank = [key for key in ("quote", "from", "until", "in") if is_blank(data.get(key))]
    if blank:
        sink.add("anchor-empty", f"`{blank[0]}` is empty", (*keys, blank[0]), ANCHOR_FORMS)
        return True
    wrong = contradiction(data)
    if wrong:
        sink.add("anchor-incomplete", wrong, keys, ANCHOR_FORMS)
    return bool(wrong)


def is_blank(value: Any) -> bool:
    """Tell whether a value is text without words."""
    return isinstance(value, str) and not value.strip()


QUOTE_ONLY = ("in", "before", "after", "nth")


def contradiction(data: dict[str, Any]) -> str:
    """Say why an anchor's keys do not fit together; empty when they do."""
    heads = [key for key in ("quote", "from", "para") if given(data, key)]
    if len(heads) > 1:
        return f"`{heads[0]}` and `{heads[1]}` stand together; an anchor has one of them"
    if given(data, "until") and not given(data, "from"):
        return "`until` needs `from`"
    if given(data, "from") and not given(data, "until"):
        return "`from` needs `until`"
    extra = [key for key in QUOTE_ONLY if given(data, key)]
    return f"`{extra[0]}` needs `quote`" if extra and not given(data, "quote") else ""


def hide_rule(data: dict[str, Any], clean: dict[str, Any], keys: Keys, sink: Sink) -> bool:
    """Tell whether an entry of `hide` has no anchor, or two."""
    own = [key for key in ("quote", "from", "until", "para", *QUOTE_ONLY) if given(data, key)]
    if isinstance(data.get("at"), str):
        # Beside plain words these keys say which of their places is meant.
        own = [key for key in own if key not in QUOTE_ONLY]
    if "at" in data and own:
        message = f"`at` and `{own[0]}` stand together; give one anchor"
        sink.add("anchor-incomplete", message, keys, ANCHOR_FORMS)
        return True
    if "at" not in data and not own:
        message = "this entry does not say what to hide"
        sink.add("anchor-incomplete", message, keys, "write {at: the words, why: site-furniture}")
        return True
    inner = data.get("at")
    counted = given(data, "nth") or (isinstance(inner, dict) and given(inner, "nth"))
    if counted and clean.get("every"):
        message = "`nth` and `every` stand together; give one of them"
        sink.add("anchor-incomplete", message, keys)
        return True
    return "at" not in data and anchor_fault(data, keys, sink)


def citation_rule(data: dict[str, Any], clean: dict[str, Any], keys: Keys, sink: Sink) -> bool:
    """Tell whether a source says neither address, nor article, nor title."""
    if any(given(data, key) for key in ("url", "article", "title")):
        return False
    sink.add("missing-key", "this source has neither `url`, `article` nor `title`", keys)
    return True


def party_rule(data: dict[str, Any], clean: dict[str, Any], keys: Keys, sink: Sink) -> bool:
    """Tell whether somebody who took part is not named."""
    if given(data, "entity") or given(data, "text"):
        return False
    sink.missing_key("entity", keys, "write {entity: ID, role: …} or {text: words, role: …}")
    return True


def remark_rule(data: dict[str, Any], clean: dict[str, Any], keys: Keys, sink: Sink) -> bool:
    """Tell whether an annotation is retracted without a reason."""
    if clean.get("status") != "retracted" or clean.get("reason"):
        return False
    if not given(data, "reason") or clean.get("reason") == "":
        sink.missing_key("reason", keys, "a retracted annotation says why, for readers")
    return True


def event_rule(data: dict[str, Any], clean: dict[str, Any], keys: Keys, sink: Sink) -> bool:
    """Tell whether an event is neither registered nor described."""
    faulty = remark_rule(data, clean, keys, sink)
    if given(data, "event") or given(data, "name"):
        return faulty
    sink.missing_key("event", keys, "give `event` (an entity's id), or `name` with `when`")
    return True


def withdrawn_rule(data: dict[str, Any], clean: dict[str, Any], keys: Keys, sink: Sink) -> bool:
    """Tell whether `status: withdrawn` and `withdrawn` do not go together."""
    taken_down = clean.get("status") == "withdrawn"
    if taken_down == given(data, "withdrawn"):
        return False
    if taken_down:
        hint = "write withdrawn: {on: 2023-06-01, reason: why, for readers}"
        sink.missing_key("withdrawn", keys, hint)
    elif not given(data, "status") or "status" in clean:
        hint = "write `status: withdrawn`, or remove `withdrawn`"
        sink.add(
            "missing-key", "`withdrawn` without `status: withdrawn`", (*keys, "withdrawn"), hint
        )
    return True


RULES: dict[type, Rule] = {
    Hide: hide_rule,
    At: anchor_rule,
    Citation: citation_rule,
    Party: party_rule,
    Happening: event_rule,
    Remark: remark_rule,
    EntityEntry: withdrawn_rule,
    ClaimEntry: withdrawn_rule,
    ThreadFront: withdrawn_rule,
}


def rule_of(shape: type) -> Rule | None:
    """Return the rule for a struct: its own, or that of the struct it is a kind of."""
    return next((RULES[one] for one in shape.__mro__ if one in RULES), None)
