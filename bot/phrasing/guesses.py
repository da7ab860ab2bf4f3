"""Guesses: what is said where no rule found anything, but the words speak for one of the rules.

They stand once, in `coach/unsure.j2`; each rule's own template names its guess in a block `guess`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jinja2 import nodes

from bot.lined_yaml import Problem

UNSURE = "coach/unsure.j2"
GUESS = "guess"


def lint_guesses(parsed: Mapping[str, nodes.Template], folder: str) -> Iterator[Problem]:
    """Rules that name no guess or one that is not there, and guesses that no rule names."""
    guesses = _blocks(parsed[UNSURE]) if UNSURE in parsed else {}
    known = {re.sub(r"_\d+$", "", name) for name in guesses}
    hint = f"put one of {UNSURE} there: {', '.join(sorted(known))}"
    named: set[str] = set()
    for name, template in parsed.items():
        blocks = _blocks(template)
        if not name.startswith("coach/") or "reason" not in blocks:
            continue
        if GUESS not in blocks:
            line = blocks["reason"].lineno
            yield Problem(f"{folder}/{name}", line, f"missing block `{GUESS}`: {hint}")
            continue
        guess = "".join(d.data for d in blocks[GUESS].find_all(nodes.TemplateData)).strip()
        named.add(guess)
        if guess not in known:
            message = f"unknown guess `{guess}`: {hint}"
            yield Problem(f"{folder}/{name}", blocks[GUESS].lineno, message)
    for name, block in guesses.items():
        if re.sub(r"_\d+$", "", name) not in named:
            message = f"unused block `{name}`: no rule names this guess"
            yield Problem(f"{folder}/{UNSURE}", block.lineno, message)


def _blocks(template: nodes.Template) -> dict[str, nodes.Block]:
    return {block.name: block for block in template.find_all(nodes.Block)}
