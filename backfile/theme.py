"""The theme of a site: where its templates and assets come from."""

from collections.abc import Sequence
from pathlib import Path

from backfile.assets import Assets
from backfile.facts import Facts
from backfile.facts_things import setting
from backfile.templates import Templates
from backfile.view_site import site_view

ENGINE = Path(__file__).resolve().parent


def theme_of(root: Path, facts: Facts, memory: Path | None = None) -> tuple[Templates, Assets]:
    """Return templates and assets: the site's own, those of its theme, then the engine's.

    `memory` is the folder in which compiled templates are kept between builds.
    """
    own, builtin = homes_of(root, setting(facts, "theme"))
    accent = facts.archive.site.look.accent or ""
    assets = Assets([home / "assets" for home in (*own, builtin)], accent)
    templates = templates_of(
        [home / "templates" for home in own], builtin / "templates", facts, assets, memory
    )
    return templates, assets


def homes_of(root: Path, theme: object) -> tuple[tuple[Path, ...], Path]:
    """Return the folders that have `templates/` and `assets/`: the site's and its theme's, and
    the engine's.
    """
    homes = [root, *([root / str(theme)] if theme else [])]
    packed = ENGINE / "_theme"
    builtin = packed if packed.is_dir() else ENGINE.parent
    return tuple(home for home in homes if home.resolve() != builtin.resolve()), builtin


def templates_of(
    folders: Sequence[Path],
    builtin: Path,
    facts: Facts,
    assets: Assets,
    memory: Path | None = None,
) -> Templates:
    """Return the templates of these folders, the first before the last, for the site as it is."""
    labels = dict(setting(facts, "labels"))  # type: ignore[call-overload]
    return Templates(folders, builtin, site_view(facts), labels, assets, memory)
