"""The shipped lines: sound, enough of them, and in the right cells."""

from collections import Counter

import pytest

from bot.partner import KINDS, STYLES, TOPICS, Partner
from bot.partner.contents import Contents
from bot.partner.lines import Line

BANDS = ("cool", "warm", "hot")


@pytest.fixture(scope="module")
def lines(partner_files: dict[str, str]) -> list[Line]:
    return list(Contents.of(partner_files).repertoire.by_id.values())


def test_the_shipped_files_have_no_faults(partner_files: dict[str, str]) -> None:
    assert Partner.problems(partner_files) == []


def test_every_topic_has_two_lines_for_each_style_and_band(lines: list[Line]) -> None:
    cells = Counter(
        (line.topic, line.style, line.band)
        for line in lines
        if not line.special and line.stage in (None, "opening", "reply")
    )
    thin = [
        cell
        for topic in TOPICS
        for style in STYLES
        for band in BANDS
        if cells[cell := (topic, style, band)] < (17 if topic == "other" else 2)
    ]
    assert thin == []


def test_every_kind_with_its_own_partner_has_lines_of_its_own(lines: list[Line]) -> None:
    for kind in ("trust", "hurt", "quiet", "theyquiet", "decide"):
        cells = Counter(
            (style, band)
            for line in lines
            if line.special and kind in line.kinds
            for style in line.styles
            for band in line.bands
        )
        assert all(cells[style, band] >= 5 for style in STYLES for band in BANDS), kind


def test_the_injured_are_never_met_with_lines_for_bringing_something_up(lines: list[Line]) -> None:
    """To somebody who owns a hurt, the partner does not say "so I'm the bad one"."""
    for line in lines:
        if line.topic not in ("other",):
            assert "hurt" not in line.kinds
            assert "quiet" not in line.kinds


def test_every_style_can_be_silent_or_short_when_it_is_withdrawn(lines: list[Line]) -> None:
    short = [line for line in lines if line.style == "withdrawn" and len(line.text) <= 12]
    assert len(short) >= 5


def test_all_kinds_can_end_in_every_way(lines: list[Line]) -> None:
    stages = ("softened", "heard", "time", "not-today", "closing", "leaving", "shutting-down")
    for stage in (*stages, "repair-take", "repair-smaller", "repair-not-ready", "repair-refused"):
        for kind in KINDS:
            assert sum(line.stage == stage and kind in line.kinds for line in lines) >= 8, stage
