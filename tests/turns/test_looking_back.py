"""What kept records show together: counted and dated, in the person's own words and figures."""

from __future__ import annotations

from typing import Any

from bot.looking_back import progress, sums

MONDAY = 1_780_308_000.0
"""Monday, the first of June 2026, 10:00 UTC."""
DAY = 86_400.0


def kept(kind: str, days: float = 0.0, **data: Any) -> dict[str, Any]:
    return {"kind": kind, "at": MONDAY + days * DAY, "data": data}


def test_nothing_kept_shows_nothing() -> None:
    assert progress([], None) is None
    assert sums([], None) is None


def test_the_picture_has_heat_around_talks_and_only_weeks_with_a_check_in() -> None:
    records = [
        kept("card", heat=8),
        kept("debrief", how="talked", heat=8, heat_after=3),
        kept("debrief", 1, how="not-yet", heat=8),
        kept("debrief", 2, how="talked", heat="numb", heat_after=6),
        kept("card", 3, heat=7),
        kept("card", 4, heat="numb"),
        kept("card", 5, heat=2),
        kept("checkin", 3),
        kept("checkin", 16),
    ]
    assert progress(records, "Europe/London") == {
        "talks": [
            {"day": "2026-06-01", "before": 8, "after": 3},
            {"day": "2026-06-03", "before": None, "after": 6},
            {"day": "2026-06-04", "before": 7, "after": None},
            {"day": "2026-06-06", "before": 2, "after": None},
        ],
        "moves": {},
        "promises": {},
        "weeks": [{"day": "2026-06-01"}, {"day": "2026-06-15"}],
    }


def test_moves_are_counted_by_the_rehearsals_they_were_made_in() -> None:
    records = [
        kept("practised", skills=["mirrors", "holds"]),
        kept("practised", 1, skills=["holds"]),
        kept("promise_kept", moved="once"),
    ]
    shown = progress(records, None)
    assert shown is not None
    assert list(shown["moves"].items()) == [("holds", 2), ("mirrors", 1)]
    assert shown["promises"] == {"kept": 1, "moved": 1}
    assert shown["talks"] == shown["weeks"] == []


def test_sums_count_what_was_done_and_compare_with_nobody() -> None:
    records = [
        kept("card"),
        kept("debrief", how="talked", heat=8, heat_after=3),
        kept("debrief", how="talked", heat=3, heat_after=8),
        kept("promise", moved="once"),
        kept("promise_kept", moved="again"),
        kept("promise_kept", moved=""),
        kept("practised", skills=["mirrors"]),
        kept("checkin", 1),
        kept("checkin", 2),
    ]
    assert sums(records, None) == {
        "calmer": 1, "cards": 1, "talks": 2, "moves": ["mirrors"], "kept": 2, "moved": 2,
        "weeks": 1,
    }  # fmt: skip
