"""Macros: in which files they stand, how each can use all others, and which names stand twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import Environment, nodes

from bot.lined_yaml import Problem

FOLDER = "common/macros/"
"""Every template below it holds macros, which every template can use without importing them."""


def files(names: Iterable[str]) -> list[str]:
    """The templates that hold macros, in their order."""
    return sorted(name for name in names if name.startswith(FOLDER))


def add_macros(environment: Environment, names: Iterable[str]) -> None:
    """Makes the macros of these templates known to every template of the environment.

    Raises:
        TemplateSyntaxError: a file cannot be read.
    """
    for name in files(names):
        # The globals themselves and no copy: so a macro finds those of files that come after it.
        module = environment.get_template(name).make_module(environment.globals, shared=True)
        macros = {k: v for k, v in vars(module).items() if not k.startswith("_")}
        environment.globals.update(macros)


def defined(parsed: Mapping[str, nodes.Template]) -> Iterator[tuple[str, nodes.Macro]]:
    """The file and the macro, for each macro of these templates."""
    for name in files(parsed):
        for macro in parsed[name].find_all(nodes.Macro):
            yield name, macro


def doubled(parsed: Mapping[str, nodes.Template], folder: str) -> Iterator[Problem]:
    """Macros whose name is taken: one of the two would never be heard of again."""
    places: dict[str, str] = {}
    for name, macro in defined(parsed):
        path = f"{folder}/{name}"
        first = places.setdefault(macro.name, f"{path}:{macro.lineno}")
        if first != f"{path}:{macro.lineno}":
            message = f"the macro `{macro.name}` is in {first} already: rename one of them"
            yield Problem(path, macro.lineno, message)
