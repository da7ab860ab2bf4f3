"""Looking back on an exchange: what was done well, and one thing to try. Ids, no score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .heat import Thermometer


@dataclass(frozen=True, slots=True)
class Try:
    """One answer: the move that its line called for, and the good moves the coach saw in it."""

    needs: str
    good: tuple[str, ...]

    @classmethod
    def from_data(cls, tried: Mapping[str, Any]) -> Try:
        """What counts of a try as the engine keeps it."""
        return cls(tried["moment"]["needs"], tuple(tried["good"]))


@dataclass(frozen=True, slots=True)
class Review:
    """The good moves that were made, in the order of the first of each; the move to try next."""

    skills: tuple[str, ...]
    to_try: str | None


def reviewed(tries: Iterable[Try], heat: Thermometer) -> Review:
    """What these answers show. To try: the first move that was called for and never made."""
    seen = list(tries)
    skills = tuple(dict.fromkeys(move for one in seen for move in one.good))
    missed = (one.needs for one in seen if not heat.shown(one.needs, skills))
    return Review(skills, next(missed, None))
