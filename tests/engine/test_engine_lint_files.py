"""The faults that come of several files together: names, roles, parts."""

from __future__ import annotations

import pytest

from tests.engine.faulty import HEAD, OK, PATH, is_named_where_it_stands, problems, states
from tests.engine.small_book import ALL, change

FAULTS = {
    "a command taken already": (
        states(OK, head="dialogue: broken\ncommand: talk  # <-\nstart: a.one\n"),
        "command `talk` is taken already by dialogues/talk.yaml",
    ),
    "a dialogue taken already": (
        states(OK, head="dialogue: talk  # <-\ncommand: broken\nstart: a.one\n"),
        "dialogue `talk` is taken already by dialogues/talk.yaml",
    ),
    "no way back": (
        states(OK, head="dialogue: broken\ncommand: back  # <-\nstart: a.one\n"),
        "no state would have a way to back: /back belongs to the engine; choose another command",
    ),
    "no way to stop": (
        states(OK, head="dialogue: broken\ncommand: cancel  # <-\nstart: a.one\n"),
        "no state would have a way to stop: /cancel belongs to the engine; choose another command",
    ),
    "two dialogues with one role": (
        states(OK, head=HEAD.replace("start", "role: home  # <-\nstart")),
        "exactly one dialogue has `role: home`, not 2",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_and_line(fault: str) -> None:
    is_named_where_it_stands(*FAULTS[fault])


def test_a_sound_book_has_no_problems() -> None:
    assert problems(states(OK)) == []


def test_no_state_has_a_way_to_pause() -> None:
    silent = change(ALL["pause"], ("command: pause\n", ""))
    assert problems(states(OK), pause=silent) == [
        "dialogues/welcome.yaml:1: no state has a way to pause: no dialogue has `command: pause`"
    ]


@pytest.mark.parametrize("role", ["welcome", "home", "danger", "help"])
def test_every_role_is_held_by_somebody(role: str) -> None:
    name = {"help": "help_now"}.get(role, role)
    without = change(ALL[name], (f"role: {role}\n", ""))
    line = 1 if role == "welcome" else 3
    assert problems(states(OK), **{name: without}) == [
        f"dialogues/welcome.yaml:{line}: exactly one dialogue has `role: {role}`, not 0"
    ]


def test_faults_of_several_files_come_together_and_in_order() -> None:
    first = states("a.one: {next: a.gone}", "a.two: {next: a.lost}")
    second = change(ALL["note"], ("next: page.more", "next: page.gone"))
    assert problems(first, note=second) == [
        f"{PATH}:5: unknown target `a.gone`",
        f"{PATH}:6: unknown target `a.lost`",
        "dialogues/note.yaml:10: unknown target `page.gone`",
    ]


WHOLE = (
    HEAD + "guards: {calm: {heat: 1}}\nstates:\n  a.one: {ask: scale, save: heat, next: a.two}\n"
)


def part(*lines: str, of: str = "broken") -> str:
    return f"part_of: {of}\nstates:\n" + "".join(f"  {line}\n" for line in lines)


def test_a_part_of_a_dialogue_is_a_file_of_its_own() -> None:
    assert problems(WHOLE, more=part("a.two: {next: end}")) == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (part("a.two: {next: a.gone}"), 3, "unknown target `a.gone`"),
        (part("a.two: {next: end}", "b.one: {next: end}"), 4, "`b.one` cannot be reached"),
        (
            part("a.two: {next: end}", "a.one: {next: end}"),
            4,
            f"`a.one` is there already in {PATH}",
        ),
        (part("a.two: {next: end}", of="brokn"), 1, "there is no dialogue `brokn`"),
        (part("a.two: {nxt: end}"), 3, "there is no such key here"),
    ],
)
def test_a_fault_in_a_part_is_named_in_its_own_file(text: str, line: int, message: str) -> None:
    found = problems(WHOLE, more=text)
    assert any(p.startswith(f"dialogues/more.yaml:{line}: ") and message in p for p in found), found


def test_the_parts_of_a_part_s_fault_are_not_looked_for_in_vain() -> None:
    found = problems(WHOLE.replace("a.two", "a.gone"), more=part("a.two: {next: end}"))
    assert f"{PATH}:6: unknown target `a.gone`" in found
