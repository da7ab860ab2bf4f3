"""YAML texts as plain data that knows its lines, so that a fault can be named by file and line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a content file. Prints as `path:line: message`."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class SourceError(ValueError):
    """Files that cannot be used. `problems` are "path:line: what is wrong"."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


class NotYaml(SourceError):
    """A text that is not YAML, or in which a key stands twice."""

    def __init__(self, problem: Problem) -> None:
        super().__init__([str(problem)])
        self.problem = problem


class Place(dict[str, Any]):
    """A mapping that knows its own line and the lines of its keys, counted from 1."""

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Items(list[Any]):
    """A list that knows its own line and the lines of its items, counted from 1."""

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[int, int] = {}


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML file: its data, in which mappings are `Place` and lists `Items`."""

    path: str
    data: Any
    line: int = 1

    def line_of(self, where: Sequence[str | int]) -> int:
        """The line of the part at `where`, or of the nearest part around it."""
        line, part = self.line, self.data
        for step in where:
            if not isinstance(part, Place | Items) or step not in part.lines:
                break
            line, part = part.lines[step], part[step]  # type: ignore[index]
        return line

    def at(self, where: Sequence[str | int]) -> str:
        """`path:line` of the part at `where`, or of the nearest part around it."""
        return f"{self.path}:{self.line_of(where)}"

    def faults(self, error: ValidationError) -> list[str]:
        """A validation error as lines for people; the values themselves are left out."""
        return [
            f"{self.at(e['loc'])}: {'.'.join(str(p) for p in e['loc']) or 'file'}: {e['msg']}"
            for e in error.errors(include_input=False, include_url=False)
        ]


def as_text(node: ScalarNode) -> str:
    """A scalar as the text that stands there: "no" is a word and "1.5" is no number."""
    return str(node.value)


def read(path: str, text: str, scalar: Callable[[ScalarNode], Any] = as_text) -> Source:
    """The YAML text as a Source; `scalar` makes the values.

    Raises:
        NotYaml: when it is not YAML, or has a key twice.
    """
    try:
        node = YAML(typ="safe").compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, reason = mark.line + 1 if mark is not None else 1, error.problem
        message = f"not valid YAML: {reason}; check the indentation"
        raise NotYaml(Problem(path, line, message)) from None
    except ReaderError as error:
        # Its position is in bytes or in characters, as the parser has it: so the sign is looked up.
        line = text.count("\n", 0, text.find(chr(error.character))) + 1
        message = f"not valid YAML: {error.reason} (U+{error.character:04X}); take it out"
        raise NotYaml(Problem(path, line, message)) from None
    if node is None:
        return Source(path, None)
    return Source(path, _value(node, path, scalar), node.start_mark.line + 1)


def _value(node: Node, path: str, scalar: Callable[[ScalarNode], Any]) -> Any:
    line = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        place = Place(line)
        for key, value in node.value:
            name, at = str(key.value), key.start_mark.line + 1
            if name in place:
                raise NotYaml(Problem(path, at, f"{name!r} stands here twice; keep one"))
            place[name] = _value(value, path, scalar)
            place.lines[name] = at
        return place
    if isinstance(node, SequenceNode):
        items = Items(line)
        for number, item in enumerate(node.value):
            items.append(_value(item, path, scalar))
            items.lines[number] = item.start_mark.line + 1
        return items
    assert isinstance(node, ScalarNode)
    return scalar(node)
