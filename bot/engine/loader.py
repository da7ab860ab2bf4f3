"""Texts in, dialogues out; whatever is wrong is said with path and line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.engine.model import Dialogue, Part
from bot.lined_yaml import Problem


class Broken(Exception):
    """Content that cannot be used; `problems` says what is wrong and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in problems))


@dataclass(frozen=True)
class WrittenPart:
    """A part of a dialogue, and the file it came from."""

    part: Part
    path: str
    text: str

    def problem(self, message: str, *where: str | int) -> Problem:
        """A fault at a place in the file, given as the keys that lead there."""
        return Problem(self.path, line_of(self.text, where), message)


@dataclass(frozen=True)
class Written:
    """A dialogue and the files it came from, so that a fault can be shown where it stands."""

    dialogue: Dialogue
    path: str
    text: str
    parts: tuple[WrittenPart, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """All its files."""
        return frozenset((self.path, *(p.path for p in self.parts)))

    def problem(self, message: str, *where: str | int) -> Problem:
        """A fault at a place in the dialogue, given as the keys that lead there."""
        for each in self.parts:
            names: dict[str, Collection[str]] = {
                "states": each.part.states,
                "guards": each.part.guards,
            }
            if len(where) > 1 and where[1] in names.get(str(where[0]), ()):
                return each.problem(message, *where)
        return Problem(self.path, line_of(self.text, where), message)

    def joined(self, part: WrittenPart) -> Written:
        """The dialogue with this part added.

        Raises:
            Broken: a state or guard of that name is there already.
        """
        whole, more = self.dialogue, part.part
        twice = [
            part.problem(
                f"`{name}` is there already in {self.problem('', key, name).path}", key, name
            )
            for key, here, there in (
                ("states", more.states, whole.states),
                ("guards", more.guards, whole.guards),
            )
            for name in here
            if name in there
        ]
        if twice:
            raise Broken(twice)
        both = {
            "states": {**whole.states, **more.states},
            "guards": {**whole.guards, **more.guards},
        }
        return replace(self, dialogue=whole.model_copy(update=both), parts=(*self.parts, part))


def load(path: str, text: str) -> Written | WrittenPart:
    """One dialogue, or a part of one (it says `part_of`), from its file's text.

    Raises:
        Broken: not YAML, or not a dialogue; every fault with its line.
    """
    try:
        data = YAML(typ="safe").load(text)
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        reason = getattr(error, "problem", None) or "it cannot be read"
        line = mark.line + 1 if mark is not None else 1
        raise Broken([Problem(path, line, f"this is not YAML: {reason}")]) from None
    try:
        if isinstance(data, dict) and "part_of" in data:
            return WrittenPart(Part.model_validate(data), path, text)
        return Written(Dialogue.model_validate(data), path, text)
    except ValidationError as error:
        raise Broken([_explained(path, text, e) for e in error.errors()]) from None


def load_all(files: Mapping[str, str]) -> list[Written]:
    """Every dialogue from path → text. Raises Broken with the faults of all files together."""
    written: list[Written] = []
    parts: list[WrittenPart] = []
    problems: list[Problem] = []
    for path, text in files.items():
        try:
            each = load(path, text)
        except Broken as broken:
            problems.extend(broken.problems)
        else:
            if isinstance(each, Written):
                written.append(each)
            else:
                parts.append(each)
    for part in parts:
        named = (i for i, w in enumerate(written) if w.dialogue.dialogue == part.part.part_of)
        whole = next(named, None)
        if whole is not None:
            try:
                written[whole] = written[whole].joined(part)
            except Broken as broken:
                problems.extend(broken.problems)
        elif not problems:
            message = f"there is no dialogue `{part.part.part_of}` that this could be a part of"
            problems.append(part.problem(message, "part_of"))
    if problems:
        raise Broken(problems)
    return written


def _explained(path: str, text: str, error: Any) -> Problem:
    place = tuple(k for k in error["loc"] if not (isinstance(k, str) and k.startswith("function-")))
    name = ".".join(str(k) for k in place) or "the file"
    reasons = {
        "extra_forbidden": "there is no such key here; check its spelling",
        "missing": "this key is missing",
    }
    reason = reasons.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    return Problem(path, line_of(text, place), f"{name}: {reason}")


def line_of(text: str, where: Sequence[str | int]) -> int:
    """The line (from 1) on which a place in a YAML text stands, or the nearest one above it."""
    node: Any = YAML(typ="rt").load(text)
    line = 0
    for key in where:
        try:
            line = node.lc.item(key)[0] if isinstance(key, int) else node.lc.key(key)[0]
            node = node[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return int(line) + 1
