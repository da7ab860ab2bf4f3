"""Reading YAML texts into plain data that still knows its line numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

Place = tuple[str | int, ...]


class SheetError(ValueError):
    """A text that cannot be used. Its message is `path:line: what is wrong and what to do`."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One YAML text as plain data, with the line (from 1) of every place in it."""

    path: str
    data: Any
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str) -> str:
        """`path:line: message` for a place."""
        return f"{self.path}:{self.line_of(place)}: {message}"


def read_sheet(path: str, text: str) -> Sheet:
    """The text as a sheet. Raises SheetError when it is not sound YAML."""
    try:
        node = YAML(typ="safe").compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        raise SheetError(path, line, f"this is not sound YAML ({error.problem})") from None
    except YAMLError:
        raise SheetError(path, 1, "this is not sound YAML; check for odd characters") from None
    if node is None:
        raise SheetError(path, 1, "this file is empty; give it content or remove it")
    lines: dict[Place, int] = {}
    return Sheet(path, _plain(node, (), path, lines), lines)


def _plain(node: Any, place: Place, path: str, lines: dict[Place, int]) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                line = key_node.start_mark.line + 1
                raise SheetError(path, line, f"'{key}' stands here twice; keep one")
            found[key] = _plain(value_node, (*place, key), path, lines)
            lines[(*place, key)] = key_node.start_mark.line + 1
        return found
    if isinstance(node, SequenceNode):
        return [_plain(item, (*place, n), path, lines) for n, item in enumerate(node.value)]
    assert isinstance(node, ScalarNode)
    return _scalar(node)


def _scalar(node: ScalarNode) -> str | int | float | bool | None:
    value = str(node.value)
    match str(node.tag).rpartition(":")[2]:
        case "int":
            return int(value)
        case "float":
            return float(value)
        case "bool":
            return value.lower() == "true"
        case "null":
            return None
        case _:
            return value
