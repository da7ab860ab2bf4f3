"""Times as people type them: what they can mean, in words and as moments, or why nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import ROOT
from bot.times import Reading, SourceError, Times, moment

SOURCE = "dialogues/language/en/times.yaml"
TEXT = (ROOT / SOURCE).read_text("utf-8")
TIMES = Times.from_text(TEXT, SOURCE)
TABLE = Path(__file__).with_name("phrases.tsv")
LONDON = "Europe/London"
PHRASES = [
    tuple(line.split("\t"))
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def at(zone: str, text: str, fold: int = 0) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()


TUESDAY = at(LONDON, "2026-06-02 15:00")


def told(reading: Reading, zone: str = LONDON) -> str:
    def wall(when: float | None) -> str:
        return (
            "" if when is None else f"{datetime.fromtimestamp(when, ZoneInfo(zone)):%a %d %b %H:%M}"
        )

    return reading.why or " | ".join(f"{m.words} = {wall(m.at)}" for m in reading.meant)


def only(text: str, now: float, zone: str) -> tuple[str, float | None]:
    """The words and the moment of a text that means one thing."""
    (meant,) = TIMES.read(text, now, zone).meant
    return meant.words, meant.at


def test_there_are_enough_phrases_and_each_once() -> None:
    assert len(PHRASES) >= 150
    assert len({typed for typed, _ in PHRASES}) == len(PHRASES)


@pytest.mark.parametrize(("typed", "meant"), PHRASES, ids=[p for p, _ in PHRASES])
def test_a_phrase_means_what_the_table_says(typed: str, meant: str) -> None:
    assert told(TIMES.read(typed, TUESDAY, LONDON)) == meant


@pytest.mark.parametrize(("typed", "meant"), PHRASES, ids=[p for p, _ in PHRASES])
def test_what_is_kept_gives_the_same_moment_later(typed: str, meant: str) -> None:
    for one in TIMES.read(typed, TUESDAY, LONDON).meant:
        assert moment(one.spec, LONDON) == one.at


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("tomorrow evening", ["tomorrow evening"]),
        ("saturday 3pm", ["on Saturday at 3pm"]),
        ("at 8", ["at 8 in the evening", "at 8 in the morning"]),
        ("after lunch", ["after lunch"]),
        ("in 20 minutes", ["in 20 minutes"]),
    ],
)
def test_without_a_zone_the_words_are_known_and_the_moment_comes_later(
    typed: str, words: list[str]
) -> None:
    meant = TIMES.read(typed, TUESDAY, None).meant
    assert [m.words for m in meant] == words
    assert all(moment(m.spec, LONDON) == TIMES.read(m.words, TUESDAY, LONDON).meant[0].at
               for m in meant)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20", "in 20 minutes = Tue 02 Jun 15:20"),
        ("45 min", "in 45 minutes = Tue 02 Jun 15:45"),
        ("until 9pm", "today at 9pm = Tue 02 Jun 21:00"),
        ("tomorrow morning", "tomorrow morning = Wed 03 Jun 10:00"),
        ("0", "unclear"),
    ],
)
def test_how_long_from_now(typed: str, meant: str) -> None:
    assert told(TIMES.read(typed, TUESDAY, LONDON, "minutes")) == meant


def test_how_long_from_now_takes_a_zone_where_a_clock_is_named() -> None:
    assert TIMES.read("until 9pm", TUESDAY, None, "minutes").why == "zone"
    assert TIMES.read("an hour", TUESDAY, None, "minutes").meant[0].at == TUESDAY + 3600


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("until sunday", "on Sunday"),
        ("3 days", "in 3 days"),
        ("a week", "in a week"),
        ("tomorrow", "tomorrow"),
        ("friday evening", "on Friday evening"),
    ],
)
def test_where_a_day_is_enough_no_clock_is_asked(typed: str, words: str) -> None:
    (meant,) = TIMES.read(typed, TUESDAY, LONDON, "day").meant
    assert meant.words == words


# The clocks change


def test_a_clock_that_the_day_does_not_have_is_the_one_it_is_then() -> None:
    now = at("Europe/Berlin", "2026-03-28 20:00")
    words, when = only("tomorrow 02:30", now, "Europe/Berlin")
    assert when == at("Europe/Berlin", "2026-03-29 03:30")
    assert words == "tomorrow at 3:30 at night"


def test_of_a_clock_that_comes_twice_the_first_is_meant() -> None:
    now = at("Europe/Berlin", "2026-10-24 20:00")
    words, when = only("tomorrow 02:30", now, "Europe/Berlin")
    assert when == at("Europe/Berlin", "2026-10-25 02:30", fold=0)
    assert words == "tomorrow at 02:30" or words == "tomorrow at 2:30"


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24"])
def test_a_wall_time_stays_and_a_span_is_real_time_over_a_change(day: str) -> None:
    now = at("Europe/Berlin", f"{day} 20:00")
    _, evening = only("tomorrow evening", now, "Europe/Berlin")
    assert datetime.fromtimestamp(evening or 0, ZoneInfo("Europe/Berlin")).hour == 19
    assert only("in 12 hours", now, "Europe/Berlin")[1] == now + 12 * 3600


def test_a_weekday_seen_from_another_side_of_midnight() -> None:
    now = at("Pacific/Auckland", "2026-06-06 00:30")
    _, when = only("saturday 9am", now, "Pacific/Auckland")
    assert when == at("Pacific/Auckland", "2026-06-06 09:00")


def test_next_friday_is_asked_unless_both_are_the_same() -> None:
    both = TIMES.read("next fri 7pm", TUESDAY, LONDON).meant
    assert [m.words for m in both] == ["on Friday at 7pm", "on Friday next week at 7pm"]
    on_saturday = at(LONDON, "2026-06-06 12:00")
    assert len(TIMES.read("next fri 7pm", on_saturday, LONDON).meant) == 1


def test_a_part_of_today_that_has_begun_is_not_over() -> None:
    assert only("this afternoon", at(LONDON, "2026-06-02 16:10"), LONDON) == (
        "this afternoon",
        at(LONDON, "2026-06-02 17:00"),
    )
    assert TIMES.read("this afternoon", at(LONDON, "2026-06-02 20:00"), LONDON).why == "past"


# Anything


@given(st.text(max_size=60), st.sampled_from(["moment", "minutes", "day"]))
def test_anything_typed_means_something_to_come_or_nothing(text: str, wants: str) -> None:
    reading = TIMES.read(text, TUESDAY, LONDON, wants)  # type: ignore[arg-type]
    assert bool(reading.meant) != bool(reading.why)
    for one in reading.meant:
        assert one.at is not None
        assert one.at > TUESDAY - 43200 if wants == "day" else one.at > TUESDAY


WORDS = [w for typed, _ in PHRASES for w in typed.split()]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.sampled_from([None, LONDON]))
def test_words_of_times_in_any_order_never_fail(words: list[str], zone: str | None) -> None:
    reading = TIMES.read(" ".join(words), TUESDAY, zone)
    assert bool(reading.meant) != bool(reading.why)
    assert len(reading.meant) <= 4


@pytest.mark.parametrize("unread", ["when he is sober", "after the wedding", "<b>soon</b>", "#set"])
def test_nothing_unread_gets_through(unread: str) -> None:
    for typed in (unread, f"saturday {unread}", f"{unread} tomorrow at 8"):
        assert not TIMES.read(typed, TUESDAY, LONDON).meant


# The file


@pytest.mark.parametrize(
    ("old", "new", "line_has", "says"),
    [
        ('clock: "10:00"', 'clock: "25:00"', 'clock: "25:00"', "a clock is written like 19:30"),
        ("  tomorrow: tomorrow\n", "", "said:", "missing or unknown: tomorrow"),
        ("fillers: |", "filers: |", "filers", "Extra inputs"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_line(
    old: str, new: str, line_has: str, says: str
) -> None:
    broken = TEXT.replace(old, new, 1)
    found = Times.problems(broken, SOURCE)
    place = next(i for i, line in enumerate(broken.splitlines(), 1) if line_has in line)
    assert any(f.startswith(f"{SOURCE}:{place}: ") and says in f for f in found), found
    with pytest.raises(SourceError):
        Times.from_text(broken, SOURCE)
