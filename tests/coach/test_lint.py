"""Expressions that could run away are refused; others pass."""

import pytest

from bot.coach.lint import unsafe


@pytest.mark.parametrize(
    "expression",
    [r"(a+)+", r"(?:\w+\s*)+x", r"(?:a|ab)*c", r"\w*\w*x", r"(?:a*)*", r"(?:x|x+){2,}", r"("],
)
def test_unsafe(expression: str) -> None:
    assert unsafe(expression)


@pytest.mark.parametrize(
    "expression",
    [r"you (?:always|never) \w+", r"[🙄🙃]", r"a{2,8}b", r"(?:yes|no)!", r"\w++ \w++", r"(?>a+)b"],
)
def test_safe(expression: str) -> None:
    assert unsafe(expression) is None
