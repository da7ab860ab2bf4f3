"""The learner of the points tells apart what can be told apart, and writes what can be read."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from benchmarks.learning import Learner, Texts, blocks, folded, tenths

LEARNER = Learner(freedom=30)


def texts(*told: str, **worth: float) -> Texts:
    rows = [(text.split(), 1.0) for text in told]
    every = {feature: 1.0 for features, _ in rows for feature in features}
    return Texts.of(rows, every | worth)


def points(told: Sequence[str], so: Sequence[bool], *counts: float) -> dict[str, float]:
    return LEARNER.logistic(texts(*told), so, counts or [1.0] * len(so))[1]


def test_what_tells_apart_has_points_and_what_stands_in_both_has_few() -> None:
    told = points(["you ruin it", "you mend it"] * 10, [True, False] * 10)
    assert told["ruin"] > 1
    assert told["mend"] < -1
    assert abs(told["you"]) < 0.5


def test_the_start_is_what_all_texts_have_in_common() -> None:
    both = texts("a", "b", "c", "d")
    most = [True, True, True, False]
    assert LEARNER.logistic(both, most, [1.0] * 4)[0] > 0
    assert LEARNER.logistic(both, [not so for so in most], [1.0] * 4)[0] < 0


def test_a_text_that_counts_more_is_heard_more() -> None:
    said = ["now", "now"]
    assert points(said, [True, False], 5, 1)["now"] > 0.5
    assert points(said, [True, False], 1, 5)["now"] < -0.5


def test_of_what_is_worth_nothing_nothing_is_learned() -> None:
    told = Texts.of([(["seen", "unseen"], 2.0), (["unseen"], 1.0)], {"seen": 3.0})
    assert told.rows == [{"seen": 1.5}, {}]
    assert LEARNER.logistic(told, [True, False], [1.0, 1.0])[1].keys() == {"seen"}


def test_every_class_has_its_own_words() -> None:
    told = LEARNER.softmax(texts(*["you ruin", "you lie", "you must"] * 5), ["a", "b", "c"] * 5)
    for name, word in (("a", "ruin"), ("b", "lie"), ("c", "must")):
        assert max(told, key=lambda other: told[other][word]) == name
        assert max(told[name], key=lambda other: told[name][other]) == word


def test_the_same_texts_give_the_same_points() -> None:
    said, so = ["a b", "b c", "c a", "a"], [True, False, True, False]
    assert points(said, so) == points(said, so)
    which = ["x", "y", "z", "y"]
    assert LEARNER.softmax(texts(*said), which) == LEARNER.softmax(texts(*said), which)


@given(st.dictionaries(st.from_regex(r"\A[a-z]{1,30}(_[a-z]{1,9})?\Z"), st.floats(-9, 9)))
def test_what_is_written_is_read_again(learned: dict[str, float]) -> None:
    text = "points:\n" + blocks(learned, "  ")
    assert all(len(line) <= 100 for line in text.splitlines())
    read = YAML(typ="safe").load(text)["points"] or {}
    assert {cue: n for n, block in read.items() for cue in block.split()} == {
        cue: tenths(point) for cue, point in learned.items()
    }


@pytest.mark.parametrize("width", [97, 98, 120])
def test_a_line_is_full_at_a_hundred_characters(width: int) -> None:
    long = "x" * width
    assert folded([long, "y"], "") == (f"{long} y\n" if width <= 98 else f"{long}\ny\n")
