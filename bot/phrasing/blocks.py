"""What the text of a template tells before it is rendered: its blocks, and which never change."""

from __future__ import annotations

import re

BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")
PLAIN_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)\s*-?%\}([^{}]*)\{%-?\s*endblock")

EMPTY_LINES = re.compile(r"\n{3,}")
"""Lines that hold only a tag of the template leave empty lines; one is enough."""


def constants(text: str) -> dict[str, str]:
    """The blocks in which nothing is filled in, as they will be shown."""
    return {block: tidied(body) for block, body in PLAIN_BLOCK.findall(text)}


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
