"""The coach's YAML files read, checked and built; every fault is named by file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from bot.coach.cues import Cues, CuesFile, compiled
from bot.coach.kinds.base import BuildError, Kind
from bot.coach.kinds.registry import KINDS, AnySpec
from bot.coach.names import GOOD, MOVES, PARTS, RULES, SHIELDS, SIGNALS, TYPES
from bot.coach.phrases import Pattern
from bot.coach.source import read
from bot.coach.vocabulary import FILES, Vocabulary, vocabulary
from bot.lined_yaml import NotYaml, Place, Problem

_RULE_FIELDS = ("id", "skill", "rank", "ways")
_TARGETS = {
    "coach/parts.yaml": ("part", (*PARTS, *SIGNALS)),
    "coach/good.yaml": ("good", GOOD),
    "coach/shields.yaml": ("shield", SHIELDS),
    "coach/moves.yaml": ("move", MOVES),
}
_CUES = "coach/cues.yaml"


@dataclass(frozen=True)
class Way:
    """One way to find one thing, built. `target`: rule, part, good, shield or move."""

    target: str
    name: str
    types: frozenset[str]
    considered: frozenset[str]
    kind: Kind
    spec: AnySpec
    unless: tuple[Pattern, ...]
    unless_text: tuple[Pattern, ...]
    path: str
    line: int
    rank: int
    weight: float


@dataclass
class Library:
    """All that the coach's files hold, and what is wrong in them. `cues` are by text type."""

    words: Vocabulary
    ways: list[Way] = field(default_factory=list)
    skills: dict[str, str] = field(default_factory=dict)
    cues: dict[str, Cues] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def resting(self, kind: str | None) -> frozenset[str]:
        """The rules that are milder in this kind of talk: words alone do not speak for them."""
        return self._milder_after_trust if kind == "trust" else frozenset()

    @cached_property
    def _milder_after_trust(self) -> frozenset[str]:
        return frozenset(way.name for way in self.ways if way.spec.after_trust is not None)


def coach_file(path: str) -> str | None:
    """The name of a file within the language folder when it is the coach's, else None."""
    parts = path.replace("\\", "/").split("/")
    for folder in ("rules", "coach"):
        if folder in parts[:-1]:
            return folder + "/" + parts[-1]
    return parts[-1] if parts[-1] in FILES else None


def load(files: Mapping[str, str]) -> Library:
    """The library of some files (path → text); what is wrong stands in its `problems`.

    Files that are not the coach's are left alone.
    """
    return _Loader(files).library


