"""Sentences in ordinary words, written while the rules were: none may be lost again.

They are no measure (the rules have seen them); that is what `tests/safety/eval/` is for.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.safety import load_screen

ROWS = [
    line.split("\t", 1)
    for line in (Path(__file__).parent / "said.tsv").read_text(encoding="utf-8").splitlines()
]
OTHERS = ("none", "self-harm")
"""The kinds that are a risk of their own; every other kind is violence."""
SCREEN = load_screen()


@pytest.mark.parametrize("risk", ["self-harm", "violence", "none"])
def test_what_was_understood_once_stays_understood(risk):
    texts = [text for kind, text in ROWS if (kind if kind in OTHERS else "violence") == risk]
    assert len(texts) > 50
    assert [text for text in texts if SCREEN.risk(text).risk != risk] == []
