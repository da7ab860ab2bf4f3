"""YAML texts as plain data, with the line of every value, so that faults can be pointed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

Path = tuple[str | int, ...]


class SourceError(ValueError):
    """A file that cannot be used. `problems` are "path:line: what is wrong"."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Source:
    """One YAML file: its data and where each part of it stands."""

    path: str
    data: Any
    lines: Mapping[Path, int]

    def at(self, where: Sequence[str | int]) -> str:
        """`path:line` of the part at `where`, or of the nearest part around it."""
        found = tuple(where)
        while found and found not in self.lines:
            found = found[:-1]
        return f"{self.path}:{self.lines.get(found, 1)}"

    def faults(self, error: ValidationError) -> list[str]:
        """A validation error as lines for people; the values themselves are left out."""
        return [
            f"{self.at(e['loc'])}: {'.'.join(str(p) for p in e['loc']) or 'file'}: {e['msg']}"
            for e in error.errors(include_input=False, include_url=False)
        ]


def read(path: str, text: str) -> Source:
    """The YAML text as a Source.

    Raises:
        SourceError: when it is not YAML, has a key twice, or holds something other than
            mappings, lists and scalars.
    """
    yaml = YAML(typ="safe")
    lines: dict[Path, int] = {}
    try:
        node = yaml.compose(text)
        data = None if node is None else _plain(node, (), lines, path)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        raise SourceError([f"{path}:{line}: not valid YAML: {error.problem}"]) from None
    except YAMLError as error:
        raise SourceError([f"{path}:1: not valid YAML: {error}"]) from None
    return Source(path, data, lines)


def _plain(node: Any, at: Path, lines: dict[Path, int], path: str) -> Any:
    line = node.start_mark.line + 1
    lines[at] = line
    if isinstance(node, MappingNode):
        out: dict[str, Any] = {}
        for key, value in node.value:
            if key.value in out:
                raise SourceError([f"{path}:{key.start_mark.line + 1}: {key.value!r} stands twice"])
            out[key.value] = _plain(value, (*at, key.value), lines, path)
            lines[(*at, key.value)] = key.start_mark.line + 1
        return out
    if isinstance(node, SequenceNode):
        return [_plain(n, (*at, i), lines, path) for i, n in enumerate(node.value)]
    assert isinstance(node, ScalarNode)
    # Every scalar is text here: "no" is a word in these files and "1.5" is not a number.
    return str(node.value)
