"""`count`: a finding when there is more of something than a talk can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bot.coach.kinds.base import FIRST, Spec, Workshop
from bot.coach.normal import Normal
from bot.coach.phrases import Pattern
from bot.coach.reading import Span
from bot.coach.scan import Hit, Matches, Scan, trimmed
from bot.coach.source import Row


class CountSpec(Spec):
    """`what`: words, questions, or matches of `patterns`; `over`: how many are still fine.

    With `apart`, matches in one clause count once.
    """

    type: Literal["count"]
    what: Literal["words", "questions", "matches"]
    over: int
    patterns: tuple[Row, ...] = ()
    apart: bool = False

    def build(self, shop: Workshop) -> Count:
        """The rule with its patterns compiled."""
        return Count(self, shop.patterns(self.patterns))


class Count:
    """Finds too many of something."""

    turn = FIRST

    def __init__(self, spec: CountSpec, patterns: tuple[Pattern, ...]) -> None:
        self.triggers = patterns
        self.always = spec.what != "matches"
        self._what, self._over, self._apart = spec.what, spec.over, spec.apart

    def judge(self, scan: Scan, matches: Matches) -> Iterator[Hit]:
        """One hit from the first that counts to the last."""
        normal = scan.normal
        if self._what == "words":
            if len(normal.words) > self._over:
                yield Hit(*trimmed(normal.text, 0, len(normal.text)))
            return
        if self._what == "questions":
            spans = [(s, e) for s, e in normal.sentences if normal.text[e - 2] == "?"]
            skipped = [m.start() for m in matches]
            spans = [(s, e) for s, e in spans if not any(s <= place < e for place in skipped)]
        else:
            spans = sorted(
                (m.start(), m.end()) for m in matches if not scan.shielded(m.start(), m.end())
            )
            spans = _apart(spans, normal) if self._apart else spans
        if len(spans) > self._over:
            yield Hit(*trimmed(normal.text, spans[0][0], spans[-1][1]))


def _apart(spans: list[Span], normal: Normal) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or (span[0] >= kept[-1][1] and _parted(kept[-1][0], span[1], normal)):
            kept.append(span)
    return kept


def _parted(start: int, end: int, normal: Normal) -> bool:
    first, last = normal.numbers(start, end)
    between = normal.words[first : last + 1]
    return (
        any(number in normal.commas for number in range(first + 1, last + 1))
        or any(mark in between for mark in ".!?;")
        or "and" in between
        or "then" in between
    )
