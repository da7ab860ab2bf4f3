"""Sure rules decide, the others are hints to the cues; words have sorts, and sorts have points."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.safety import load_screen, rule_texts
from bot.safety.cues import features_of
from bot.safety.pattern import END
from bot.safety.rules import load
from bot.safety.screen import Screen

FILES = rule_texts()
BOOK = load(FILES)
SCREEN = load_screen()
NEW = """\
kind: violence
rules:
  - id: zorgled
    say: ['zorgled me']
    flags: [he zorgled me]
    passes: [he zorgled the cat]
"""
PLAIN = ["i want to kill myself", "he choked me", "she slapped our son", "he forced me to have sex"]
HINT = "he raised his hand again and i flinched"


def weighed(points: int, files: dict[str, str] = FILES) -> Screen:
    """The screen, had every text so many points from its words."""
    book = load(files)
    assert book.cues is not None
    return Screen(book.lexicon, book.rules, replace(book.cues, start=points, danger={}))


def test_the_plainest_words_never_depend_on_points() -> None:
    screen = weighed(-10_000)
    assert [text for text in PLAIN if screen.risk(text).risk == "none"] == []


def test_a_new_rule_works_at_once() -> None:
    assert weighed(-10_000, FILES | {"x/new.yaml": NEW}).risk("he zorgled me").rules == ("zorgled",)


def test_a_rule_that_is_not_sure_needs_the_words_around_it() -> None:
    assert BOOK.cues is not None
    hinted = NEW.replace("say:", "sure: no\n    say:")
    files = FILES | {"x/new.yaml": hinted}
    short = BOOK.cues.threshold - BOOK.cues.hint
    assert weighed(short, files).risk("he zorgled me").rules == ("zorgled",)
    assert weighed(short - 1, files).risk("he zorgled me").risk == "none"
    assert weighed(short, files).risk("he zorgled the cat").risk == "none"


@pytest.mark.parametrize("text", [HINT, *PLAIN, "he hit me and i want to die"])
def test_whatever_was_found_passes_once_it_was_not_meant(text: str) -> None:
    assert SCREEN.risk(text).risk != "none"
    waived: tuple[str, ...] = ()
    for _ in range(3):
        seen = SCREEN.risk(text, waived=waived)
        assert not set(seen.rules) & set(waived)
        waived += seen.rules
    assert SCREEN.risk(text, waived=waived).risk == "none"


def test_what_is_not_sure_is_yes_or_no() -> None:
    bad = NEW.replace("say:", "sure: perhaps\n    say:")
    assert any("x/new.yaml:4" in p for p in Screen.problems(FILES | {"x/new.yaml": bad}))


def test_sorts_that_follow_each_other_in_a_sentence_are_read_together() -> None:
    sorts = {END: END, "a": "A", "b": "B"}
    assert {"A", "B", "AB"} < features_of("axxb", sorts)
    assert "AB" not in features_of(f"a{END}b", sorts)
    assert "AB" in features_of("a" + "c" * 3 + "b", sorts | {"c": "C"})
    assert "AB" not in features_of("a" + "c" * 4 + "b", sorts | {"c": "C"})


def test_rules_and_words_choose_the_kind_together() -> None:
    assert BOOK.cues is not None
    codes = BOOK.lexicon.read("x").codes
    plain = replace(BOOK.cues, kinds={"violence": {}, "child": {}})
    assert plain.kind(codes, {"child"}, ("violence", "child")) == "child"
    assert plain.kind(codes, set(), ("child", "violence")) == "violence"
