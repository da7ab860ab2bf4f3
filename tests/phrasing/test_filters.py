"""Small helpers for templates."""

from __future__ import annotations

import pytest

from bot.phrasing import words
from bot.phrasing.words import FILTERS


def test_joined() -> None:
    assert words.joined([]) == ""
    assert words.joined(["a"]) == "a"
    assert words.joined(["a", "", "b"]) == "a and b"
    assert words.joined(["a", "b", "c"], " or ") == "a, b or c"


@pytest.mark.parametrize(
    ("text", "first"),
    [("You left", "you left"), ("I left", "I left"), ("I'm here", "I'm here"),
     ("TV is on", "TV is on"), ("A day", "a day"), ("", "")],
)  # fmt: skip
def test_small(text: str, first: str) -> None:
    assert words.small(text) == first


def test_short_cuts_at_a_word() -> None:
    assert words.short("one two", 7) == "one two"
    assert words.short("one two, three four", 12) == "one two…"
    assert words.short("x" * 300, 10) == "x" * 9 + "…"


def test_feeling_words() -> None:
    assert words.feeling_words(["let-down", "own:so-so", "sad", "low"]) == [
        "let down",
        "so-so",
        "sad",
    ]
    assert words.feeling_words([]) == []


def test_without_that() -> None:
    assert words.without_that("I understand that work was a lot") == "work was a lot"
    assert words.without_that("that was hard") == "was hard"


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        (["A. B?", "C. D?"], ["A. B?", "C."]),
        (["A?", "C. D?"], ["A?", "C."]),
        (["A. B?", "C?"], ["A.", "C?"]),
        (["A?", "C?"], ["A?", ""]),
        (["A.", "C. D?"], ["A.", "C. D?"]),
        (["A.", "B."], ["A.", "B."]),
        ([], []),
    ],
)
def test_one_question(texts: list[str], kept: list[str]) -> None:
    assert words.with_one_question(texts) == kept


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("then I will leave the room", "leave the room"),
        ("I’ll leave the room", "leave the room"),
        ("leave the room", "leave the room"),
        ("thence I go", "thence I go"),
        ("I will", "I will"),
        ("", ""),
    ],
)
def test_what_finishes_a_sentence_goes_without_its_beginning(typed: str, left: str) -> None:
    assert FILTERS["after"](typed, "then", "i will", "i'll") == left
