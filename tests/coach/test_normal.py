"""One spelling for many, and the way back to the letters as they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach import Coach
from bot.coach.load import load
from bot.coach.normal import Normal, Spelling


@pytest.fixture(scope="module")
def spelling(files: dict[str, str]) -> Spelling:
    return load(files).words.spelling


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("youre", "you are"),
        ("You’re", "you are"),
        ("dont", "do not"),
        ("I'm", "i am"),
        ("allways", "always"),
        ("nver", "never"),
        ("alwaaays", "always"),
        ("u r", "you are"),
        ("i feel ill", "i feel ill"),
        ("ill come", "i will come"),
        ("self-centred", "self centred"),
        ("at 8.30", "at 8.30"),
    ],
)
def test_spellings_meet(spelling: Spelling, typed: str, canonical: str) -> None:
    assert " ".join(spelling.normal(typed).words) == canonical


def test_quotes_come_from_the_text_as_typed(coach: Coach) -> None:
    text = "Ok… YOU’RE so ★ lazy!!"
    (finding,) = coach.reading(text, "statement").findings
    assert text[finding.start : finding.end] == finding.quote == "YOU’RE so ★ lazy"


@given(st.text(max_size=300))
def test_every_span_leads_back_into_the_text(text: str) -> None:
    normal: Normal = Spelling({"dont": "do not"}, frozenset(), frozenset(), {}).normal(text)
    for token in normal.tokens:
        start, end = normal.back(token.start, token.end)
        assert 0 <= start < end <= len(text)
        assert normal.text[token.start : token.end] == token.word
