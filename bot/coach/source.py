"""The coach's YAML: blocks (`|`) are rows that know their lines, and numbers are numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.nodes import ScalarNode

from bot import lined_yaml


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a block (`|`), with its line number in the file."""

    text: str
    line: int


def read(path: str, text: str) -> Any:
    """The content of a YAML text: `Place` for mappings, tuples of `Row` for blocks.

    Raises:
        NotYaml: the text is not YAML, or a key stands twice.
    """
    return lined_yaml.read(path, text, _scalar).data


def _scalar(node: ScalarNode) -> Any:
    if node.style == "|":
        return tuple(_rows(node.value, node.start_mark.line + 2))
    tag = node.tag or ""
    if tag.endswith(":int"):
        return int(node.value)
    if tag.endswith(":float"):
        return float(node.value)
    if tag.endswith(":bool"):
        return node.value.lower() == "true"
    return str(node.value)


def _rows(block: str, first: int) -> Iterator[Row]:
    for offset, row in enumerate(block.split("\n")):
        text = row.strip()
        if text and not text.startswith("#"):
            yield Row(text, first + offset)
