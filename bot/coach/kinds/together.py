"""`together`: present when other things are: parts, signals, good moves, and no fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bot.coach.kinds.base import FIRST, Spec, Workshop
from bot.coach.kinds.mirror import fits
from bot.coach.phrases import Pattern
from bot.coach.scan import Hit, Matches, Scan


class TogetherSpec(Spec):
    """`all_of`, `one_of`: parts, signals or good moves; `without`: rule ids.

    `fits`: the text must also give back what was heard. `patterns`, when given: one must match.
    """

    type: Literal["together"]
    all_of: str = ""
    one_of: str = ""
    without: str = ""
    fits: bool = False
    most_words: int = 100_000

    def build(self, shop: Workshop) -> Together:
        """The rule."""
        return Together(self, shop)


class Together:
    """Finds that all that is asked for is there."""

    always = True
    turn = FIRST
    triggers: tuple[Pattern, ...] = ()

    def __init__(self, spec: TogetherSpec, shop: Workshop) -> None:
        self._all = spec.all_of.split()
        self._one = spec.one_of.split()
        self._without = frozenset(spec.without.split())
        self._fits = spec.fits
        self._most = spec.most_words
        self._ear = shop.ear

    def judge(self, scan: Scan, matches: Matches) -> Iterator[Hit]:
        """One hit over the text, or none."""
        if self._without & scan.found or len(scan.normal.words) > self._most:
            return
        present = {name for name, spans in scan.parts.items() if spans} | scan.good
        if not present.issuperset(self._all):
            return
        if self._one and present.isdisjoint(self._one):
            return
        if self._fits and not fits(scan, self._ear):
            return
        yield Hit(0, len(scan.normal.text))
