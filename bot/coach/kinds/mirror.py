"""`mirror`: an answer held against what the author of the heard line says it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from bot.coach.heard import Ear, Heard
from bot.coach.kinds.base import FIRST, LATER, Spec, Workshop
from bot.coach.phrases import Pattern
from bot.coach.scan import Hit, Matches, Scan, trimmed
from bot.coach.source import Row

_SWAPPED = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "am": "are", "was": "were",
    "myself": "yourself",
}  # fmt: skip
_TAG_WORDS = "so right yeah okay ok then and well hm"
_TAGS = frozenset(_TAG_WORDS.split())


class MirrorSpec(Spec):
    """`check`: parrot, opposite (a glad feeling for a hard one), missed (something else is given
    back) or unanswered (nothing is).

    With `patterns`, one of them must be there too.
    """

    type: Literal["mirror"]
    check: Literal["parrot", "opposite", "missed", "unanswered"]
    patterns: tuple[Row, ...] = ()

    def build(self, shop: Workshop) -> Mirror:
        """The rule."""
        return Mirror(self.check, shop.patterns(self.patterns), shop.ear)


class Mirror:
    """Finds what a mirror does not give back."""

    def __init__(self, check: str, triggers: tuple[Pattern, ...], ear: Ear) -> None:
        self.triggers = triggers
        self.always = not triggers
        self.turn = FIRST if check == "parrot" else LATER
        self._check = check
        self._ear = ear

    def judge(self, scan: Scan, matches: Matches) -> Iterator[Hit]:
        """One hit over the text, or none. Without a heard line nothing can be said."""
        heard = scan.heard
        # Three dots are no words: somebody is silent, and silence gives nothing back wrongly.
        if heard is None or not any(word[0].isalnum() for word in scan.normal.words):
            return
        if self._check == "parrot":
            wrong = parrots(scan, heard)
        elif scan.changes or scan.parts.get("asks") or scan.parts.get("offers"):
            wrong = False
        elif self._check == "opposite":
            tones = self._ear.feelings_of(scan.normal)[1]
            wrong = heard.tones == {"hard"} and tones == {"pleasant"} and not fits(scan, self._ear)
        elif self._check == "missed":
            wrong = bool(scan.parts.get("reflects")) and not fits(scan, self._ear)
        else:
            wrong = not scan.parts.get("reflects") and not given_back(scan, self._ear, heard)
        if wrong:
            yield Hit(*trimmed(scan.normal.text, 0, len(scan.normal.text)))


def given_back(scan: Scan, ear: Ear, heard: Heard) -> bool:
    """Whether an answer without the form of a mirror still gives something back."""
    if scan.parts.get("acknowledges"):
        return True
    if not heard.authored:
        return bool(ear.stems(scan.normal) & heard.stems) or bool(ear.feelings_of(scan.normal)[0])
    return fits(scan, ear)


def fits(scan: Scan, ear: Ear) -> bool:
    """Whether a feeling, a meaning or the point of the heard line is given back.

    Key words of the point alone are not enough: a rebuttal has them too. They count beside a
    form that gives back ("sounds like").
    """
    heard = scan.heard
    if heard is None:
        return bool(scan.parts.get("reflects"))
    families, tones = ear.feelings_of(scan.normal)
    stems = ear.stems(scan.normal)
    if families & heard.families or stems & heard.feeling_stems or stems & heard.accept:
        return True
    if any(2 * len(stems & meaning) >= len(meaning) for meaning in heard.meanings):
        return True
    if heard.authored:
        return bool(scan.parts.get("mirrored")) and any(stems & part for part in heard.point)
    # Only a text to go by: words of the line in a new form, or a feeling of the same tone.
    if heard.tones == {"hard"} and tones == {"pleasant"}:
        return False
    return bool(stems & heard.stems) or bool(tones) or len(heard.stems) <= 2


def parrots(scan: Scan, heard: Heard) -> bool:
    """Whether the answer is the line itself, with the person turned at most."""
    said = _turned(scan.normal.words)
    line = _turned(heard.words)
    if len(line) < 5 or len(said) < 5:
        return False
    common = _common(said[:120], line[:120])
    return common >= 0.78 * len(said) and common >= 0.6 * len(line)


def _turned(words: list[str] | tuple[str, ...]) -> list[str]:
    return [_SWAPPED.get(word, word) for word in words if word not in ".!?;" and word not in _TAGS]


def _common(said: list[str], line: list[str]) -> int:
    """The length of the longest common subsequence."""
    previous = [0] * (len(line) + 1)
    for word in said:
        current = [0]
        for place, other in enumerate(line):
            if word == other:
                current.append(previous[place] + 1)
            else:
                current.append(max(current[place], previous[place + 1]))
        previous = current
    return previous[-1]
