"""A rhythm's next time, and quiet hours, over the change of the clocks too."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rhythm import QUIET, RHYTHMS, awake, next_of
from bot.zones import ZONES, local

BERLIN = "Europe/Berlin"


def at(text: str, zone: str = BERLIN) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


@pytest.mark.parametrize(
    ("rhythm", "now", "then"),
    [
        ("morning", "2026-06-02 06:30", "2026-06-02 08:00"),
        ("morning", "2026-06-02 07:30", "2026-06-03 08:00"),
        ("morning", "2026-06-02 08:00", "2026-06-03 08:00"),
        ("evening", "2026-12-31 21:00", "2027-01-01 20:00"),
        ("sunday", "2026-06-02 09:00", "2026-06-07 18:00"),
        ("sunday", "2026-06-07 18:00", "2026-06-14 18:00"),
        # The clocks go forward on the 29th of March, and back on the 25th of October.
        ("morning", "2026-03-28 09:00", "2026-03-29 08:00"),
        ("evening", "2026-10-24 21:00", "2026-10-25 20:00"),
    ],
)
def test_a_rhythm_comes_next(rhythm: str, now: str, then: str) -> None:
    assert next_of(rhythm, BERLIN, at(now)) == at(then)


@pytest.mark.parametrize(("rhythm", "zone"), [("never", BERLIN), (None, BERLIN), ("morning", None)])
def test_what_names_no_time_gives_none(rhythm: object, zone: str | None) -> None:
    assert next_of(rhythm, zone, 0.0) is None


@given(
    st.sampled_from(sorted(RHYTHMS)),
    st.sampled_from(ZONES),
    st.floats(1_600_000_000, 2_000_000_000),
)
def test_a_rhythm_is_always_to_come_and_at_its_hour(rhythm: str, zone: str, now: float) -> None:
    then = next_of(rhythm, zone, now)
    assert then is not None
    assert 3600.0 <= then - now <= 9 * 86_400.0
    assert local(then, zone).hour == RHYTHMS[rhythm][1]


@pytest.mark.parametrize(
    ("quiet", "now", "then"),
    [
        (None, "2026-06-02 21:59", "2026-06-02 21:59"),
        (None, "2026-06-02 22:00", "2026-06-03 08:00"),
        (None, "2026-06-03 00:30", "2026-06-03 08:00"),
        (None, "2026-06-03 08:00", "2026-06-03 08:00"),
        ("21-9", "2026-06-02 21:30", "2026-06-03 09:00"),
        ("none", "2026-06-03 03:00", "2026-06-03 03:00"),
        (None, "2026-03-28 23:00", "2026-03-29 08:00"),
    ],
)
def test_quiet_hours_end_in_the_morning(quiet: str | None, now: str, then: str) -> None:
    me = {"zone": BERLIN} | ({"quiet": quiet} if quiet else {})
    assert awake(me, at(now)) == at(then)


def test_without_a_zone_there_is_no_night() -> None:
    assert awake({}, at("2026-06-03 03:00")) == at("2026-06-03 03:00")


@given(
    st.sampled_from([*QUIET, "none"]),
    st.sampled_from(ZONES),
    st.floats(1_600_000_000, 2_000_000_000),
)
def test_when_they_are_over_they_are_over(quiet: str, zone: str, now: float) -> None:
    me = {"zone": zone, "quiet": quiet}
    then = awake(me, now)
    assert now <= then <= now + 15 * 3600.0
    assert awake(me, then) == then
