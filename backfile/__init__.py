"""Backfile: a static site generator for annotated news archives.

    from backfile import build_site, load_archive

`load_archive(folder)` reads, anchors and links an archive; `build_site(Options(folder))` publishes
it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backfile.build import Built, build_site, load_archive
    from backfile.options import Options

__all__ = ["Built", "Options", "build_site", "load_archive"]


def __getattr__(name: str) -> Any:
    """Return a part of the engine; it is loaded when it is asked for, since that takes time."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from backfile import build, options

    return getattr(options if name == "Options" else build, name)
