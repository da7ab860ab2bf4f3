"""A time as it was said: which day, which clock. Not yet a moment: that takes a zone and a now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Day:
    """A day as it was said.

    `ahead`: `n` days from today. `weekday`: the coming one (`n`, Monday is 0), or with `weeks` 1
    that of next week. `date`: the next day `n` of `month` (1 to 12; 0, until placed: of any).
    """

    kind: Literal["ahead", "weekday", "date"]
    n: int
    weeks: int = 0
    month: int = 0


@dataclass(frozen=True, slots=True)
class Spec:
    """A time as it was said. Either `minutes` from now, or a day, a clock, or both.

    `clock` is minutes after midnight. `part` is the number of the part of the day that was named,
    `typed` the clock as it was typed, where that leaves no doubt (7pm, 19:30).
    """

    day: Day | None = None
    clock: int | None = None
    part: int | None = None
    typed: str = ""
    minutes: int | None = None

    def as_data(self, said: float) -> dict[str, Any]:
        """Plain data, with the unix time at which it was said."""
        return {**asdict(self), "said": said}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Spec:
        """The spec that `as_data` described."""
        rest = {k: v for k, v in data.items() if k not in ("said", "day")}
        day = data.get("day")
        return cls(day=None if day is None else Day(**day), **rest)
