"""What the kept records show together: how the weeks went, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.zones import local

Records = Sequence[Mapping[str, Any]]
"""Everything kept, oldest first, each as `kind`, `at` (unix seconds) and `data` (its slots)."""

MOST_MOVES = 8
"""How many good moves are shown at most."""


def progress(records: Records, zone: str | None) -> dict[str, Any] | None:
    """What the picture of the weeks is drawn from; None where there is nothing to draw.

    `talks`: own heat (0 to 10) before and after each, by its day; of a talk that was practised and
    not yet held only before. `moves` and `promises`: how often, by name. `weeks`: those with a
    check-in, by their Mondays; what was left out is nothing to draw.
    """
    shown = {
        "talks": _heats(records, zone),
        "moves": _moves(records),
        "promises": _promises(records),
        "weeks": _weeks(records, zone),
    }
    return shown if any(shown.values()) else None


def _heats(records: Records, zone: str | None) -> list[dict[str, Any]]:
    told: list[tuple[float, int | None, int | None]] = []
    open_card: tuple[float, int | None] | None = None
    for record in sorted(records, key=lambda r: r["at"]):
        data, at = record["data"], record["at"]
        if record["kind"] == "card":
            if open_card is not None:
                told.append((*open_card, None))
            open_card = (at, _heat(data.get("heat")))
        elif record["kind"] == "debrief" and data.get("how") == "talked":
            told.append((at, _heat(data.get("heat")), _heat(data.get("heat_after"))))
            open_card = None
    if open_card is not None:
        told.append((*open_card, None))
    return [
        {"day": _day(at, zone), "before": before, "after": after}
        for at, before, after in told
        if (before, after) != (None, None)
    ]


def _moves(records: Records) -> dict[str, int]:
    """In how many rehearsals and drills each good move was made, the most frequent first."""
    made = Counter(m for _, d in of_kinds(records, "practised") for m in {*d.get("skills", ())})
    return dict(sorted(made.items(), key=lambda item: (-item[1], item[0]))[:MOST_MOVES])


def _promises(records: Records) -> dict[str, int]:
    """How many were kept and how many moved; what did not happen is left out."""
    moved = sum(bool(d.get("moved")) for _, d in of_kinds(records, "promise", "promise_kept"))
    counts = {"kept": len(list(of_kinds(records, "promise_kept"))), "moved": moved}
    return {name: times for name, times in counts.items() if times}


def _weeks(records: Records, zone: str | None) -> list[dict[str, str]]:
    days = [local(at, zone or "UTC") for at, _ in of_kinds(records, "checkin")]
    mondays = {(day - timedelta(days=day.weekday())).date() for day in days}
    return [{"day": monday.isoformat()} for monday in sorted(mondays)]


def _day(at: float, zone: str | None) -> str:
    return local(at, zone or "UTC").date().isoformat()


def _heat(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def sums(records: Records, zone: str | None) -> dict[str, Any] | None:
    """Talks prepared and held, and calmer after than before; the ways of answering practised;

    promises kept and moved; weeks with a check-in. None where there is nothing of it yet.
    """
    talks = [d for _, d in of_kinds(records, "debrief") if d.get("how") == "talked"]
    heats = [(_heat(t.get("heat")), _heat(t.get("heat_after"))) for t in talks]
    promises = _promises(records)
    shown = {
        "calmer": sum(b is not None and a is not None and a < b for b, a in heats),
        "cards": len(list(of_kinds(records, "card"))),
        "talks": len(talks),
        "moves": list(_moves(records)),
        "kept": promises.get("kept", 0),
        "moved": promises.get("moved", 0),
        "weeks": len(_weeks(records, zone)),
    }
    return shown if any(shown.values()) else None


def of_kinds(records: Records, *kinds: str) -> Iterable[tuple[float, Mapping[str, Any]]]:
    """When the records of these kinds were kept, and what is in each, oldest first."""
    return ((r["at"], r["data"]) for r in records if r["kind"] in kinds)
