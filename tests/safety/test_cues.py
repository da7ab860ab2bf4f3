"""Cues only ever add, and cues.yaml is what is learned from the sentences in this checkout."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.cues import sentences, write
from benchmarks.safety import RULES, rule_texts
from bot.safety.rules import CUES, load
from bot.safety.screen import CUED, Screen

BOOK = load(rule_texts())
RULES_ALONE = Screen(BOOK.lexicon, BOOK.rules)
FOUND = [
    (text, seen)
    for text in sorted({e.text for e in BOOK.examples if e.flagged})
    if (seen := RULES_ALONE.risk(text)).rules
]
"""What rules find by themselves, in all of their own examples."""

points = st.integers(-1000, 1000)


@settings(max_examples=12)
@given(threshold=points, start=points, factor=st.integers(-50, 50))
def test_what_a_rule_finds_is_grave_whatever_the_cues_say(
    threshold: int, start: int, factor: int
) -> None:
    assert BOOK.cues is not None
    cues = replace(
        BOOK.cues,
        threshold=threshold,
        start=start,
        danger={cue: value * factor for cue, value in BOOK.cues.danger.items()},
    )
    screen = Screen(BOOK.lexicon, BOOK.rules, cues)
    for text, alone in FOUND:
        seen = screen.risk(text)
        assert replace(seen, rules=alone.rules) == alone, text
        assert set(seen.rules) - {CUED} == set(alone.rules), text


def test_it_is_tried_on_what_every_kind_of_rule_finds() -> None:
    assert len(FOUND) > 300
    assert {seen.kind for _, seen in FOUND} == {
        rule.kind for rule in BOOK.rules if rule.kind != "signal"
    }


def test_the_file_is_what_is_learned_from_the_sentences() -> None:
    """Takes about ten seconds: the points are learned anew."""
    there = (RULES / CUES).read_text(encoding="utf-8")
    assert write(sentences()) == there, "run `python -m benchmarks.cues`"
