"""What the text of a template tells before it is rendered: its blocks, and which never change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, meta

from bot.phrasing import words

BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")
PLAIN_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)\s*-?%\}([^{}]*)\{%-?\s*endblock")

WHOLE_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)\s*-?%\}(.*?)\{%-?\s*endblock", re.DOTALL)
FEW = frozenset({"id", "number", "of", "stage", *words.pronouns(None)})
"""Names that stand for one of a few things of the content or the language, never for anybody's
words: what is made of them alone can be kept."""

EMPTY_LINES = re.compile(r"\n{3,}")
"""Lines that hold only a tag of the template leave empty lines; one is enough."""


def constants(text: str) -> dict[str, str]:
    """The blocks in which nothing is filled in, as they will be shown."""
    return {block: tidied(body) for block, body in PLAIN_BLOCK.findall(text)}


def few_names(text: str, block: str, filters: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The names that go into a block, where nothing but `FEW` does (no function); else None."""
    body = next((body for name, body in WHOLE_BLOCK.findall(text) if name == block), None)
    if body is None:
        return None
    # In an environment without functions: Jinja leaves out the names of those it knows.
    bare = Environment()
    bare.filters, bare.globals = dict(filters), {}
    used = meta.find_undeclared_variables(bare.parse(body))
    return tuple(sorted(used)) if used and used <= FEW else None


def tidied(text: str) -> str:
    """Without space at the ends of lines, and with at most one empty line."""
    text = text.strip()
    if "\n" not in text:
        return text
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return EMPTY_LINES.sub("\n\n", lines)


def variants(text: str) -> dict[str, int]:
    """How many phrasings each block has: `text`, `text_2`, `text_3` are three of `text`."""
    blocks = set(BLOCK.findall(text))
    counts: dict[str, int] = {}
    for block in blocks:
        count = 1
        while f"{block}_{count + 1}" in blocks:
            count += 1
        counts[block] = count
    return counts
