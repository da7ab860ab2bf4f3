"""Cues: words and runs of two and three words, with points for or against a change being wanted.

Rules know what people say; cues know how it sounds when they say it in a way no rule foresaw, and
when a rule's words stand in a sentence that is fair. The points of a text are added up, so that no
single word decides. They are learned from labelled sentences by `benchmarks/coach_cues.py`, are
plain data, and can be read and argued with. Source of the method: logistic regression on runs of
words (Wang and Manning 2012 call for pairs), rare runs counting more (Sparck Jones 1972).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nlargest
from math import sqrt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.coach.normal import Normal
from bot.coach.reading import Span

Block = Annotated[str, StringConstraints(max_length=1_000_000)]
_LONGEST = 3
"""The longest run of words that has points."""
_FEWEST = 8
"""A text of fewer words is weighed as if it had these: one word alone says little."""
_LEAST = 3
"""Fewer words bring no change by themselves: "ok" is no push."""
_WHOLE = 60
_WINDOW = 40
"""A text of up to `_WHOLE` words is weighed as one; a longer one is what its gravest stretch of
`_WINDOW` words is."""
_MARKS = frozenset(".!?;")
_CLEAR = 1.2
"""So far ahead of the next one a rule has to be, to be named with its reason where no rule found
anything. Of texts by authors left out of the learning about nine in ten were then named rightly."""


class GroupFile(BaseModel):
    """The cues of some text types: cues by their points, for a change and for each rule's id."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    types: str
    start: int
    rule: int
    named: int
    change: dict[int, Block]
    ids: dict[str, dict[int, Block]]


class CuesFile(BaseModel):
    """coach/cues.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    groups: tuple[GroupFile, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """Points in tenths. `start` is where every text begins, `rule` what a rule's finding adds.

    From 0 points on a change is wanted. `ids` tell which rule the words speak for most, by the run
    of words: points of each rule; a rule that found something has `named` points more.
    """

    start: int
    rule: int
    named: int
    change: Mapping[str, int]
    rules: tuple[str, ...]
    ids: Mapping[str, Sequence[tuple[str, int]]]

    def wants_change(self, normal: Normal, told: Set[str], found: bool) -> bool:
        """Whether a text wants a change; `found`: a rule says so.

        `told` is what the text tells: its `runs`, and how an answer stands to the line it answers
        (see `Ear.marks`).
        """
        words = len(normal.words)
        if not found and words < _LEAST:
            return False
        start = self.start + (self.rule if found else 0)
        if words <= _WHOLE:
            return start + _sum(self.change, told) / scale(words) >= 0
        marks = told - runs(normal, 0, words)
        return any(
            start + _sum(self.change, runs(normal, first, end) | marks) / scale(end - first) >= 0
            for first, end in _stretches(words)
        )

    def foremost(self, normal: Normal, told: Set[str], found: Sequence[str]) -> tuple[str, bool]:
        """The rule that matters most, and whether that is clear; `found`: what rules found."""
        scores = dict.fromkeys(self.rules, 0.0)
        for points in (self.ids[run] for run in told if run in self.ids):
            for rule, tenths in points:
                scores[rule] += tenths
        divisor = scale(len(normal.words))
        for rule in found:
            scores[rule] = scores.get(rule, 0.0) + self.named * divisor
        first, second = nlargest(2, scores, key=lambda rule: scores[rule])
        return first, scores[first] - scores[second] >= 10 * _CLEAR * divisor

    def place(self, normal: Normal) -> Span:
        """The clause that most wants the change, as a canonical span."""
        clauses = _clauses(normal)
        first, end = max(
            clauses, key=lambda c: _sum(self.change, runs(normal, *c)) / scale(c[1] - c[0])
        )
        return normal.starts[first], normal.starts[end - 1] + len(normal.words[end - 1])


def runs(normal: Normal, first: int, end: int) -> set[str]:
    """The words `first` up to `end`, and their runs, with what frames the text at its ends."""
    text = normal.text
    starts = [0, *normal.starts, len(text) - 2]
    ends = [1, *(start - 1 for start in normal.starts[1:]), 0, len(text) - 1]
    ends[len(normal.words)] = starts[len(normal.words)] + len(normal.words[-1])
    low, high = first if first == 0 else first + 1, end + 1
    if end == len(normal.words) and normal.words[-1] not in _MARKS:
        high += 1
    return {
        text[starts[i] : ends[j]]
        for i in range(low, high)
        for j in range(i, min(i + _LONGEST, high))
    }


def scale(words: int) -> float:
    """What points are divided by, so that a long text is not grave for its length."""
    return sqrt(max(_FEWEST, words))


def _sum(points: Mapping[str, int], told: Iterable[str]) -> int:
    return sum([points[run] for run in told if run in points])


def _stretches(words: int) -> Iterable[tuple[int, int]]:
    step = _WINDOW // 2
    for first in range(0, words - step, step):
        yield first, min(first + _WINDOW, words)


def _clauses(normal: Normal) -> list[tuple[int, int]]:
    """The stretches of two words or more between marks and commas, or else the whole text."""
    found: list[tuple[int, int]] = []
    first = 0
    for number, word in enumerate([*normal.words, "."]):
        if word in _MARKS or number in normal.commas:
            if number - first > 1:
                found.append((first, number))
            first = number + (word in _MARKS)
    return found or [(0, len(normal.words))]


def compiled(file: CuesFile) -> dict[str, Cues]:
    """The cues of each text type."""

    def points(blocks: Mapping[int, str]) -> dict[str, int]:
        return {
            cue.replace("_", " "): value for value, block in blocks.items() for cue in block.split()
        }

    found: dict[str, Cues] = {}
    for group in file.groups:
        ids: dict[str, list[tuple[str, int]]] = {}
        for rule, blocks in group.ids.items():
            for run, tenths in points(blocks).items():
                ids.setdefault(run, []).append((rule, tenths))
        rules = tuple(group.ids)
        named = {run: tuple(told) for run, told in ids.items()}
        cues = Cues(group.start, group.rule, group.named, points(group.change), rules, named)
        found.update(dict.fromkeys(group.types.split(), cues))
    return found
