"""What a text said of a time, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.times.spec import Day


@dataclass
class Parts:
    """What a text said. `clocks` are (hour, minute, as typed); two where "half eight" was said."""

    days: list[Day] = field(default_factory=list)
    clocks: list[tuple[int, int, str]] = field(default_factory=list)
    half: str | None = None
    part: int | None = None
    minutes: int | None = None
    doubtful: bool = False
    tonight: bool = False


class Twice(Exception):
    """The text says two different things of one kind."""


def once(holds: bool) -> None:
    """Raises Twice where something was said already."""
    if not holds:
        raise Twice
