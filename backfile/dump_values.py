"""What people wrote, as plain data for the dumps."""

import msgspec

from backfile.shapes import Written


def flat(shape: Written | None) -> object:
    """Return what people wrote as plain data; `x-…` keys stand among the others."""
    return None if shape is None else unfolded(msgspec.to_builtins(shape))


def unfolded(value: object) -> object:
    """Return plain data with every folded `x-` mapping spread out, and defaults left out."""
    if isinstance(value, dict):
        spread = {**value.pop("x-", {}), **value} if "x-" in value else value
        return {key: unfolded(inner) for key, inner in spread.items()}
    if isinstance(value, list | tuple):
        return [unfolded(inner) for inner in value]
    return value


def without_anchor(written: object) -> object:
    """Return an annotation without `at`: its words may reach into text that is not shown."""
    return {k: v for k, v in written.items() if k != "at"} if isinstance(written, dict) else written
