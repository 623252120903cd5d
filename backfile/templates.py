"""The templates: Jinja's environment and what it offers (docs/templates.md). Only this module and
`template_code` know Jinja.
"""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MethodType
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
    nodes,
    pass_context,
)
from jinja2.ext import InternationalizationExtension
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from backfile.assets import Assets
from backfile.compiled import Compiled
from backfile.date_words import date_in_words
from backfile.fragments import Fragments, phrase, sentence, word_filters
from backfile.ids import UrlPath, root_from
from backfile.markup import showable
from backfile.problems import Problem
from backfile.template_code import LeanCode
from backfile.template_sources import TemplateSources
from backfile.views import Rich, SiteView
from backfile.views_lists import MissingView
from backfile.views_pages import PageView
from backfile.words import translations


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
        memory: Path | None = None,
    ) -> None:
        """`memory` is the folder in which compiled templates are kept between builds."""
        self._compiled = Compiled(site.lang, memory / "templates" if memory else None)
        self._folders = [*folders, builtin]
        self._site = site
        self._assets = assets
        loader = ChoiceLoader(
            [
                *(FileSystemLoader(folder) for folder in self._folders),
                PrefixLoader({"backfile": FileSystemLoader(builtin)}),
            ]
        )
        self._env = Translated(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=self._compiled,
            extensions=[InternationalizationExtension],
        )
        self._env.install_gettext_translations(  # type: ignore[attr-defined]
            translations(site.lang), newstyle=True
        )
        self._env.lang = site.lang
        self._env.filters.update(filters_for(site.lang, dict(labels)))
        self._by_root: dict[str, Environment] = {}
        self.frame = (site, sorted(labels.items()))
        """What all pages share, beside the templates."""
        self.sources = TemplateSources(
            self._source_of,
            self._env.list_templates,
            lambda: [(asset.name, asset.path) for asset in assets.all()],
        )
        """Tells what a template is made of."""

    def keep(self) -> None:
        """Keep what was compiled for the next build."""
        self._compiled.keep()

    def _source_of(self, name: str) -> str:
        """Return the text of a template; empty when there is none."""
        try:
            return self._env.loader.get_source(self._env, name)[0]  # type: ignore[union-attr]
        except jinja2.TemplateNotFound:
            return ""

    def render(self, template: str, page: PageView) -> bytes:
        """Return a page as bytes; a fault of the template is raised as `TemplateFault`."""
        here = page.frame.address
        root = page.base if isinstance(page, MissingView) else root_from(UrlPath(here))
        try:
            text = self._rooted(root).get_template(template).render(page=page)
        except (TemplateError, LookupError, TypeError, ValueError) as error:
            raise TemplateFault(self._problem(template, error)) from error
        return showable(text)

    def _rooted(self, root: str) -> Environment:
        """Return the environment of all pages with the same way to the site's root: what they
        share is made once, and the modules of macros, too.
        """
        found = self._by_root.get(root)
        if found is None:
            found = self._env.overlay(cache_size=-1)
            label: Callable[[str], str] = self._env.filters["label"]
            found.globals = {
                **self._env.globals,
                "site": self._site,
                "root": root,
                "asset": lambda name: root + self._assets.address(name),
                "fragments": Fragments(root, self._site.lang, label),
            }
            self._by_root[root] = found
        return found

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


PLAIN = (MethodType, type(lru_cache(date_in_words)))
"""Kinds of functions that never ask for the context."""


class PageContext(Context):
    """The names a template knows; calls what pages call most without asking what it wants."""

    def call(
        self,
        called: Any,
        /,
        *args: Any,
        _block_vars: Any = None,
        _loop_vars: Any = None,
        **named: Any,
    ) -> Any:
        """Return what a call in a template gives."""
        kind = type(called)
        if kind in PLAIN:
            return called(*args, **named)
        if kind is Macro:
            return called(self.eval_ctx, *args, **named)
        return super().call(called, *args, _block_vars=_block_vars, _loop_vars=_loop_vars, **named)


class Translated(Environment):
    """An environment that puts the words of the interface in when it compiles a template."""

    lang = "en"
    context_class = PageContext
    code_generator_class = LeanCode

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what all templates know, as the plain dictionary it is where nothing is added."""
        return super().make_globals(d) if d else self.globals

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        source = Translator(self.lang).visit(source)
        return super()._generate(source, name, filename, defer_init)


class Translator(NodeTransformer):
    """Replaces `_("…")` by its translation; with values, by what fills them in."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  (named by the class)
        """Return what takes the place of a call."""
        self.generic_visit(node)
        called, args = node.node, node.args
        if not (isinstance(called, nodes.Name) and called.name in ("_", "gettext")):
            return node
        if len(args) != 1 or not isinstance(args[0], nodes.Const) or node.dyn_kwargs:
            return node
        if not node.kwargs:
            return nodes.Const(phrase(self._lang, args[0].value), lineno=node.lineno)
        words = nodes.Const(sentence(self._lang, args[0].value), lineno=node.lineno)
        pairs = [
            nodes.Pair(nodes.Const(k.key, lineno=k.lineno), k.value, lineno=k.lineno)
            for k in node.kwargs
        ]
        values = nodes.Dict(pairs, lineno=node.lineno)
        return nodes.Mod(words, values, lineno=node.lineno)


def filters_for(lang: str, labels: dict[str, str]) -> dict[str, Callable[..., Any]]:
    """Return the filters that templates have, for a site in `lang`."""
    marked = {"rich": rich, "rich_text": rich_text, "rich_inline": rich_inline}
    return {**word_filters(lang, labels), **marked}


# These depend on the page's root: Jinja must not work them out when it compiles a template.


@pass_context
def rich(context: Context, text: Rich | str | None) -> Markup:
    """Return a note's Markdown as block HTML."""
    return fragments_of(context).note(text)


@pass_context
def rich_text(context: Context, text: Rich | None) -> Markup:
    """Return the Markdown of a thread or a page, with its embedded passages, as block HTML."""
    return fragments_of(context).text(text)


@pass_context
def rich_inline(context: Context, text: Rich | str | None) -> Markup:
    """Return one line of Markdown without any block."""
    return fragments_of(context).line(text)


def fragments_of(context: Context) -> Fragments:
    """Return the fragments of the page that is rendered."""
    found: Fragments = context["fragments"]
    return found
