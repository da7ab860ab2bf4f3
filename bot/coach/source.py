"""YAML texts read with the line of everything, so that a fault can be named by file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a block (`|`), with its line number in the file."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a content file, told to the person who writes it."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class SourceError(Exception):
    """A file that is not YAML."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Place(dict[str, Any]):
    """A mapping that knows its own line and the lines of its keys."""

    line: int = 1
    lines: dict[str, int]


def read(text: str) -> Any:
    """The content of a YAML text: `Place` for mappings, tuples of `Row` for blocks.

    Raises:
        SourceError: the text is not YAML, or a key stands twice.
    """
    try:
        node = YAML(typ="safe").compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise SourceError(line, f"not YAML: {error.problem}; check the indentation") from None
    return None if node is None else _value(node)


def _value(node: Node) -> Any:
    if isinstance(node, MappingNode):
        place = Place()
        place.line = node.start_mark.line + 1
        place.lines = {}
        for key, value in node.value:
            name = str(key.value)
            if name in place:
                raise SourceError(key.start_mark.line + 1, f"{name!r} stands here twice")
            place[name] = _value(value)
            place.lines[name] = key.start_mark.line + 1
        return place
    if isinstance(node, SequenceNode):
        return tuple(_value(item) for item in node.value)
    assert isinstance(node, ScalarNode)
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
