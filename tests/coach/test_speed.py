"""No text makes the coach slow, however odd."""

import time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach import Annotation, Coach
from bot.coach.normal import CAP
from bot.coach.reading import TextType

LINE = Annotation("You never asked me.", ("hurt",), ("wants to be asked",), ("asked",), ("say",))
_WORDS = (
    "you i never always sorry but if feel that not do because why just so the and my your make "
    "me are is a an it to of was when would could please stop need should have all again really "
    """. ? ! , " who what how don't you're im u ur aaaaaaa 🙄 liar sad hurt mother money phone"""
)
WORDS = st.sampled_from(_WORDS.split())


def longest(coach: Coach, text: str) -> float:
    """Seconds of the slowest of three types; the quickest of four runs, so that a pause of the
    machine is not counted."""
    times = []
    for type_ in ("statement", "apology", "mirror"):
        runs = []
        for _ in range(4):
            start = time.thread_time()
            coach.reading(text, type_, LINE)  # type: ignore[arg-type]
            runs.append(time.thread_time() - start)
        times.append(min(runs))
    return max(times)


@given(st.lists(WORDS, min_size=0, max_size=700))
def test_any_mix_of_words_is_quick(coach: Coach, words: list[str]) -> None:
    assert longest(coach, " ".join(words)) < 0.05


@pytest.mark.parametrize(
    "unit",
    ["you never ", "i am sorry but ", "a", "you ", ", ", "'", "i feel that you ", "?! ", "u r "],
)
def test_long_repeats_are_quick(coach: Coach, unit: str) -> None:
    assert longest(coach, (unit * CAP)[:CAP]) < 0.05


@given(st.text(max_size=200), st.sampled_from(get_args(TextType)))
def test_any_text_is_read_without_an_error_and_with_true_offsets(
    coach: Coach, text: str, type_: TextType
) -> None:
    reading = coach.reading(text, type_, "I was alone all day.")
    for finding in reading.findings:
        assert text[finding.start : finding.end] == finding.quote
    for spans in reading.parts.values():
        assert all(0 <= start < end <= len(text) for start, end in spans)


def test_only_the_first_four_thousand_letters_are_read(coach: Coach) -> None:
    text = "I am here. " * 400 + "You are a liar."
    assert all(f.end <= CAP for f in coach.reading(text, "statement").findings)
