"""Expressions that could run away are refused; others pass."""

import re

import pytest

from bot.coach.lint import unsafe
from bot.coach.phrases import Phrases


@pytest.mark.parametrize(
    "expression",
    [
        *(r"(a+)+", r"(?:\w+\s*)+x", r"(?:a|ab)*c", r"\w*\w*x", r"(?:a*)*", r"(?:x|x+){2,}", r"("),
        *(r"\w++ \w++", r"(?>a+)b"),
    ],
)
def test_unsafe(expression: str) -> None:
    assert unsafe(expression)


@pytest.mark.parametrize(
    "expression",
    [r"you (?:always|never) \w+", r"[🙄🙃]", r"a{2,8}b", r"(?:yes|no)!"],
)
def test_safe(expression: str) -> None:
    assert unsafe(expression) is None


def test_phrases_become_nothing_that_an_older_python_gets_wrong() -> None:
    """Possessive repeats go wrong in Python 3.11.2, which Debian 12 has."""
    built = Phrases({}).pattern("^ you never .. ... (listen|care) ~ $", 1)
    assert re.search(r"[*+?}]\+|\(\?>", built.body) is None
