"""`absolute`: always and never, unless what is always done is good, or what never is, bad."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from bot.coach.kinds.base import FIRST, Spec, Workshop
from bot.coach.lexicon import Lexicon, word_number
from bot.coach.phrases import Pattern
from bot.coach.scan import Hit, Matches, Scan
from bot.coach.shields import clause_end
from bot.coach.source import Row


class AbsoluteSpec(Spec):
    """`always` and `never`: patterns; `kind_words`, `unkind_words`: sets that excuse them.

    With `only_unkind`, always is found only before unkind words and never only before kind ones.
    """

    type: Literal["absolute"]
    always: tuple[Row, ...] = ()
    never: tuple[Row, ...] = ()
    kind_words: str
    unkind_words: str
    neutral_words: str
    skip: str = "adverbs"
    only_unkind: bool = False

    def build(self, shop: Workshop) -> Absolute:
        """The rule with its patterns compiled and its sets looked up."""
        return Absolute(
            shop.patterns(self.always),
            shop.patterns(self.never),
            shop.lexicon(self.kind_words, 0),
            shop.lexicon(self.unkind_words, 0),
            shop.lexicon(self.neutral_words, 0),
            frozenset(shop.lexicon(self.skip, 0).entries),
            self.only_unkind,
            frozenset(shop.lexicon("past_words", 0).entries),
        )


class Absolute:
    """Finds absolutes by the word that follows them."""

    always = False
    turn = FIRST

    def __init__(
        self,
        always: tuple[Pattern, ...],
        never: tuple[Pattern, ...],
        kind: Lexicon,
        unkind: Lexicon,
        neutral: Lexicon,
        skip: frozenset[str],
        only_unkind: bool,
        past: frozenset[str],
    ) -> None:
        self.triggers = always + never
        self._never = {pattern.body for pattern in never}
        self._kind, self._unkind, self._neutral = kind, unkind, neutral
        self._skip = skip
        self._only_unkind = only_unkind
        self._past = past

    def judge(self, scan: Scan, matches: Matches) -> Iterator[Hit]:
        """A hit for each absolute whose following word does not excuse it."""
        for match in matches:
            negative = match.re.pattern in self._never
            good = self._kind.after(scan.normal, match.end(), self._skip)
            bad = self._unkind.after(scan.normal, match.end(), self._skip)
            if good is not None and bad is not None:
                good, bad = (good, None) if good.end > bad.end else (None, bad)
            excused, meant = (bad, good) if negative else (good, bad)
            if excused is not None or (self._only_unkind and meant is None):
                continue
            if meant is None and self._neutral.after(scan.normal, match.end(), self._skip):
                continue
            hit = scan.hit(match)
            hit.pieces.update(self._following(scan, match, negative))
            yield hit

    def _following(
        self, scan: Scan, match: re.Match[str], negative: bool
    ) -> Iterator[tuple[str, str]]:
        """What is always done (`rest`), always so (`state`), or never done (`missed`)."""
        normal = scan.normal
        place = word_number(normal, match.end())
        if place >= len(normal.words):
            return
        rest = scan.words(normal.starts[place], clause_end(normal, match.end()))
        words = match.group().split()
        if negative:
            if words == ["you", "never"] and normal.words[place] not in self._past:
                yield "missed", rest
        elif "are" in words:
            yield "state", rest
        elif words[0] == "you" and words[-1] not in ("to", "were", "have"):
            yield "rest", rest
