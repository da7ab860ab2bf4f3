"""Blocks of templates as texts: compiled once, rendered with or without escaping, some kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import DictLoader, Environment, Template

from bot.phrasing import words
from bot.phrasing.blocks import constants, few_names, tidied, variants
from bot.phrasing.macros import add_macros

Ambient = Mapping[str, Callable[..., Any]]


class Rendering:
    """The templates in `texts`, by name. `variants` are the phrasings of each one's blocks.

    Those for text are compiled at once, which finds a broken one; those without escaping, of the
    same files, when they are first needed or by `warm`.
    """

    def __init__(self, texts: Mapping[str, str], ambient: Ambient) -> None:
        self.variants = {name: variants(text) for name, text in texts.items()}
        self._texts = texts
        self._escaped = _environment(texts, ambient, autoescape=True)
        self._plain = _environment(texts, ambient, autoescape=False)
        self._constant = {name: constants(text) for name, text in texts.items()}
        self._few: dict[tuple[str, str], tuple[str, ...] | None] = {}
        self._kept: dict[tuple[Any, ...], str] = {}
        self._templates: dict[tuple[Environment, str], Template] = {}
        for name in texts:
            self._template(self._escaped, name)

    def warm(self) -> None:
        """Compiles now what would else be compiled when it is first needed (a few tenths of s)."""
        for name in self._texts:
            self._template(self._plain, name)

    def escaped(self, name: str | None, block: str, values: Mapping[str, Any], **more: Any) -> str:
        """A block as text of a message."""
        return self._render(self._escaped, name, block, values, more)

    def plain(self, name: str | None, block: str, values: Mapping[str, Any], **more: Any) -> str:
        """A block without escaping."""
        return self._render(self._plain, name, block, values, more)

    def constant(self, name: str, block: str) -> str | None:
        """A block as it is always shown, where nothing is filled in."""
        return self._constant[name].get(block)

    def _render(
        self,
        environment: Environment,
        name: str | None,
        block: str,
        values: Mapping[str, Any],
        more: Mapping[str, Any],
    ) -> str:
        assert name is not None, f"no template has the block {block}"
        constant = self._constant[name].get(block)
        if constant is not None:
            return constant
        few = self._few_names(name, block)
        key = None
        if few is not None:
            key = (environment, name, block, *(more.get(n, values.get(n)) for n in few))
            kept = self._kept.get(key)
            if kept is not None:
                return kept
        template = self._template(environment, name)
        # Merged here, since Jinja goes through its globals one by one for every context.
        context = template.new_context({**environment.globals, **values, **more}, shared=True)
        text = tidied("".join(template.blocks[block](context)))
        if key is not None:
            self._kept[key] = text
        return text

    def _few_names(self, name: str, block: str) -> tuple[str, ...] | None:
        """What goes into a block, where that is so little that its texts can be kept."""
        if (name, block) not in self._few:
            self._few[name, block] = few_names(self._texts[name], block, self._plain.filters)
        return self._few[name, block]

    def _template(self, environment: Environment, name: str) -> Template:
        template = self._templates.get((environment, name))
        if template is None:
            template = environment.get_template(name)
            # `_render` passes them with every context; here they would only be gone through again.
            template.globals = {}
            self._templates[environment, name] = template
        return template


def _environment(texts: Mapping[str, str], ambient: Ambient, *, autoescape: bool) -> Environment:
    environment = Environment(
        loader=DictLoader(texts),
        autoescape=autoescape,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(words.FILTERS | dict(ambient))
    environment.globals.update(ambient)
    add_macros(environment, texts)
    return environment
