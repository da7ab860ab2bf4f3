"""Time zones by the clock on the wall, and moments named by a part of a day."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.zones import ZONES, clock_text, local, moment_of, zones_now

TOKENS = ("this-evening", "tomorrow-evening", "saturday-morning")


def at(zone: str, text: str, fold: int = 0) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()


CASES = [
    # An ordinary Tuesday.
    ("Europe/Berlin", "2026-06-02 09:00", "this-evening", "2026-06-02 19:00"),
    ("Europe/Berlin", "2026-06-02 09:00", "tomorrow-evening", "2026-06-03 19:00"),
    ("Europe/Berlin", "2026-06-02 09:00", "saturday-morning", "2026-06-06 10:00"),
    # The evening is here already: the next full hour, past midnight too.
    ("Europe/Berlin", "2026-06-02 18:59", "this-evening", "2026-06-02 19:00"),
    ("Europe/Berlin", "2026-06-02 19:00", "this-evening", "2026-06-02 20:00"),
    ("Europe/Berlin", "2026-06-02 22:59", "this-evening", "2026-06-02 23:00"),
    ("Europe/Berlin", "2026-06-02 23:05", "this-evening", "2026-06-03 00:00"),
    ("Europe/Berlin", "2026-12-31 23:59", "this-evening", "2027-01-01 00:00"),
    # After midnight "this evening" is the one to come.
    ("Europe/Berlin", "2026-06-03 00:30", "this-evening", "2026-06-03 19:00"),
    ("Europe/Berlin", "2026-12-31 12:00", "tomorrow-evening", "2027-01-01 19:00"),
    # Saturday itself, before and after ten.
    ("Europe/Berlin", "2026-06-06 09:59", "saturday-morning", "2026-06-06 10:00"),
    ("Europe/Berlin", "2026-06-06 10:00", "saturday-morning", "2026-06-13 10:00"),
    ("Europe/Berlin", "2026-06-05 23:59", "saturday-morning", "2026-06-06 10:00"),
    ("Europe/Berlin", "2026-06-07 00:00", "saturday-morning", "2026-06-13 10:00"),
    # The clocks go forward and back on the Sunday between.
    ("Europe/Berlin", "2026-03-28 20:00", "tomorrow-evening", "2026-03-29 19:00"),
    ("Europe/Berlin", "2026-10-24 20:00", "tomorrow-evening", "2026-10-25 19:00"),
    ("America/New_York", "2026-03-07 21:00", "tomorrow-evening", "2026-03-08 19:00"),
    ("America/New_York", "2026-11-01 00:30", "this-evening", "2026-11-01 19:00"),
    ("Australia/Sydney", "2026-10-03 22:00", "tomorrow-evening", "2026-10-04 19:00"),
    # Odd offsets.
    ("Asia/Kathmandu", "2026-06-02 23:20", "this-evening", "2026-06-03 00:00"),
    ("America/St_Johns", "2026-06-02 18:00", "this-evening", "2026-06-02 19:00"),
]


@pytest.mark.parametrize(("zone", "now", "token", "moment"), CASES)
def test_a_moment(zone: str, now: str, token: str, moment: str) -> None:
    assert moment_of(token, zone, at(zone, now)) == at(zone, moment)


def test_the_hours_between_are_real_hours() -> None:
    """Over a change of the clocks, the same wall time is an hour nearer or farther."""
    spring = at("Europe/Berlin", "2026-03-28 19:00")
    autumn = at("Europe/Berlin", "2026-10-24 19:00")
    hours = [moment_of("tomorrow-evening", "Europe/Berlin", t) - t for t in (spring, autumn)]  # type: ignore[operator]
    assert [h / 3600 for h in hours] == [23, 25]


def test_midnight_that_does_not_exist() -> None:
    """In the Azores the clocks go from 23:59:59 to 1:00 on the last Sunday in March."""
    now = at("Atlantic/Azores", "2026-03-28 23:30")
    moment = moment_of("this-evening", "Atlantic/Azores", now)
    assert moment is not None
    assert moment - now == 1800


def test_an_hour_that_comes_twice() -> None:
    for fold in (0, 1):
        now = at("Europe/Berlin", "2026-10-25 02:30", fold)
        assert moment_of("this-evening", "Europe/Berlin", now) == at(
            "Europe/Berlin", "2026-10-25 19:00"
        )


@pytest.mark.parametrize("token", ["unknown", "other", "", "whenever", None, 7, ["this-evening"]])
def test_what_names_no_moment(token: object) -> None:
    assert moment_of(token, "Europe/Berlin", 1_780_000_000.0) is None


@pytest.mark.parametrize("token", TOKENS)
def test_without_a_zone_there_is_no_moment(token: str) -> None:
    assert moment_of(token, None, 1_780_000_000.0) is None


SOMETIME = st.integers(1_700_000_000, 2_000_000_000).map(float)


@given(st.sampled_from(TOKENS), st.sampled_from(ZONES), SOMETIME)
def test_a_moment_is_always_still_to_come_and_at_its_hour(
    token: str, zone: str, now: float
) -> None:
    moment = moment_of(token, zone, now)
    assert moment is not None
    assert 0 < moment - now <= 8 * 86400
    then = local(moment, zone)
    if token == "saturday-morning":
        assert (then.weekday(), then.hour, then.minute) == (5, 10, 0)
    elif token == "tomorrow-evening":
        assert (then.hour, then.minute) == (19, 0)
        assert (then.date() - local(now, zone).date()).days == 1
    else:
        assert then.minute == 0
        assert moment - now <= 19 * 3600 + 3600


# Zones


@given(SOMETIME)
def test_zones_are_told_apart_by_the_time_they_show(now: float) -> None:
    zones = zones_now(now)
    shown = [clock_text(now, z) for z in zones]
    assert len({local(now, z).utcoffset() for z in zones}) == len(zones)
    assert [local(now, z).utcoffset() for z in zones] == sorted(
        local(now, z).utcoffset()
        for z in zones  # type: ignore[type-var]
    )
    assert all(len(s) == 5 and s[2] == ":" for s in shown)
    for zone in ZONES:
        assert local(now, zone).utcoffset() in {local(now, z).utcoffset() for z in zones}


def test_the_clock() -> None:
    now = at("Europe/Berlin", "2026-06-02 21:14")
    assert clock_text(now, "Europe/Berlin") == "21:14"
    assert clock_text(now, "Asia/Kathmandu") == "00:59"


def test_a_zones_name_fits_its_button() -> None:
    assert max(len(z) for z in ZONES) <= 64 - 17
