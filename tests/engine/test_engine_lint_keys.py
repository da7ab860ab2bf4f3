"""What the file of a dialogue cannot say is named with its line: keys, ids, what does not fit."""

from __future__ import annotations

import pytest

from tests.engine.faulty import HEAD, OK, PATH, is_named_where_it_stands, problems, states

FAULTS = {
    "records of several ticks": (
        states("a.one:  # <-", "  ask: choices", "  save: x", "  records: {kind: card}")
        + "    next: end\n",
        "states.a.one: `records` are buttons of `ask: choice`",
    ),
    "a reminder that leads nowhere": (
        states("a.one:", "  do: [{remind: {name: r, after: n}}]  # <-", "  next: end").replace(
            "start:", "given: [n]\nstart:"
        ),
        "states.a.one.do.0.remind: a reminder needs either `leads_to` (a state) or `call`",
    ),
    "a reminder without a time": (
        states("a.one:", "  next: end", "  do:")
        + "      - remind: {name: r, leads_to: a.one}  # <-\n",
        "states.a.one.do.0.remind: a reminder needs either `after` (minutes) or `moment`",
    ),
    "a choice under feedback that leads nowhere": (
        states("a.one:  # <-", "  ask: text", "  save: x", "  coach: mirror", "  next: end")
        + "    choices: [{id: stop, always: true}]\n",
        "states.a.one: a choice that is `always` on offer leads somewhere: `to` or `call`",
    ),
    "a bar with two ways": (
        states(OK, head=HEAD + "barred:\n  - {when: h, to: a.one, call: note}  # <-\n"),
        "barred.0: a bar has either `to` or `call`",
    ),
    "callback data too long": (
        states("a.one:", "  ask: choice", "  choices:", "    - " + "x" * 48 + "  # <-")
        + "    next: end\n",
        f"the callback data of `{'x' * 48}` would be over 64 bytes; shorten the id",
    ),
    "callback data of a nuance too long": (
        states("a.one:", "  ask: choices", "  save: f", "  choices:")
        + "      - {id: sad, under: ["
        + "y" * 48
        + "]}  # <-\n    next: end\n",
        f"the callback data of `{'y' * 48}` would be over 64 bytes; shorten the id",
    ),
    "an id with a colon": (
        states("a.one: {ask: choice, next: end, choices: [", '    "own:x"  # <-', "    ]}"),
        "`own:x` cannot be a choice's id: it is used by the engine",
    ),
    "an id the engine uses": (
        states("a.one: {ask: choices, save: s, next: end, choices: [", "    done  # <-", "    ]}"),
        "`done` cannot be a choice's id: it is used by the engine",
    ),
    "an id twice": (
        states("a.one: {ask: choice, next: end, choices: [", "    go,", "    go  # <-", "    ]}"),
        "the choice `go` is there twice",
    ),
    "a stray key": (
        states("a.one:", "  ask: choice", "  choices: [go]", "  nxet: end  # <-", "  next: end"),
        "states.a.one.nxet: there is no such key here; check its spelling",
    ),
    "a missing key": (
        "dialogue: broken  # <-\nstates: {a.one: {next: end}}\n",
        "start: this key is missing",
    ),
    "text neither private nor coached": (
        states("a.one: {ask: text, save: said, next: end}  # <-"),
        "states.a.one: a state that asks for text is either `private: true` or has `coach`",
    ),
    "text both private and coached": (
        states("a.one: {ask: text, save: s, private: true, coach: draft, next: end}  # <-"),
        "states.a.one: a state that asks for text is either `private: true` or has `coach`",
    ),
    "text that goes nowhere": (
        states("a.one: {ask: text, private: true, next: end}  # <-"),
        "states.a.one: a state that asks for text names the slot in `save`",
    ),
    "a choice without choices": (
        states("a.one: {ask: choice, next: end}  # <-"),
        "states.a.one: a state that asks for a choice has `choices` or a `source`",
    ),
    "a silent question": (
        states("a.one: {ask: scale, silent: true, next: end}  # <-"),
        "states.a.one: a state that asks cannot be silent",
    ),
    "a deed of two kinds": (
        states("a.one:", "  next: end", "  do:", "    - {unremind: a, unmark: b}  # <-"),
        "states.a.one.do.0: a deed is exactly one of remind, unremind, keep, recall, drop,"
        " picture, me, mark, unmark, act",
    ),
    "broken YAML": (
        HEAD + "states:\n  a.one: {ask: choice\n  a.two: }  # <-\n",
        "this is not YAML: did not find expected ',' or '}'",
    ),
    "a key twice": (
        states(OK, "a.one: {next: end}  # <-"),
        "this is not YAML: found duplicate key",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_and_line(fault: str) -> None:
    is_named_where_it_stands(*FAULTS[fault])


def test_an_error_never_repeats_what_stood_in_the_file() -> None:
    text = states("a.one: {ask: somethingsecret, next: end}")
    (found,) = problems(text)
    assert found.startswith(f"{PATH}:5: states.a.one.ask: ")
    assert "somethingsecret" not in found


@pytest.mark.parametrize("text", ["", "- a list\n", "just words\n", "42\n"])
def test_a_file_that_is_no_dialogue(text: str) -> None:
    (found,) = problems(text)
    assert found.startswith(f"{PATH}:1: the file: ")
