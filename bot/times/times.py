"""What a typed time can mean, each way in words and as a moment, to be shown back and confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.times.grammar import Grammar
from bot.times.later import Later, said_later
from bot.times.lists import Lists, SourceError, read_lists
from bot.times.moments import placed
from bot.times.parts import Parts
from bot.times.saying import words
from bot.times.spec import Day, Spec
from bot.zones import PART_OF, moment_of

Wants = Literal["moment", "minutes", "day"]
"""What is asked for: a day and a clock; how long from now; a day, or more exactly."""

MOST = 4
"""Ways to understand a text that are worth showing."""

EVENING_FIRST, MORNING_FIRST = (7, 8, 9), (10, 11)
"""Hours that may be in either half of the day, by what is meant more often of a talk."""

FARTHEST = 400 * 86400.0


@dataclass(frozen=True, slots=True)
class Meant:
    """One thing a typed time can mean: its words, its data, and its unix time, where known."""

    words: str
    spec: dict[str, Any]
    at: float | None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a typed time can mean, likeliest first; or why it means nothing.

    `why`: `unclear`, `vague` (it names no moment), `past`, `far`, or `zone` (it takes a time zone).
    """

    meant: tuple[Meant, ...] = ()
    why: str = ""


class Times:
    """Reads times as people type them, in one language."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._grammar = Grammar(lists)
        plain = [i for i, p in enumerate(lists.parts) if p.today and p.long]
        by_clock = sorted(plain, key=lambda i: lists.parts[i].minutes)
        self._thirds = tuple(by_clock[:3])

    @classmethod
    def from_text(cls, text: str, path: str) -> Times:
        """Reads times.yaml. Raises SourceError with `path:line: message` lines."""
        return cls(read_lists(text, path))

    @classmethod
    def problems(cls, text: str, path: str) -> list[str]:
        """Everything wrong in times.yaml, as `path:line: message`."""
        try:
            read_lists(text, path)
        except SourceError as error:
            return str(error).splitlines()
        return []

    def read(self, text: str, now: float, zone: str | None, wants: Wants = "moment") -> Reading:
        """What a typed text can mean.

        Args:
            now: unix seconds, when it was typed.
            zone: the person's time zone, where it is known.
            wants: what was asked for.
        """
        if self._grammar.vague(text):
            return Reading(why="vague")
        if wants == "minutes" and text.strip().isdecimal() and 0 < int(text) <= 600:
            return self._placed([Spec(minutes=int(text))], now, zone, wants)
        parts = self._grammar.parts(text)
        specs = [] if parts is None else self._specs(parts, wants)
        if not specs:
            return Reading(why="unclear")
        return self._placed(specs, now, zone, wants)

    def later(self, data: object, zone: str | None, now: float) -> Later | None:
        """A time that was tapped or typed, as it is called now. None where there is none.

        Args:
            data: what the slot with `_spec` holds, with the unix time at which it was said.
            zone: the person's time zone, where it is known.
            now: unix seconds.
        """
        if not isinstance(data, Mapping) or "said" not in data:
            return None
        said = float(data["said"])
        if "tap" not in data:
            spec, at = placed(Spec.from_data(data), zone, said)
            return said_later(self._lists, spec, at, said, zone, now)
        at = moment_of(data["tap"], zone, said)
        clock = PART_OF.get(data["tap"])
        part = next((i for i, p in enumerate(self._lists.parts) if p.minutes == clock), None)
        return said_later(self._lists, Spec(clock=clock, part=part), at, said, zone, now)

    def _placed(self, specs: list[Spec], now: float, zone: str | None, wants: Wants) -> Reading:
        made = [placed(spec, zone, now) for spec in specs]
        known = [(spec, at) for spec, at in made if at is not None]
        if not known and zone is not None:
            return Reading(why="unclear")
        if not known and wants == "minutes":
            return Reading(why="zone")
        if not known:
            found = [Meant(words(self._lists, s), s.as_data(now), None) for s, _ in made]
            return Reading(tuple(found[:MOST]))
        to_come = [(s, at) for s, at in known if at > now]
        if not to_come:
            return Reading(why="past")
        near = [(s, at) for s, at in to_come if at < now + FARTHEST]
        if specs[0].day is None and any(s.day == Day("ahead", 0) for s, _ in near):
            near = [(s, at) for s, at in near if s.day == Day("ahead", 0)]
        once = {at: spec for spec, at in reversed(near)}
        kept = [(s, at) for s, at in near if once[at] is s][:MOST]
        meant = tuple(Meant(words(self._lists, s), s.as_data(now), at) for s, at in kept)
        return Reading(meant) if meant else Reading(why="far")

    def _specs(self, parts: Parts, wants: Wants) -> list[Spec]:
        """Every way to understand what was said, likeliest first."""
        if parts.minutes is not None:
            alone = not (parts.days or parts.clocks or parts.part is not None)
            return [Spec(minutes=parts.minutes)] if alone else []
        days: list[Day | None] = [*parts.days] or [None]
        if parts.clocks:
            clocks = self._clocks(parts)
        elif parts.part is not None:
            clocks = [Spec(clock=self._lists.parts[parts.part].minutes, part=parts.part)]
        elif wants != "moment":
            clocks = [Spec()]
        else:
            thirds = self._thirds if len(days) == 1 else self._thirds[::2]
            clocks = [Spec(clock=self._lists.parts[i].minutes, part=i) for i in thirds]
        return [replace(clock, day=day) for day in days for clock in clocks]

    def _clocks(self, parts: Parts) -> list[Spec]:
        named = None if parts.part is None else self._lists.parts[parts.part]
        half = parts.half or (named.half if named is not None else None)
        night = named is not None and named.minutes >= 20 * 60
        found: list[Spec] = []
        for hour, minute, whole in parts.clocks:
            hours = _hours(hour, whole, half, night, parts.doubtful)
            found += [Spec(clock=full * 60 + minute, typed=whole) for full in hours]
        return found


def _hours(hour: int, whole: str, half: str | None, night: bool, doubtful: bool) -> list[int]:
    """The hours of the day that an hour on the clock can be, likeliest first."""
    if hour > 12 or hour == 0 or (whole and half is None):
        return [hour % 24 if hour != 24 else 24]
    if night and hour == 12:
        return [24]
    if night and hour < 5:
        return [24 + hour]
    if half == "am":
        return [hour % 12]
    if half == "pm" or hour == 12 or hour < EVENING_FIRST[0]:
        return [hour % 12 + 12]
    if doubtful:
        return [hour] if hour == MORNING_FIRST[-1] else [hour + 12]
    return [hour, hour + 12] if hour in MORNING_FIRST else [hour + 12, hour]
