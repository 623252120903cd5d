"""What is wrong with a text as YAML, in words that name the remedy."""

from __future__ import annotations

import re

from backfile.problems import Problem
from backfile.sourcelines import at_index

TAB_INDENT = re.compile(r"^[ ]*\t[ \t]*\S", re.MULTILINE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_SIGNS = {"\u2028": "U+2028", "\u2029": "U+2029", "\u0085": "U+0085"}
ENTRY = re.compile(
    r"^(?P<before>[ \t]*(?:-[ \t]+)*(?:[^\s:#'\"{\[][^:#]*:[ \t]+)?)(?P<value>\S.*)$"
)

NEXT_LINE = "begin the list in the next line, or put the words in quotes"
QUOTES = "words with `:`, `#`, or a sign at the start go in quotes"
SAME_COLUMN = "indent the keys of one mapping alike, with a space after each colon"
REMEDIES = (
    ("mapping values are not allowed", "a colon in the words splits them", QUOTES),
    ("sequence entries are not allowed", "a list cannot begin after its key", NEXT_LINE),
    ("mapping keys are not allowed", "a value cannot begin with `?`", QUOTES),
    ("cannot start any token", "a value cannot begin with this sign", QUOTES),
    ("while scanning an alias", "a value cannot begin with `*`", QUOTES),
    ("while scanning an anchor", "a value cannot begin with `&`", QUOTES),
    ("while scanning a tag", "a value cannot begin with `!`", QUOTES),
    ("while parsing a tag", "a value cannot begin with `!`", QUOTES),
    ("undefined tag handle", "a value cannot begin with `!`", QUOTES),
    ("unknown escape character", "a `\\` inside double quotes begins an escape", "use '…' instead"),
    ("while scanning a block scalar", "the signs after `|` or `>` are not known", QUOTES),
    ("while scanning a directive", "a line begins with `%`", QUOTES),
    ("while scanning a quoted scalar", "the closing quotation mark is missing", "close the quotes"),
    ("expected ',' or ']'", "a `[` is not closed, or a comma is missing", "close it with `]`"),
    ("expected ',' or '}'", "a `{` is not closed, or a comma is missing", "close it with `}`"),
    ("could not find expected ':'", "a key lacks its colon", "write `key: value`"),
    ("did not find expected key", "the lines do not line up, or quotes end early", ""),
    ("did not find expected '-'", "the items of a list do not line up", "indent them alike"),
    ("expected <document start>", "words stand after the end of the document", "indent them"),
)
ENDED = f"{SAME_COLUMN}; a value that begins with quotes ends with them"


def syntax_fault(
    text: str, path: str, *, wrong: str, context: str, index: int, opened: int
) -> Problem:
    """Return the problem for a fault of the YAML parser.

    `wrong` and `context` are its own words, `index` is where it stopped, `opened` where the thing
    it was reading begins; both are -1 when unknown.
    """
    for code, found, message, hint in suspects(text, index):
        return at_index(Problem(code=code, message=message, path=path, hint=hint), text, found)
    words = f"{wrong} {context}"
    message, hint = next(
        ((message, hint) for sign, message, hint in REMEDIES if sign in words),
        ("this is not valid YAML", "put the words in quotes if they are one text"),
    )
    place = opened if opened >= 0 and begins_there(words) else index
    line_text, value = line_and_value(text, place)
    if (
        wrong.startswith("mapping values")
        and ": " not in text[text.rfind("\n", 0, index) + 1 : index]
    ):
        message, hint = "this line does not go on from the one above", SAME_COLUMN
    elif "expected ',' or" in words and " #" in text[place:index]:
        hint = f"a `#` after a space begins a comment; {QUOTES}"
    if hint == QUOTES and value:
        hint = f"{QUOTES}: {line_text.strip().removesuffix(value)}{quoted(value)}"
    elif not hint:
        nested = nested_quotes_hint(text, place, index)
        hint = nested or ENDED
        message = "the quotation marks end before the words do" if nested else message
    problem = Problem(code="yaml-syntax", message=message, path=path, hint=hint)
    return at_index(problem, text, place)


def suspects(text: str, index: int) -> list[tuple[str, int, str, str]]:
    """Return code, place, message and hint of signs that explain a fault before `index`."""
    control = CONTROL.search(text)
    if control:
        message = f"the control character U+{ord(control[0]):04X} is not allowed"
        return [("yaml-syntax", control.start(), message, "remove it")]
    line_end = text.find("\n", max(index, 0))
    stop = line_end if index >= 0 and line_end >= 0 else len(text)
    tab = TAB_INDENT.search(text, 0, stop)
    if tab:
        hint = "use spaces to indent"
        return [("yaml-tab", text.index("\t", tab.start()), "a tab is used to indent", hint)]
    for sign, name in LINE_SIGNS.items():
        place = text.rfind(sign, 0, stop)
        if place >= 0:
            message = f"the invisible sign {name} ends the line here"
            return [("yaml-syntax", place, message, "remove it, or put a space in its place")]
    return []


def begins_there(words: str) -> bool:
    """Tell whether the start of what was being read says more than where the parser stopped."""
    return "unexpected end of stream" in words or "expected ',' or" in words


def line_and_value(text: str, index: int) -> tuple[str, str]:
    """Return the line at `index` and the part of it that is meant as a value."""
    start = text.rfind("\n", 0, max(index, 0)) + 1
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)].rstrip()
    found = ENTRY.match(line)
    value = found["value"] if found else ""
    return line, "" if value[:1] in "\"'[{|>" else value


def nested_quotes_hint(text: str, *indexes: int) -> str:
    """Return how to write a value that has its own quotation marks inside quotation marks."""
    for index in indexes:
        start = text.rfind("\n", 0, max(index, 0)) + 1
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)].rstrip()
        for mark in "\"'":
            if line.count(mark) > 2:
                first, last = line.index(mark), line.rindex(mark)
                inner = line[first + 1 : last]
                return f"quotes inside quotes: {line[:first].strip()} {quoted(inner)}"
    return ""


def quoted(words: str) -> str:
    """Return words in the kind of quotation marks that fits, ready to paste."""
    if '"' not in words and "\\" not in words:
        return f'"{words}"'
    return "'" + words.replace("'", "''") + "'"
