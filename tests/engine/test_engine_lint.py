"""Every fault a dialogue can have is named with its file and line.

Each case is a dialogue with one fault; the line it stands on ends in `# <-`.
"""

from __future__ import annotations

import pytest

from bot.engine.lint import lint
from bot.engine.loader import Broken, load_all
from tests.engine.small_book import ALL, DERIVATIONS, SOURCES, change

PATH = "dialogues/broken.yaml"
HEAD = "dialogue: broken\ncommand: broken\nstart: a.one\n"


def problems(text: str, **others: str) -> list[str]:
    """What is wrong in the sound small book with this dialogue added."""
    files = {f"dialogues/{name}.yaml": t for name, t in {**ALL, **others}.items()}
    try:
        written = load_all({**files, PATH: text})
    except Broken as broken:
        return [str(p) for p in broken.problems]
    return [str(p) for p in lint(written, DERIVATIONS, SOURCES)]


def marked(text: str) -> list[int]:
    return [n for n, line in enumerate(text.splitlines(), 1) if line.endswith("# <-")]


def states(*lines: str, head: str = HEAD) -> str:
    return head + "states:\n" + "".join(f"  {line}\n" for line in lines)


OK = "a.one: {ask: choice, choices: [go], next: end}"

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
    "unknown target of a reminder": (
        states(
            "a.one:",
            "  do: [{remind: {name: r, after: n, leads_to: a.gone}}]  # <-",
            "  next: end",
        ).replace("start:", "given: [n]\nstart:"),
        "the reminder `r` leads to `a.gone`, which is not a state",
    ),
    "recalling what nobody keeps": (
        states("a.one: {do: [{recall: {kind: vow, slots: [p], same: [p]}}], next: end}  # <-")
        .replace("start:", "given: [p]\nstart:"),
        "no dialogue keeps `vow`; there are card",
    ),
    "recalling a slot that no record holds": (
        states(
            "a.one:",
            "  do: [{recall: {kind: card, slots: [what], same: [words]}}]  # <-",
            "  next: end",
        )
        .replace("start:", "given: [words]\nstart:"),
        "no record `card` holds `what`",
    ),
    "listing what nobody keeps": (
        states("a.one: {ask: choice, records: {kind: vow}, next: end}  # <-"),
        "no dialogue keeps `vow`; there are card",
    ),
    "counting what nobody keeps": (
        states(OK).replace("states:", "guards:\n  some: {kept.vow: {at_least: 1}}  # <-\nstates:"),
        "no dialogue keeps `vow`; there are card",
    ),
    "records of several ticks": (
        states("a.one:  # <-", "  ask: choices", "  save: x", "  records: {kind: card}")
        + "    next: end\n",
        "states.a.one: `records` are buttons of `ask: choice`",
    ),
    "handing what is not taken": (
        states("a.one: {ask: choice, choices: [go], save: x, next: a.two}",
               "a.two: {silent: true, next: [{call: note, to: end, hand: {page: x}}]}  # <-"),
        "`note` takes no `page`; list it there under `perhaps`",
    ),
    "handing to nobody": (
        states("a.one: {ask: choice, choices: [go], save: x, next: a.two}",
               "a.two: {silent: true, next: [{to: end, hand: {page: x}}]}  # <-"),
        "`hand` gives slots to a called dialogue; there is no `call`",
    ),
    "handing what is not filled": (
        states("a.one:", "  silent: true", "  next:",
               "    - {to: end, call: broken, hand: {p: x}}  # <-")
        .replace("start:", "perhaps: [p]\nstart:"),
        "`hand` reads `x`, which nothing fills before",
    ),
    "a reminder that begins nothing there is": (
        states("a.one:", "  do: [{remind: {name: r, after: n, call: gone}}]  # <-", "  next: end")
        .replace("start:", "given: [n]\nstart:"),
        "unknown dialogue `gone`",
    ),
    "a reminder that leads nowhere": (
        states("a.one:", "  do: [{remind: {name: r, after: n}}]  # <-", "  next: end")
        .replace("start:", "given: [n]\nstart:"),
        "states.a.one.do.0.remind: a reminder needs either `leads_to` (a state) or `call`",
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
    "a record that nobody keeps at hand": (
        states(
            "a.one:",
            "  ask: choice",
            "  choices: [go]",
            "  do:",
            "    - {recall: {kind: card, slots: [words, song]}}  # <-",
            "  next: end",
        ),
        "no dialogue keeps a record `card` with these slots at hand",
    ),
    "a recast without a style": (
        states(
            "a.one: {ask: choice, choices: [go], next: a.two}",
            "a.two: {silent: true, next: end,",
            "  partner: [again, recast]}  # <-",
        ),
        "the style to recast to is read from `what_if`, which nothing fills before",
    ),
    "a choice under feedback that leads nowhere": (
        states("a.one:  # <-", "  ask: text", "  save: x", "  coach: mirror", "  next: end")
        + "    choices: [{id: stop, always: true}]\n",
        "states.a.one: a choice that is `always` on offer leads somewhere: `to` or `call`",
    ),
    "unknown scope of a fact": (
        states(OK, head=HEAD + "guards:\n  hot: {you.heat: 7}  # <-\n"),
        "unknown fact `you.heat`; there are me.…, mark.…, partner.…, last.…, shelf.…, kept.…,"
        " below.…, time.…",
    ),
    "a guard reads a slot before it is filled": (
        states(
            "a.one: {ask: choice, choices: [go], next: [",
            "    {to: end, when: hot},  # <-",
            "    {to: a.two}]}",
            "a.two: {ask: scale, save: heat, next: end}",
            head=HEAD + "guards: {hot: {heat: {at_least: 7}}}\n",
        ),
        "guard `hot` reads `heat`, which nothing fills before",
    ),
    "a derivation reads a slot before it is filled": (
        states(
            "a.one:",
            "  ask: text",
            "  save: said",
            "  private: true",
            "  derive:",
            "    echo: {by: echo, of: heard}  # <-",
            "  next: end",
        ),
        "`echo` is derived from `heard`, which nothing fills before",
    ),
    "a record holds a slot that nothing fills": (
        states(
            "a.one: {ask: text, save: said, private: true, next: a.two}",
            "a.two:",
            "  do:",
            "    - keep: {kind: page, slots: [siad]}  # <-",
            "  next: end",
        ),
        "the record `page` holds `siad`, which nothing fills before",
    ),
    "a reminder needs a slot that nothing fills": (
        states(
            "a.one:",
            "  ask: choice",
            "  choices: [go]",
            "  next:",
            "    - {to: end, do: [{remind: {name: r, after: n, leads_to: a.one}}]}  # <-",
        ),
        "the reminder `r` reads `n`, which nothing fills before",
    ),
    "unknown derivation": (
        states(
            "a.one:",
            "  ask: text",
            "  save: said",
            "  private: true",
            "  derive: {echo: magic}  # <-",
            "  next: end",
        ),
        "unknown derivation `magic`; there are echo",
    ),
    "unknown source": (
        states("a.one:", "  ask: choice", "  source: moons  # <-", "  next: end"),
        "unknown source `moons`; there are hours",
    ),
    "callback data too long": (
        states("a.one:", "  ask: choice", "  choices:", "    - " + "x" * 48 + "  # <-")
        + "    next: end\n",
        f"the callback data of `{'x' * 48}` would be over 64 bytes; shorten the id",
    ),
    "callback data of a nuance too long": (
        states("a.one:", "  ask: choices", "  save: f", "  choices:")
        + "      - {id: sad, under: [" + "y" * 48 + "]}  # <-\n    next: end\n",
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
    "a bar with two ways": (
        states(OK, head=HEAD + "barred:\n  - {when: h, to: a.one, call: note}  # <-\n"),
        "barred.0: a bar has either `to` or `call`",
    ),
    "two dialogues with one role": (
        states(OK, head=HEAD.replace("start", "role: home  # <-\nstart")),
        "exactly one dialogue has `role: home`, not 2",
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
    "a reminder without a time": (
        states("a.one:", "  next: end", "  do:")
        + "      - remind: {name: r, leads_to: a.one}  # <-\n",
        "states.a.one.do.0.remind: a reminder needs either `after` (minutes) or `moment`",
    ),
    "broken YAML": (
        HEAD + "states:\n  a.one: {ask: choice\n  a.two: }  # <-\n",
        "this is not YAML: did not find expected ',' or '}'",
    ),
    "a key twice": (
        states(OK, "a.one: {next: end}  # <-"),
        "this is not YAML: found duplicate key",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_and_line(fault: str) -> None:
    text, message = FAULTS[fault]
    (line,) = marked(text)
    found = problems(text)
    assert len(found) == 1, found
    assert found[0].startswith(f"{PATH}:{line}: {message}")


def test_a_sound_book_has_no_problems() -> None:
    assert problems(states(OK)) == []


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
        "a.one: {ask: choice, choices: [{id: out, to: end}, {id: in, to: b.one}]}",
        "b.one: {silent: true, next: [{to: b.two, when: hot}, {to: end}]}",
        "b.two: {silent: true, next: [{to: b.one, when: hot}, {to: end}]}",
        "b.three: {silent: true, next: [{to: b.two, when: hot}, {to: end}]}",
        head=HEAD + "guards: {hot: {me.heat: 1}}\n",
    ).replace("to: b.one}]}\n  b.one", "to: b.three}]}\n  b.one")
    assert problems(text) == [
        f"{PATH}:7: `b.one` goes round to itself without asking anything",
        f"{PATH}:8: `b.two` goes round to itself without asking anything",
    ]


def test_no_state_has_a_way_to_pause() -> None:
    silent = change(ALL["pause"], ("command: pause\n", ""))
    assert problems(states(OK), pause=silent) == [
        "dialogues/welcome.yaml:1: no state has a way to pause: no dialogue has `command: pause`"
    ]


@pytest.mark.parametrize("role", ["welcome", "home", "danger", "help"])
def test_every_role_is_held_by_somebody(role: str) -> None:
    name = {"help": "help_now"}.get(role, role)
    without = change(ALL[name], (f"role: {role}\n", ""))
    assert problems(states(OK), **{name: without}) == [
        f"dialogues/welcome.yaml:{2 if role != 'welcome' else 1}:"
        f" exactly one dialogue has `role: {role}`, not 0".replace(":2:", ":3:")
    ]


def test_faults_of_several_files_come_together_and_in_order() -> None:
    first = states("a.one: {next: a.gone}", "a.two: {next: a.lost}")
    second = change(ALL["note"], ("next: page.more", "next: page.gone"))
    assert problems(first, note=second) == [
        f"{PATH}:5: unknown target `a.gone`",
        f"{PATH}:6: unknown target `a.lost`",
        "dialogues/note.yaml:10: unknown target `page.gone`",
    ]


def test_an_error_never_repeats_what_stood_in_the_file() -> None:
    text = states("a.one: {ask: somethingsecret, next: end}")
    (found,) = problems(text)
    assert found.startswith(f"{PATH}:5: states.a.one.ask: ")
    assert "somethingsecret" not in found


@pytest.mark.parametrize("text", ["", "- a list\n", "just words\n", "42\n"])
def test_a_file_that_is_no_dialogue(text: str) -> None:
    (found,) = problems(text)
    assert found.startswith(f"{PATH}:1: the file: ")


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
