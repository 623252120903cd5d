"""The templates: Jinja's environment and what it offers (docs/templates.md). The only module that
knows Jinja.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.ext import InternationalizationExtension
from jinja2.runtime import Context
from markupsafe import Markup, escape

from backfile.assets import Assets
from backfile.date_words import date_in_words, number_in_words
from backfile.directions import direction_of
from backfile.ids import UrlPath, root_from
from backfile.notes import LinkTarget, plain_text, render_inline, render_note, render_text
from backfile.problems import Problem
from backfile.views import Embed, Rich, SiteView
from backfile.views_lists import MissingView
from backfile.views_pages import PageView
from backfile.words import term, translations


class TemplateFault(Exception):  # noqa: N818  (it carries a Problem about the theme)
    """A template cannot be read or filled; `problem` names its file and line."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class Templates:
    """All templates of a site: its own folder first, then its theme, then the engine's."""

    def __init__(
        self,
        folders: Sequence[Path],
        builtin: Path,
        site: SiteView,
        labels: Mapping[str, str],
        assets: Assets,
    ) -> None:
        self._folders = [*folders, builtin]
        self._site = site
        self._assets = assets
        loader = ChoiceLoader(
            [
                *(FileSystemLoader(folder) for folder in self._folders),
                PrefixLoader({"backfile": FileSystemLoader(builtin)}),
            ]
        )
        self._env = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            extensions=[InternationalizationExtension],
        )
        self._env.install_gettext_translations(  # type: ignore[attr-defined]
            translations(site.lang), newstyle=True
        )
        self._env.filters.update(filters_for(site.lang, dict(labels)))

    def render(self, template: str, page: PageView) -> bytes:
        """Return a page as bytes; a fault of the template is raised as `TemplateFault`."""
        here = page.frame.address
        root = page.base if isinstance(page, MissingView) else root_from(UrlPath(here))

        def asset(name: str) -> str:
            return root + self._assets.address(name)

        try:
            text = self._env.get_template(template).render(
                page=page, site=self._site, root=root, asset=asset
            )
        except (TemplateError, LookupError, TypeError, ValueError) as error:
            raise TemplateFault(self._problem(template, error)) from error
        return text.encode()

    def _problem(self, template: str, error: Exception) -> Problem:
        """Return what is wrong with a template, with the place in the file if it is known."""
        if isinstance(error, TemplateSyntaxError):
            name, line = error.name or template, error.lineno
        elif isinstance(error, jinja2.TemplateNotFound):
            name, line = template, 0
        else:
            name, line = self._innermost(template, error)
        message = f"{type(error).__name__}: {error}" if not str(error) else str(error)
        if isinstance(error, jinja2.TemplateNotFound):
            message = f"there is no template {error}"
        return Problem(
            code="template-fault",
            message=message,
            path=self._file_of(name),
            line=line,
            column=1 if line else 0,
            hint="the fields a template has are listed in docs/templates.md",
        )

    def _innermost(self, template: str, error: Exception) -> tuple[str, int]:
        """Return the template and line an error comes from, out of its traceback."""
        found = (template, 0)
        step = error.__traceback__
        while step is not None:
            file = step.tb_frame.f_code.co_filename
            if any(file.startswith(str(folder)) for folder in self._folders):
                found = (self._name_of(file), step.tb_lineno)
            step = step.tb_next
        return found

    def _name_of(self, file: str) -> str:
        """Return a template's name by its file."""
        for folder in self._folders:
            if file.startswith(f"{folder}/"):
                return file[len(str(folder)) + 1 :]
        return file

    def _file_of(self, name: str) -> str:
        """Return the path people know a template by."""
        return f"templates/{name}"


def filters_for(lang: str, labels: dict[str, str]) -> dict[str, Callable[..., Any]]:
    """Return the filters that templates have, for a site in `lang`."""

    def when(text: str) -> str:
        return date_in_words(text, lang)

    def label(word: str, *, plural: bool = False) -> str:
        return term(lang, word, labels, plural=plural)

    def number(value: int) -> str:
        return number_in_words(value, lang)

    def plain(source: str | Rich) -> str:
        return plain_text(source.source if isinstance(source, Rich) else source)

    return {
        "when": when,
        "label": label,
        "number": number,
        "plain": plain,
        "dir_of": direction_of,
        "rich": rich,
        "rich_inline": rich_inline,
    }


@pass_context
def rich(context: Context, text: Rich | str | None) -> Markup:
    """Return a note's Markdown, or a thread's when it has embedded passages, as block HTML."""
    if not text:
        return Markup()
    if isinstance(text, str):
        text = Rich(source=text)
    root = context["root"]
    if context["page"].__class__.__name__ in ("ThreadView", "TextView"):
        embeds = {
            written: embed_html(embed, root, context["site"].lang)
            for written, embed in text.embeds.items()
        }
        back = context.call(context.resolve("gettext"), "Back to the text")
        return Markup(render_text(text.source, targets(text), embeds, root, str(back)))  # noqa: S704
    return Markup(render_note(text.source, targets(text), root))  # noqa: S704


@pass_context
def rich_inline(context: Context, text: Rich | str | None) -> Markup:
    """Return one line of Markdown without any block."""
    if not text:
        return Markup()
    if isinstance(text, str):
        text = Rich(source=text)
    return Markup(render_inline(text.source, targets(text), context["root"]))  # noqa: S704


def targets(text: Rich) -> dict[str, LinkTarget]:
    """Return what the wikilinks of a text lead to, as the Markdown reader wants it."""
    return {written: LinkTarget(*target) for written, target in text.targets.items()}


def embed_html(embed: Embed, root: str, lang: str) -> str:
    """Return a passage of an article as a block quotation with its source."""
    paragraphs = "".join(
        f"<p>{escape(part)}</p>" for part in embed.text.split("\n") if part.strip()
    )
    when = date_in_words(embed.when, lang) if embed.when else ""
    source = ", ".join(part for part in (embed.publisher, when) if part)
    return (
        f'<figure class="embed"><blockquote lang="{escape(embed.lang)}" '
        f'dir="{direction_of(embed.lang)}">{paragraphs}</blockquote>'
        f'<figcaption><a href="{escape(root + embed.address)}">{escape(embed.title)}</a>'
        f"{escape(', ' + source) if source else ''}</figcaption></figure>"
    )
