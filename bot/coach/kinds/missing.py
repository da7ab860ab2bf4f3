"""`missing`: a finding when nothing of what the text needs is there, and nothing else is amiss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bot.coach.kinds.base import LAST, BuildError, Spec, Workshop
from bot.coach.phrases import Pattern
from bot.coach.scan import Hit, Matches, Scan, trimmed
from bot.coach.source import Row


class MissingSpec(Spec):
    """`any_of`: patterns; `parts`, `good`: names; any one of them is enough.

    `once`: asked only when one of these patterns is there. `words_over`, `words_under`: bounds on
    the length of the text, in words.
    """

    type: Literal["missing"]
    any_of: tuple[Row, ...] = ()
    parts: str = ""
    good: str = ""
    once: tuple[Row, ...] = ()
    words_over: int = 0
    words_under: int = 100_000

    def build(self, shop: Workshop) -> Missing:
        """The rule with its patterns compiled."""
        if not (self.any_of or self.parts or self.good):
            raise BuildError(0, "say what is missing: any_of, parts or good")
        return Missing(self, shop.patterns(self.any_of), shop.patterns(self.once))


class Missing:
    """Finds that something is not there; not where a change is asked for already."""

    turn = LAST

    def __init__(
        self, spec: MissingSpec, enough: tuple[Pattern, ...], once: tuple[Pattern, ...]
    ) -> None:
        self.triggers = enough + once
        self.always = not once
        self._enough = {pattern.body for pattern in enough}
        self._parts = spec.parts.split()
        self._good = spec.good.split()
        self._bounds = (spec.words_over, spec.words_under)

    def judge(self, scan: Scan, matches: Matches) -> Iterator[Hit]:
        """One hit over what is there, or none."""
        if scan.changes:
            return
        length = len(scan.normal.words)
        if not self._bounds[0] < length < self._bounds[1]:
            return
        if any(match.re.pattern in self._enough for match in matches):
            return
        if any(scan.parts.get(part) for part in self._parts):
            return
        if any(good in scan.good for good in self._good):
            return
        if matches:
            yield scan.hit(matches[0])
        elif length:
            start, end = trimmed(scan.normal.text, 0, len(scan.normal.text))
            yield Hit(start, end)
