"""What kept records show together: counted and dated, in the person's own words and figures."""

from __future__ import annotations

from typing import Any

from bot.looking_back import progress, recurring, sums

MONDAY = 1_780_308_000.0
"""Monday, the first of June 2026, 10:00 UTC."""
DAY = 86_400.0


def kept(kind: str, days: float = 0.0, **data: Any) -> dict[str, Any]:
    return {"kind": kind, "at": MONDAY + days * DAY, "data": data}


def test_nothing_kept_shows_nothing() -> None:
    assert progress([], None) is None
    assert sums([], None) is None
    assert recurring([], lambda text: None) is None


def test_the_picture_has_each_talk_with_its_heat_and_each_week_between() -> None:
    records = [
        kept("debrief", how="talked", heat=8, heat_after=3),
        kept("debrief", 1, how="not-yet", heat=8),
        kept("debrief", 2, how="talked", heat="numb", heat_after=6),
        kept("checkin", 3),
        kept("checkin", 16),
    ]
    assert progress(records, "Europe/London") == {
        "talks": [
            {"name": "1.6.", "before": 8, "after": 3},
            {"name": "3.6.", "before": None, "after": 6},
        ],
        "weeks": [
            {"name": "1.6.", "checked_in": True},
            {"name": "8.6.", "checked_in": False},
            {"name": "15.6.", "checked_in": True},
        ],
    }


def test_sums_count_what_was_done_and_compare_with_nobody() -> None:
    records = [
        kept("card"),
        kept("debrief", how="talked", heat=8, heat_after=3),
        kept("debrief", how="talked", heat=3, heat_after=8),
        kept("promise", moved="once"),
        kept("promise_kept", moved="again"),
        kept("promise_kept", moved=""),
        kept("checkin", 1),
        kept("checkin", 2),
    ]
    shown = sums(records, None)
    assert shown == {"calmer": 1, "cards": 1, "talks": 2, "kept": 2, "moved": 2, "weeks": 1}


def test_what_comes_back_is_the_persons_own_with_what_spoke_against_it() -> None:
    records = [
        kept("journal", set_off="the phone", feeling=["lonely"], story="I bore him",
             known="he asked"),
        kept("journal", set_off="the phone again", feeling=["lonely", "own:heavy"]),
        kept("card", feelings=["sad"], thing="the phone"),
    ]  # fmt: skip
    found = recurring(records, lambda text: "the phone" if "phone" in text else None)
    assert found == {
        "feeling": "lonely", "times": 2, "thing": "the phone", "thing_times": 3,
        "story": "I bore him", "against": "he asked",
    }  # fmt: skip
