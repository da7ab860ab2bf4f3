"""A way that leads nowhere, that nobody takes, or that never ends is named with its line."""

from __future__ import annotations

import pytest

from tests.engine.faulty import HEAD, OK, PATH, is_named_where_it_stands, problems, states

FAULTS = {
    "unknown target of a branch": (
        states("a.one: {next: [", "    {to: end, when: hot},", "    {to: a.two}]}  # <-")
        + "guards: {hot: {me.heat: 7}}\n",
        "unknown target `a.two`",
    ),
    "unknown target of a choice": (
        states("a.one:", "  ask: choice", "  choices:", "    - ok", "    - {id: x, to: b}  # <-")
        + "    next: end\n",
        "unknown target `b`",
    ),
    "unknown dialogue": (
        states("a.one:", "  ask: choice", "  choices: [go]", "  next:")
        + "      - {call: nowhere, to: end}  # <-\n",
        "unknown dialogue `nowhere`",
    ),
    "unknown start": (
        states(OK, head=HEAD.replace("start: a.one", "start: a.zero  # <-")),
        "the start `a.zero` is not a state",
    ),
    "unreachable state": (
        states(OK, "a.two: {ask: choice, choices: [go], next: end}  # <-"),
        "`a.two` cannot be reached",
    ),
    "dead end without next": (
        states("a.one: {ask: choice, choices: [{id: x, to: a.two}, {id: y, to: end}]}")
        + "  a.two: {ask: choice, choices: [go, {id: x, to: end}]}  # <-\n",
        "dead end: `a.two` has no `next`",
    ),
    "guarded last branch": (
        states("a.one:", "  ask: scale", "  save: heat", "  next:", "    - {to: a.one}  # sound")
        .replace("    - {to: a.one}  # sound", "    - {to: end, when: hot}  # <-")
        .replace("start: a.one\n", "start: a.one\nguards: {hot: {heat: {at_least: 7}}}\n"),
        "the last branch of `a.one` is guarded; where do the others go?",
    ),
    "a branch that is never taken": (
        states("a.one:", "  ask: choice", "  choices: [go]", "  next:")
        + "      - {to: end}\n      - {to: a.one}  # <-\n",
        "what comes after an unguarded branch of `a.one` is never taken",
    ),
    "unknown guard of a branch": (
        states("a.one:", "  ask: choice", "  choices: [go]", "  next:")
        + "      - {to: a.one, when: hot}  # <-\n      - {to: end}\n",
        "unknown guard `hot`",
    ),
    "unknown guard of a choice": (
        states("a.one:", "  ask: choice", "  next: end", "  choices:")
        + "      - go\n      - {id: more, when: hot}  # <-\n",
        "unknown guard `hot`",
    ),
    "unknown guard of a short way": (
        states(OK, head=HEAD + "stages: [a]\nshort:\n  hot: [a]  # <-\n"),
        "unknown guard `hot`",
    ),
    "unknown stage of a short way": (
        states(OK, head=HEAD + "stages: [a]\nguards: {hot: {me.h: 1}}\nshort:\n  hot: [b]  # <-\n"),
        "no state belongs to the stage `b`",
    ),
    "a stage without a state": (
        states(OK, head=HEAD + "stages: [a, b]  # <-\n"),
        "no state belongs to the stage `b`",
    ),
    "unknown scope of a fact": (
        states(OK, head=HEAD + "guards:\n  hot: {you.heat: 7}  # <-\n"),
        "unknown fact `you.heat`; there are me.…, mark.…, partner.…, last.…, shelf.…, kept.…,"
        " below.…, time.…",
    ),
    "renamed to an unknown state": (
        states(OK, head=HEAD + "renamed:\n  a.old: a.new  # <-\n"),
        "`a.old` is renamed to an unknown state `a.new`",
    ),
    "a bar with an unknown guard": (
        states(OK, head=HEAD + "barred:\n  - {when: hot, to: a.one}  # <-\n"),
        "unknown guard `hot`",
    ),
    "a bar that leads nowhere": (
        states(
            OK,
            head=HEAD + "guards: {hot: {me.h: 1}}\nbarred:\n  - {when: hot, to: a.two}  # <-\n",
        ),
        "unknown target `a.two`",
    ),
    "a bar that calls an unknown dialogue": (
        states(
            OK,
            head=HEAD + "guards: {hot: {me.h: 1}}\nbarred:\n  - {when: hot, call: no}  # <-\n",
        ),
        "unknown dialogue `no`",
    ),
    "a bar of an unknown stage": (
        states(
            OK,
            head=HEAD + "guards: {hot: {me.h: 1}}\nbarred:\n"
            "  - {when: hot, stages: [b], to: a.one}  # <-\n",
        ),
        "no state belongs to the stage `b`",
    ),
    "a button that opens an unknown dialogue": (
        states(
            "a.one:",
            "  ask: choice",
            "  choices:",
            "    - {id: x, to: end}",
            "    - {id: y, opens: nowhere}  # <-",
        ),
        "unknown dialogue `nowhere`",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_and_line(fault: str) -> None:
    is_named_where_it_stands(*FAULTS[fault])


def test_a_dead_end_names_every_state_it_holds() -> None:
    text = states(
        "a.one: {ask: choice, choices: [{id: out, to: end}, {id: in, to: b.one}]}",
        "b.one: {ask: choice, choices: [{id: x, to: b.two}]}",
        "b.two: {ask: choice, choices: [{id: x, to: b.one}]}",
    )
    assert problems(text) == [
        f"{PATH}:6: dead end: from `b.one` no way leads to `end`",
        f"{PATH}:7: dead end: from `b.two` no way leads to `end`",
    ]


def test_a_state_with_guarded_buttons_only_is_a_dead_end() -> None:
    text = states(
        "a.one:", "  ask: choice", "  choices: [{id: x, when: hot, to: end}]",
        head=HEAD + "guards: {hot: {me.heat: 1}}\n",
    )  # fmt: skip
    assert problems(text) == [f"{PATH}:6: dead end: every choice of `a.one` is guarded"]


def test_a_loop_that_never_asks_is_named() -> None:
    text = states(
        "a.one: {ask: choice, choices: [{id: out, to: end}, {id: in, to: b.three}]}",
        "b.one: {silent: true, next: [{to: b.two, when: hot}, {to: end}]}",
        "b.two: {silent: true, next: [{to: b.one, when: hot}, {to: end}]}",
        "b.three: {silent: true, next: [{to: b.two, when: hot}, {to: end}]}",
        head=HEAD + "guards: {hot: {me.heat: 1}}\n",
    )
    assert problems(text) == [
        f"{PATH}:7: `b.one` goes round to itself without asking anything",
        f"{PATH}:8: `b.two` goes round to itself without asking anything",
    ]
