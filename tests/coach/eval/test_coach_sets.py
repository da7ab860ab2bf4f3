"""The evaluation sets are well formed, large enough, balanced, and dev and unseen share nothing."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent

STATEMENT_NAMES = (
    "absolute blame you-made-me label mind-reading faux-feeling feel-that contempt sarcasm threat "
    "demand should comparison score-keeping old-grievance kitchen-sink allies guilt-trip "
    "why-question alarm-opening minimizing self-erasing hint vague negative-request winning "
    "control speech"
)
APOLOGY_NAMES = (
    "but if non-apology passive impatience over-explaining over-promise counter-blame "
    "explains-away asks-forgiveness self-punishing vague"
)
MIRROR_NAMES = (
    "rebuttal advice parrot misses-point off-topic no-check self-focus self-defence "
    "quick-reassurance minimizing interrogation"
)
STATEMENT_IDS = set(STATEMENT_NAMES.split())
APOLOGY_IDS = set(APOLOGY_NAMES.split())
MIRROR_IDS = set(MIRROR_NAMES.split())
# Never more than `consider` in a statement; in a request the last three are worth a change.
CONSIDER_IN_STATEMENTS = {"faux-feeling", "hint", "vague", "negative-request"}
MOVES = {"reflection", "advice", "question", "other"}

KNOWN = {
    "statements": STATEMENT_IDS,
    "requests": STATEMENT_IDS,
    "apologies": STATEMENT_IDS | APOLOGY_IDS,
    "mirrors": STATEMENT_IDS | MIRROR_IDS,
}
TYPES = {
    "statements": {"statement", "feeling", "need", "observation", "opening", "draft"},
    "requests": {"request", "opening", "boundary", "thanks"},
    "apologies": {"apology", "repair"},
    "mirrors": {"mirror"},
}
LEAST = {
    "dev/statements": 800,
    "dev/mirrors": 450,
    "dev/apologies": 270,
    "dev/requests": 260,
    "before/statements": 100,
    "before/mirrors": 60,
    "before/apologies": 40,
    "unseen/statements": 100,
    "unseen/mirrors": 60,
    "unseen/apologies": 40,
    "unseen/requests": 40,
}


def rows(name: str) -> list[dict[str, Any]]:
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def is_bad(row: dict[str, Any]) -> bool:
    return not row["good"] if row["type"] == "mirror" else bool(row["flagged"])


@pytest.mark.parametrize("name", LEAST)
def test_every_row_follows_the_format(name: str) -> None:
    kind = name.split("/")[1]
    for row in rows(name):
        wanted = {"text", "type", "rule", "also", "hard"}
        wanted |= {"context", "good", "move"} if kind == "mirrors" else {"flagged"}
        assert wanted <= row.keys() <= wanted | {"consider", "move_also"}, row
        assert row["text"].strip() == row["text"] != "", row
        assert row["type"] in TYPES[kind], row
        assert isinstance(row["hard"], bool), row
        named = [row["rule"]] if is_bad(row) else []
        assert (row["rule"] is not None) == is_bad(row), row
        assert is_bad(row) or row["also"] == [], row
        named += row["also"] + row.get("consider", [])
        assert set(named) <= KNOWN[kind], row
        assert len(named) == len(set(named)), row


@pytest.mark.parametrize("name", [name for name in LEAST if name.endswith("mirrors")])
def test_every_mirror_has_its_line_and_move(name: str) -> None:
    for row in rows(name):
        assert set(row["context"]) == {"text", "feelings", "meanings", "point", "accept"}, row
        silent = not plain(row["context"]["text"])  # A silence has no words to give back.
        assert all(value or (silent and key == "point") for key, value in row["context"].items())
        assert {row["move"], *row.get("move_also", [])} <= MOVES, row
        assert row["rule"] != "no-check", row


@pytest.mark.parametrize("name", LEAST)
def test_sets_are_large_and_balanced(name: str) -> None:
    found = rows(name)
    assert len(found) >= LEAST[name]
    assert 0.4 <= sum(is_bad(row) for row in found) / len(found) <= 0.6
    assert sum(row["hard"] for row in found) / len(found) >= 0.5


def test_every_id_is_met_often_enough() -> None:
    statements = rows("dev/statements")
    met = Counter(
        rule for row in statements for rule in [row["rule"], *row.get("consider", [])] if rule
    )
    assert {rule for rule in STATEMENT_IDS if met[rule] < 8} == set()
    assert not CONSIDER_IN_STATEMENTS & {row["rule"] for row in statements}
    assert sum(not row["flagged"] for row in statements) >= 180
    met = Counter(row["rule"] for row in rows("dev/mirrors"))
    assert {rule for rule in MIRROR_IDS - {"no-check"} if met[rule] < 8} == set()
    met = Counter(row["rule"] for row in rows("dev/apologies"))
    assert {rule for rule in APOLOGY_IDS if met[rule] < 4} == set()


def test_nothing_is_said_twice() -> None:
    texts = Counter(plain(row["text"]) for name in LEAST for row in rows(name))
    assert [text for text, times in texts.items() if times > 1] == []


def test_no_partner_line_is_in_two_sets() -> None:
    dev, before, unseen = (
        {plain(row["context"]["text"]) for row in rows(f"{part}/mirrors")}
        for part in ("dev", "before", "unseen")
    )
    assert not dev & before
    assert not (dev | before) & unseen


def test_nothing_unseen_is_learned_from() -> None:
    learned = {
        plain(json.loads(line)["text"])
        for file in (HERE.parent / "learn").glob("*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    fresh = {plain(row["text"]) for name in LEAST if name[:3] == "uns" for row in rows(name)}
    assert not learned & fresh