class _Loader:
    def __init__(self, files: Mapping[str, str]) -> None:
        self._problems: list[Problem] = []
        self._content: dict[str, tuple[str, Any]] = {}
        for path in sorted(files):
            name = coach_file(path)
            if name is None:
                continue
            try:
                self._content[path] = (name, read(path, files[path]))
            except NotYaml as error:
                self._problems.append(error.problem)
        self.library = Library(vocabulary(self._opened, self._problem), problems=self._problems)
        self._seen: dict[str, str] = {}
        for path, (name, content) in self._content.items():
            if name not in FILES and content is not None:
                self._read(name, path, content)

    def _problem(self, path: str, line: int, message: str) -> None:
        self._problems.append(Problem(path, line, message))

    def _opened(self, wanted: str) -> tuple[str, Place]:
        for path, (name, content) in self._content.items():
            if name == wanted and isinstance(content, Place):
                return path, content
        if not any(problem.path.endswith(wanted) for problem in self._problems):
            self._problem(wanted, 1, "this file is missing or empty; the coach needs it")
        return wanted, Place()

    def _read(self, name: str, path: str, content: Any) -> None:
        if not isinstance(content, Place):
            self._problem(path, 1, "a mapping is needed here, not a list or a text")
        elif name == _CUES:
            self._cues(path, content)
        elif name.startswith("rules/"):
            self._rule(path, content)
        elif name not in _TARGETS:
            self._problem(path, 1, "no such file is known; rules belong in rules/")
        else:
            target, names = _TARGETS[name]
            for key, ways in content.items():
                if key not in names:
                    known = ", ".join(names)
                    self._problem(path, content.lines[key], f"unknown name {key!r}; known: {known}")
                    continue
                for way in ways:
                    self._way(path, way, target, key, 0)

    def _cues(self, path: str, content: Place) -> None:
        try:
            self.library.cues = compiled(CuesFile.model_validate(content))
        except ValidationError as error:
            for line, message in _explained(error, content):
                self._problem(path, line, message + "; it is written by benchmarks/coach_cues.py")

    def _rule(self, path: str, content: Place) -> None:
        lines = content.lines
        for key in content.keys() - set(_RULE_FIELDS):
            known = ", ".join(_RULE_FIELDS)
            self._problem(path, lines[key], f"unknown field {key!r}; a rule has {known}")
        for key in _RULE_FIELDS:
            if key not in content:
                self._problem(path, content.line, f"the rule has no {key!r}")
                return
        name, rank = content["id"], content["rank"]
        if name not in RULES:
            self._problem(path, lines["id"], f"unknown rule id {name!r}")
        elif name in self._seen:
            self._problem(path, lines["id"], f"the rule {name!r} is already in {self._seen[name]}")
        elif not isinstance(rank, int):
            self._problem(path, lines["rank"], "rank is a whole number; 1 is most important")
        else:
            self._seen[name] = path
            self.library.skills[name] = content["skill"]
            for way in content["ways"]:
                self._way(path, way, "rule", name, rank)

    def _way(self, path: str, data: Any, target: str, name: str, rank: int) -> None:
        if not isinstance(data, Place):
            self._problem(path, 1, f"the ways of {name!r} are mappings with a type")
            return
        fields = dict(data)
        weight, rank = fields.pop("weight", 0.0), fields.pop("rank", rank)
        kind = fields.get("type")
        if kind not in KINDS:
            line = data.lines.get("type", data.line)
            self._problem(path, line, f"unknown rule type {kind!r}; known: {', '.join(KINDS)}")
            return
        try:
            spec = KINDS[kind].model_validate(fields)
        except ValidationError as error:
            for line, message in _explained(error, data):
                self._problem(path, line, message)
            return
        types, considered = _types(spec.for_), _types(spec.consider_in)
        if unknown := (types | considered) - TYPES:
            line = data.lines.get("for", data.line)
            self._problem(path, line, f"unknown text type {', '.join(sorted(unknown))}")
            return
        shop = self.library.words.workshop
        try:
            way = Way(
                target=target,
                name=name,
                types=types,
                considered=considered,
                kind=spec.build(shop),
                spec=spec,
                unless=shop.patterns(spec.unless),
                unless_text=shop.patterns(spec.unless_text),
                path=path,
                line=data.line,
                rank=rank,
                weight=float(weight),
            )
        except BuildError as error:
            self._problem(path, error.line or data.line, str(error))
        else:
            self.library.ways.append(way)


def _explained(error: ValidationError, data: Place) -> Iterator[tuple[int, str]]:
    for fault in error.errors(include_url=False, include_input=False):
        name = str(fault["loc"][0]) if fault["loc"] else ""
        line = data.lines.get(name, data.line)
        if fault["type"] == "extra_forbidden":
            yield line, f"unknown field {name!r} for a rule of type {data.get('type')!r}"
        elif fault["type"] == "missing":
            yield line, f"the field {name!r} is missing"
        else:
            yield line, f"{name}: {fault['msg']} (lists of lines are written with '|')"


def _types(words: str) -> frozenset[str]:
    """The text types of a `for` such as "all -mirror" or "apology repair"."""
    names = frozenset(words.replace(",", " ").split())
    if "all" not in names:
        return names
    without = {name[1:] for name in names if name.startswith("-")}
    return (TYPES - without) | (without - TYPES)
