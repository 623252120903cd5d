"""Text as HTML. Where pieces are joined anyway, an escaped text may stay a plain one: wrapping each
of some hundred a page in `Markup` costs more than escaping them.
"""

from typing import Any

from markupsafe import Markup, escape

try:  # the part of `escape` that is written in C
    from markupsafe._speedups import _escape_inner as escaped_text
except ImportError:  # without it, or after a change there: the public way

    def escaped_text(text: str, /) -> str:
        """Return text as HTML."""
        return str(escape(text))


def shown(value: Any) -> str:
    """Return a value as HTML; what is HTML already stays as it is."""
    kind = type(value)
    if kind is str:
        return escaped_text(value)
    return value if kind is Markup else escape(value)
