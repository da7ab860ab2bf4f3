"""The evaluation sets are well formed, large enough and share no message."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SETS = ("dev", "first", "before", "unseen")
DISCLOSURES = tuple(f"{name}/disclosures.jsonl" for name in SETS)
HARMLESS = tuple(f"{name}/harmless.jsonl" for name in SETS)
KINDS = ("self-harm", "violence", "control", "sexual", "child")
ROLES = ("suffered", "done", "open")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one set; a malformed line fails with its place."""
    found = []
    for number, line in enumerate((HERE / name).read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError as error:
            pytest.fail(f"{name}:{number}: not one JSON object ({error.msg}); mend the line")
    return found


def normalised(text: str) -> str:
    """Letters and digits only, so that case, commas and apostrophes make no second message."""
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", text.lower())))


@pytest.mark.parametrize("name", DISCLOSURES)
def test_disclosures_carry_known_labels(name: str) -> None:
    for number, row in enumerate(rows(name), start=1):
        place = f"{name}:{number}"
        assert set(row) == {"text", "risk", "kind", "role"}, place
        assert row["kind"] in KINDS, place
        assert row["role"] in ROLES, place
        assert row["risk"] == ("self-harm" if row["kind"] == "self-harm" else "violence"), place
        # Whose the wish to die is needs no saying: it is always the writer's own.
        assert row["kind"] != "self-harm" or row["role"] == "open", place


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_rows_carry_no_risk(name: str) -> None:
    for number, row in enumerate(rows(name), start=1):
        assert set(row) == {"text", "risk", "kind"}, f"{name}:{number}"
        assert (row["risk"], row["kind"]) == ("none", "none"), f"{name}:{number}"


@pytest.mark.parametrize("name", DISCLOSURES + HARMLESS)
def test_each_text_is_one_line_as_a_person_would_send_it(name: str) -> None:
    for number, row in enumerate(rows(name), start=1):
        text = row["text"]
        assert normalised(text), f"{name}:{number}: empty"
        assert text == text.strip(), f"{name}:{number}: spaces around it"
        assert len(text.splitlines()) == 1, f"{name}:{number}: the screen reads line by line"
        assert len(text) <= 4096, f"{name}:{number}: longer than a Telegram message"


def test_development_sets_are_large_enough_in_every_kind() -> None:
    kinds = Counter(row["kind"] for row in rows("dev/disclosures.jsonl"))
    assert kinds.total() >= 620
    assert all(kinds[kind] >= 120 for kind in KINDS), kinds
    assert len(rows("dev/harmless.jsonl")) >= 620


def test_unseen_sets_have_their_exact_size() -> None:
    for name, of_each in (("first", 20), ("before", 30), ("unseen", 40)):
        kinds = Counter(row["kind"] for row in rows(f"{name}/disclosures.jsonl"))
        assert kinds == dict.fromkeys(KINDS, of_each)
        assert len(rows(f"{name}/harmless.jsonl")) == of_each * len(KINDS)


def test_both_the_harmed_and_those_who_harm_are_heard_in_every_kind_of_violence() -> None:
    for name in DISCLOSURES:
        found = {(row["kind"], row["role"]) for row in rows(name)}
        for kind in KINDS[1:]:
            assert {(kind, "suffered"), (kind, "done")} <= found, f"{name}: {kind}"


def test_no_message_stands_twice_in_or_across_the_sets() -> None:
    seen: dict[str, str] = {}
    for name in DISCLOSURES + HARMLESS:
        for number, row in enumerate(rows(name), start=1):
            place = f"{name}:{number}"
            first = seen.setdefault(normalised(row["text"]), place)
            assert first == place, f"{place}: says the same as {first}"
