"""Backfile: a static site generator for annotated news archives.

    from backfile import build_site, load_archive

`load_archive(folder)` reads, anchors and links an archive; `build_site(folder)` publishes it.
"""

from backfile.build import Built, Options, build_site, load_archive

__all__ = ["Built", "Options", "build_site", "load_archive"]
