"""What people wrote, as plain data for the dumps."""

from functools import cache

import msgspec
from msgspec.structs import fields

from backfile.shapes import Written


def flat(shape: Written | None) -> object:
    """Return what people wrote as plain data; `x-…` keys stand among the others."""
    return unfolded(shape)


def unfolded(value: object) -> object:
    """Return plain data with every folded `x-` mapping spread out, and defaults left out."""
    if isinstance(value, Written):
        return written(value)
    if isinstance(value, dict):
        return {key: unfolded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [unfolded(inner) for inner in value]
    return value


def written(shape: Written) -> dict[str, object]:
    """Return a mapping as people write it, without what says no more than its absence."""
    # Not by msgspec: it leaves out what is the very object of the default, and a text that came
    # from another process is not.
    config = shape.__struct_config__
    tag = {str(config.tag_field): config.tag} if config.tag_field else {}
    found = {
        key: unfolded(value)
        for name, key, default in keys_of(type(shape))
        if (value := getattr(shape, name)) != default
    }
    return {**{key: unfolded(value) for key, value in shape.extra.items()}, **tag, **found}


@cache
def keys_of(kind: type[Written]) -> tuple[tuple[str, str, object], ...]:
    """Return the attributes of a mapping, each with its key and default, `x-` left out."""
    return tuple(
        (
            field.name,
            field.encode_name,
            field.default_factory()
            if field.default_factory is not msgspec.NODEFAULT
            else field.default,
        )
        for field in fields(kind)
        if field.name != "extra"
    )


def without_anchor(shape: object) -> object:
    """Return an annotation without `at`: its words may reach into text that is not shown."""
    return {k: v for k, v in shape.items() if k != "at"} if isinstance(shape, dict) else shape
