"""The parts of an I-statement, in any order, with their places."""

import pytest

from bot.coach import Coach

WHOLE = (
    "I understand that work was a lot last week. When you cancelled our dinner, I felt so "
    "disappointed. I need to know a day ahead. Would you tell me by lunch? I hope we can eat "
    "together on Friday."
)


def quoted(coach: Coach, text: str) -> dict[str, list[str]]:
    parts = coach.reading(text, "statement").parts
    return {name: [text[s:e] for s, e in spans] for name, spans in parts.items()}


def test_all_six_parts_are_found_with_their_spans(coach: Coach) -> None:
    parts = quoted(coach, WHOLE)
    assert parts["perspective"] == ["I understand that work was a lot last week"]
    assert parts["observation"] == ["When you cancelled our dinner"]
    assert parts["feeling"] == ["I felt so disappointed"]
    assert parts["need"] == ["I need to know a day ahead"]
    assert parts["request"] == ["Would you tell me by lunch"]
    assert parts["hope"] == ["I hope we can eat together on Friday"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I've been so lonely.", "lonely"),
        ("im worried sick about us", "worried sick"),
        ("it makes me sad", "sad"),
        ("i felt really let down", "let down"),
        ("I was scared and a bit ashamed", "scared"),
    ],
)
def test_feelings_as_people_type_them(coach: Coach, text: str, word: str) -> None:
    assert any(word in part for part in quoted(coach, text)["feeling"])


def test_good_moves_are_only_what_is_there(coach: Coach) -> None:
    assert set(coach.reading(WHOLE, "statement").good) >= {
        "names-feeling",
        "observes",
        "asks-doably",
        "both-sides",
    }
    assert coach.reading("You left the cup on the table.", "statement").good == ("observes",)
    assert "observes" not in coach.reading("You never come home.", "statement").good
