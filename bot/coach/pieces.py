"""Pieces of a pattern, and the words and pairs of neighbours that a text must have for it.

Most patterns cannot match most texts. What a pattern asks for is worked out while it is read, so
that it is tried only where that is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

_COMMON_WORDS = (
    "am was for your have so be with on this when but what just like about at if feel "
    "would want us he she they will can all out know how up no us or an as had did "
    "were been from because there them her him his"
)
# Words so frequent that they say little about whether a pattern can match.
_FREQUENT = {
    **dict.fromkeys(("i", "you", "to", "the", "a", "and", "it"), 40),
    **dict.fromkeys(("me", "my", "that", "is", "are", "of", "in", "we", "not", "do"), 25),
    **dict.fromkeys(_COMMON_WORDS.split(), 10),
}

_MOST_ANCHORS = 4
"""Sets of words and pairs that are asked for before a pattern is tried."""

_MOST_PAIRS = 40
"""Choices that meet in more pairs than this are asked for word by word."""

Words = frozenset[str]
Anchors = tuple[Words, ...]


class Piece(NamedTuple):
    """A part of a pattern: its expression, what it asks for, and the words it may begin and end
    with (None: not known, or there need be none)."""

    body: str
    anchors: Anchors = ()
    first: Words | None = None
    last: Words | None = None


NOTHING: Words = frozenset()
"""What a piece begins with that takes no word: what stands around it are neighbours."""


def joined(pieces: Sequence[Piece]) -> Piece:
    """Pieces one after the other; where two meet, their words are neighbours."""
    body = "".join(piece.body for piece in pieces)
    wide = [piece for piece in pieces if piece.first is not NOTHING]
    if not wide:
        return Piece(body, first=NOTHING)
    anchors = [words for piece in wide for words in piece.anchors]
    for before, after in pairwise(wide):
        ends, begins = before.last or NOTHING, after.first or NOTHING
        if 0 < len(ends) * len(begins) <= _MOST_PAIRS:
            anchors.append(frozenset(f"{a} {b}" for a in ends for b in begins))
    return Piece(body, tuple(anchors), wide[0].first, wide[-1].last)


def either(options: Sequence[Piece]) -> Piece:
    """A choice of pieces: one of what each of them asks for has to be there."""
    if len(options) == 1:
        return options[0]
    anchors: Anchors = ()
    if all(option.anchors for option in options):
        anchors = (frozenset().union(*(_rarest(option.anchors) for option in options)),)
    first = _all_of(option.first for option in options)
    last = _all_of(option.last for option in options)
    return Piece("|".join(option.body for option in options), anchors, first, last)


def rarest_first(anchors: Anchors) -> Anchors:
    """As many of them as are worth asking for, the one that is met least before the others."""
    return tuple(sorted(anchors, key=_weight))[:_MOST_ANCHORS]


def _all_of(ends: Iterable[Words | None]) -> Words | None:
    """The words of all choices together; not known where one of them is not."""
    known = list(ends)
    words = [each for each in known if each]
    return frozenset().union(*words) if len(words) == len(known) else None


def _rarest(anchors: Anchors) -> Words:
    return anchors[0] if len(anchors) == 1 else min(anchors, key=_weight)


def _weight(anchors: Words) -> float:
    """How often one of these is about met, in words of a hundred or so."""
    return sum(map(_frequency, anchors))


@cache
def _frequency(anchor: str) -> float:
    first, _, second = anchor.partition(" ")
    often = _FREQUENT.get(first, 1)
    return often * _FREQUENT.get(second, 1) / 100 if second else often
