"""What the plots are made of: a person's own numbers, and the words that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heat:
    """The person's own heat (0 to 10) at one moment, and what the moment is called."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk: its short name (a date), the person's heat before and after it; None: not told."""

    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Count:
    """Something that was done, how often: a move practised, promises kept or moved."""

    name: str
    times: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week with a check-in: its short name (a date)."""

    name: str


@dataclass(frozen=True, slots=True)
class HeatWords:
    """The words of a heat plot: its title, and what stands at the two ends of the scale."""

    title: str
    calm: str
    hot: str


@dataclass(frozen=True, slots=True)
class ProgressWords:
    """The words of the progress picture. A panel without data is left out with its heading."""

    title: str
    talks: str
    before: str
    after: str
    calm: str
    hot: str
    moves: str
    promises: str
    weeks: str


@dataclass(frozen=True, slots=True)
class Progress:
    """All that the progress picture shows, oldest first."""

    talks: Sequence[Talk] = ()
    moves: Sequence[Count] = ()
    promises: Sequence[Count] = ()
    weeks: Sequence[Week] = ()

    def __bool__(self) -> bool:
        """Is there anything to show?"""
        return bool(self.talks or self.moves or self.promises or self.weeks)
