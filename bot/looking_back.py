"""What the kept records show together: how the weeks went, and what comes back in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.zones import local

Records = Sequence[Mapping[str, Any]]
"""Everything kept, oldest first, each as `kind`, `at` (unix seconds) and `data` (its slots)."""

TIMES = 2
"""How often something has to be there before it comes back."""


def progress(records: Records, zone: str | None) -> dict[str, Any] | None:
    """What the picture of the weeks is drawn from: own heat (0 to 10) around each talk, and the

    weeks with and without a check-in, named by their dates. None where there is nothing to draw.
    """
    talks = [
        {
            "name": _date(local(at, zone or "UTC")),
            "before": _heat(talk.get("heat")),
            "after": _heat(talk.get("heat_after")),
        }
        for at, talk in _of(records, "debrief")
        if talk.get("how") == "talked" and _heat(talk.get("heat_after")) is not None
    ]
    days = [local(at, zone or "UTC") for at, _ in _of(records, "checkin")]
    mondays = {(day - timedelta(days=day.weekday())).date() for day in days}
    weeks = []
    if mondays:
        monday = min(mondays)
        while monday <= max(mondays):
            weeks.append({"name": _date(monday), "checked_in": monday in mondays})
            monday += timedelta(days=7)
    return {"talks": talks, "weeks": weeks} if talks or weeks else None


def _date(day: date) -> str:
    """A day as it is short in figures: 2.6."""
    return f"{day.day}.{day.month}."


def _heat(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def sums(records: Records, zone: str | None) -> dict[str, Any] | None:
    """Talks prepared and held, and calmer after than before; promises kept and moved; weeks with
    a check-in. None where there is nothing of it yet.
    """
    talks = [d for _, d in _of(records, "debrief") if d.get("how") == "talked"]
    heats = [
        (t["heat"], t["heat_after"])
        for t in talks
        if isinstance(t.get("heat"), int) and isinstance(t.get("heat_after"), int)
    ]
    promises = [d for _, d in _of(records, "promise", "promise_kept")]
    weeks = {local(at, zone or "UTC").isocalendar()[:2] for at, _ in _of(records, "checkin")}
    shown = {
        "calmer": sum(after < before for before, after in heats),
        "cards": len(list(_of(records, "card"))),
        "talks": len(talks),
        "kept": len(list(_of(records, "promise_kept"))),
        "moved": sum(bool(d.get("moved")) for d in promises),
        "weeks": len(weeks),
    }
    return shown if any(shown.values()) else None


def recurring(records: Records, thing_of: Callable[[str], str | None]) -> dict[str, Any] | None:
    """The feeling and the thing that come back, in the person's words; their last story to that
    feeling, and what they wrote against it. None where nothing comes back.

    `thing_of` names what a text is about, in its own words, where that can be told.
    """
    pages = [d for _, d in _of(records, "journal", "card")]
    feelings = Counter(f for d in pages for f in {*(d.get("feeling") or d.get("feelings") or ())})
    things = Counter(t for d in pages if (t := d.get("thing") or thing_of(d.get("set_off") or "")))
    feeling, times = _most(feelings)
    thing, pages_with = _most(things)
    if feeling is None and thing is None:
        return None
    told = [d for d in pages if d.get("story") and (feeling in (None, *(d.get("feeling") or ())))]
    last = told[-1] if told else {}
    return {
        "feeling": feeling,
        "times": times,
        "thing": thing,
        "thing_times": pages_with,
        "story": last.get("story"),
        "against": last.get("known"),
    }


def _of(records: Records, *kinds: str) -> Iterable[tuple[float, Mapping[str, Any]]]:
    return ((r["at"], r["data"]) for r in records if r["kind"] in kinds)


def _most(counts: Counter[str]) -> tuple[str | None, int]:
    """The most frequent one that comes back, the first of several; None where none does."""
    best = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return best if best[1] >= TIMES else (None, 0)
