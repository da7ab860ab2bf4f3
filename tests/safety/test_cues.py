"""Cues never excuse what is sure, and cues.yaml is what is learned from the sentences here."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from benchmarks.cues import LEAST_OF_KIND, LEAST_TOLD, sentences, write
from benchmarks.safety import RULES, rule_texts
from bot.safety.rules import CUES, load
from bot.safety.screen import Screen

BOOK = load(rule_texts())
SURE = [rule for rule in BOOK.rules if rule.sure]
SURE_ALONE = Screen(BOOK.lexicon, SURE)
FOUND = [
    (text, seen)
    for text in sorted({e.text for e in BOOK.examples if e.flagged})
    if (seen := SURE_ALONE.risk(text)).rules
]
"""What sure rules find by themselves, in the examples of all rules."""

points = st.integers(-1000, 1000)


@settings(max_examples=12)
@given(threshold=points, start=points, factor=st.integers(-50, 50))
def test_what_a_sure_rule_finds_is_grave_whatever_the_cues_say(
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
        assert seen.risk != "none", text
        assert seen.risk == "self-harm" or alone.risk != "self-harm", text
        # Whatever the words make of it, once it was not meant the rule is heard for what it is.
        if seen.risk == "self-harm" and alone.risk != "self-harm":
            seen = screen.risk(text, waived=seen.rules)
            assert seen.risk == alone.risk, text
        assert set(alone.rules) <= set(seen.rules), text


def test_it_is_tried_on_what_every_kind_of_rule_finds() -> None:
    assert len(FOUND) > 200
    assert {seen.kind for _, seen in FOUND} == {rule.kind for rule in SURE if rule.kind != "signal"}


def points_of(text: str) -> dict[tuple[str, str], int]:
    """The points of every cue, for danger and for each kind."""
    read = YAML(typ="safe", pure=False).load(text)
    tables = {"danger": read["danger"], **read["kinds"]}
    return {
        (name, cue): value
        for name, table in tables.items()
        for value, block in table.items()
        for cue in block.split()
    }


def test_the_file_is_what_is_learned_from_the_sentences() -> None:
    """Takes some twenty seconds: the points are learned anew. Other processors round otherwise."""
    there = points_of((RULES / CUES).read_text(encoding="utf-8"))
    learned = points_of(write(sentences()))
    least = min(LEAST_TOLD, LEAST_OF_KIND)
    apart = {
        cue: (there.get(cue), learned.get(cue))
        for cue in there.keys() | learned.keys()
        if abs(there.get(cue, 0) - learned.get(cue, 0)) > 1
        and max(abs(there.get(cue, 0)), abs(learned.get(cue, 0))) > least + 1
    }
    assert apart == {}, "run `python -m benchmarks.cues`"
