"""Where the exchange with the simulated partner stands: plain, frozen, JSON-able."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from .vocabulary import GOING_ON

_LISTS = frozenset({"used", "earlier", "taught", "ahead"})

_OF_A_MOMENT = (
    *("style", "heat", "exchange", "line", "mood", "needs", "steady", "given", "soft", "strikes"),
    *("taught", "ahead"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One moment of a rehearsal. Every move makes a new one, so retry and rewind are free.

    heat: 0 to 10, never shown to the person while they rehearse.
    exchange: how many answers the person has given.
    line: id of what the partner says now; used: ids said in this rehearsal, oldest first.
    earlier: ids said in earlier rehearsals that could come up in this one.
    needs: the move this line calls for.
    words: the person's own words the partner may quote, already checked.
    steady: answers that helped or held; given: whether the partner was heard at least once;
    soft: softened lines said so far; strikes: times it got too hot.
    taught: the moves that the lines so far called for, oldest first.
    ahead: the lines still to come in a listening drill.
    before: the moment before a repair was proposed, to go on from.
    """

    style: str
    topic: str
    kind: str
    difficulty: str
    heat: int
    seed: int
    exchange: int = 0
    line: str = ""
    used: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    mood: str = "on"
    needs: str = "mirror"
    words: Mapping[str, str] = field(default_factory=dict)
    steady: int = 0
    given: bool = False
    soft: int = 0
    strikes: int = 0
    taught: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    before: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether the exchange is over: heard, a time, not today, closed, left or shut down."""
        return self.mood not in GOING_ON

    def as_data(self) -> dict[str, Any]:
        """Plain JSON-able data."""
        data = asdict(self)
        for name in _LISTS:
            data[name] = list(data[name])
        return data

    def moment(self) -> dict[str, Any]:
        """What it takes to come back to this moment later: `at` takes it."""
        data = self.as_data()
        return {name: data[name] for name in _OF_A_MOMENT}

    def at(self, moment: Mapping[str, Any]) -> Standing:
        """The same exchange at another moment. What was said since is not said again.

        Raises KeyError or TypeError when it is no moment.
        """
        known = {name: moment[name] for name in _OF_A_MOMENT}
        for name in _LISTS & known.keys():
            known[name] = tuple(known[name])
        return replace(self, **known, before={})

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Standing:
        """The standing that `as_data` described. Raises KeyError or TypeError when it is none."""
        known = {name: data[name] for name in cls.__slots__ if name in data}
        for name in _LISTS:
            known[name] = tuple(known.get(name, ()))
        known["words"] = dict(known.get("words", {}))
        return cls(**known)
