"""The faults a dialogue can have although each of its lines is well-formed.

Every fault comes with file and line. What concerns templates is looked at by `phrasing/lint.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import get_args

from bot.engine.facts import SCOPES
from bot.engine.filled import deeds_of, filled_before
from bot.engine.lint_between import lint_between
from bot.engine.lint_handed import handed
from bot.engine.loader import Written
from bot.engine.machine import branches_of
from bot.engine.model import END, KEPT, Bar, Choice, Dialogue, Role
from bot.engine.model_deeds import Deed
from bot.engine.places import branches, deeds
from bot.lined_yaml import Problem

BUILT_IN = ("start", "back", "cancel", "resume")
"""Commands the engine answers itself, in every state."""

CALLBACK_BYTES = 64
"""What Telegram takes as callback data; see https://core.telegram.org/bots/api."""

PREFIX_BYTES = 6 + 1 + 9 + 1
"""`session:prompt:` before the choice: a six-letter session, a prompt of up to nine digits."""


def lint(
    written: Sequence[Written],
    derivations: Collection[str],
    sources: Collection[str],
    signs: Collection[str] | None = None,
) -> list[Problem]:
    """Everything wrong with these dialogues together, in order of file and line.

    `derivations` and `sources` are the names of the pure functions that dialogues may use, `signs`
    the weak signs that there are (None: not looked at).
    """
    problems = [*_together(written), *lint_between(written, signs)]
    for each in written:
        problems += _names(each, {w.dialogue.dialogue for w in written}, derivations, sources)
        if not any(p.path in each.paths for p in problems):
            problems += _ways(each)
            problems += _slots(each)
    problems += handed(written)
    return sorted(problems)


# All files together


def _together(written: Sequence[Written]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for each in written:
        dialogue = each.dialogue
        for key, name in (("dialogue", dialogue.dialogue), ("command", dialogue.command)):
            if name is None:
                continue
            if f"{key} {name}" in seen:
                other = seen[f"{key} {name}"]
                yield each.problem(f"{key} `{name}` is taken already by {other}", key)
            seen[f"{key} {name}"] = each.path
        if dialogue.command in BUILT_IN:
            way = {"back": "back", "cancel": "stop"}.get(dialogue.command, dialogue.command)
            yield each.problem(
                f"no state would have a way to {way}: /{dialogue.command} belongs to the engine;"
                " choose another command",
                "command",
            )
    if written and "command pause" not in seen:
        yield Problem(
            written[0].path, 1, "no state has a way to pause: no dialogue has `command: pause`"
        )
    for role in get_args(Role):
        having = [w for w in written if w.dialogue.role == role]
        if len(having) != 1 and written:
            place = having[1].problem if len(having) > 1 else written[0].problem
            yield place(f"exactly one dialogue has `role: {role}`, not {len(having)}", "role")


# Names


def _names(
    each: Written, dialogues: set[str], derivations: Collection[str], sources: Collection[str]
) -> Iterator[Problem]:
    dialogue = each.dialogue
    if dialogue.start not in dialogue.states:
        yield each.problem(f"the start `{dialogue.start}` is not a state", "start")
    for guard in dialogue.short:
        if guard not in dialogue.guards:
            yield each.problem(f"unknown guard `{guard}`", "short", guard)
    having = {dialogue.stage_of(name) for name in dialogue.states}
    listed = {("stages",): dialogue.stages} | {("short", g): s for g, s in dialogue.short.items()}
    for at, stages in listed.items():
        for stage in sorted(set(stages) - having):
            yield each.problem(f"no state belongs to the stage `{stage}`", *at)
    for guard, tests in dialogue.guards.items():
        for path in tests:
            scope, dot, _ = path.partition(".")
            if dot and scope not in SCOPES:
                known = ", ".join(f"{s}.…" for s in SCOPES)
                yield each.problem(f"unknown fact `{path}`; there are {known}", "guards", guard)
    for i, bar in enumerate(dialogue.barred):
        for message in _wrong_with_bar(bar, dialogue, dialogues, having):
            yield each.problem(message, "barred", i)
    for old, new in dialogue.renamed.items():
        if new not in dialogue.states and "." in new:
            yield each.problem(f"`{old}` is renamed to an unknown state `{new}`", "renamed", old)
    for name, state in dialogue.states.items():
        for place, branch in branches(dialogue, name):
            if branch.to is not None and branch.to not in (*dialogue.states, END):
                yield each.problem(f"unknown target `{branch.to}`", *place)
            if branch.call is not None and branch.call not in dialogues:
                yield each.problem(f"unknown dialogue `{branch.call}`", *place)
            opens = branch.opens if isinstance(branch, Choice) else None
            if opens is not None and opens not in dialogues:
                yield each.problem(f"unknown dialogue `{opens}`", *place)
            if branch.when is not None and branch.when not in dialogue.guards:
                yield each.problem(f"unknown guard `{branch.when}`", *place)
        for place, deed in deeds(dialogue, name):
            leads_to = deed.remind.leads_to if deed.remind is not None else None
            if deed.remind is not None and leads_to not in (None, *dialogue.states):
                to = f"`{leads_to}`, which is not a state"
                yield each.problem(f"the reminder `{deed.remind.name}` leads to {to}", *place)
            if deed.remind is not None and deed.remind.call not in (None, *dialogues):
                yield each.problem(f"unknown dialogue `{deed.remind.call}`", *place)
        for slot, made in state.derive.items():
            if made.by not in derivations:
                message = f"unknown derivation `{made.by}`; there are {_listed(derivations)}"
                yield each.problem(message, "states", name, "derive", slot)
        if state.source is not None and state.source not in sources:
            message = f"unknown source `{state.source}`; there are {_listed(sources)}"
            yield each.problem(message, "states", name, "source")
        seen: set[str] = set()
        for i, choice in enumerate(state.choices):
            for id_ in (choice.id, *choice.under):
                for message in _wrong_with(id_, seen):
                    yield each.problem(message, "states", name, "choices", i)
                seen.add(id_)


def _wrong_with_bar(
    bar: Bar, dialogue: Dialogue, dialogues: set[str], stages: set[str]
) -> Iterator[str]:
    if bar.when not in dialogue.guards:
        yield f"unknown guard `{bar.when}`"
    if bar.to is not None and bar.to not in dialogue.states:
        yield f"unknown target `{bar.to}`"
    if bar.call is not None and bar.call not in dialogues:
        yield f"unknown dialogue `{bar.call}`"
    for stage in sorted(set(bar.stages) - stages):
        yield f"no state belongs to the stage `{stage}`"


def _wrong_with(id_: str, seen: Collection[str]) -> Iterator[str]:
    if len(id_.encode()) + PREFIX_BYTES > CALLBACK_BYTES:
        yield f"the callback data of `{id_}` would be over {CALLBACK_BYTES} bytes; shorten the id"
    if ":" in id_ or id_ in ("done", "plain"):
        yield f"`{id_}` cannot be a choice's id: it is used by the engine"
    if id_ in seen:
        yield f"the choice `{id_}` is there twice"


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "none"


# Ways


def _ways(each: Written) -> Iterator[Problem]:
    dialogue = each.dialogue
    ways = {
        name: {b.to or name for _, b in branches_of(state)}
        | {d.remind.leads_to for d in deeds_of(state) if d.remind and d.remind.leads_to}
        for name, state in dialogue.states.items()
    }
    reached, waiting = set(), [dialogue.start]
    while waiting:
        name = waiting.pop()
        if name in reached or name == END:
            continue
        reached.add(name)
        waiting.extend(ways[name])
    ends = {END}
    while more := {n for n, to in ways.items() if n not in ends and to & ends}:
        ends |= more
    for name, state in dialogue.states.items():
        if name not in reached:
            yield each.problem(f"`{name}` cannot be reached", "states", name)
        if name not in ends:
            yield each.problem(f"dead end: from `{name}` no way leads to `end`", "states", name)
        if _goes_round(dialogue, name):
            message = f"`{name}` goes round to itself without asking anything"
            yield each.problem(message, "states", name)
        needs_next = state.ask != "choice" or any(
            c.answers and not (c.to or c.call) for c in state.choices
        )
        if state.ask == "choice" and (state.source or state.records or state.other):
            needs_next = True
        if not state.next:
            if not needs_next and all(c.when for c in state.choices):
                message = f"dead end: every choice of `{name}` is guarded"
                yield each.problem(message, "states", name)
            if needs_next:
                yield each.problem(f"dead end: `{name}` has no `next`", "states", name)
        elif state.next[-1].when is not None:
            message = f"the last branch of `{name}` is guarded; where do the others go?"
            yield each.problem(message, "states", name, "next", len(state.next) - 1)
        for i, branch in enumerate(state.next[:-1]):
            if branch.when is None:
                message = f"what comes after an unguarded branch of `{name}` is never taken"
                yield each.problem(message, "states", name, "next", i + 1)


def _goes_round(dialogue: Dialogue, name: str) -> bool:
    """Does a way lead from a state back to it on which nothing is asked?"""
    passed: set[str] = set()
    waiting = [name]
    while waiting:
        state = dialogue.states.get(waiting.pop())
        if state is None or state.ask is not None:
            continue
        onward = {b.to for b in state.next if b.to is not None and b.call is None}
        if name in onward:
            return True
        waiting += onward - passed
        passed |= onward
    return False


# Slots


def _slots(each: Written) -> Iterator[Problem]:
    """Slots that a guard or a deed reads although no way there could have filled them."""
    dialogue = each.dialogue
    filled = filled_before(dialogue)
    for name, state in dialogue.states.items():
        possible = filled.possibly[name] | filled.by(name)
        for place, branch in branches(dialogue, name):
            tests = dialogue.guards[branch.when] if branch.when else {}
            for slot in tests:
                if "." not in slot and slot not in possible:
                    message = f"guard `{branch.when}` reads `{slot}`, which nothing fills before"
                    yield each.problem(message, *place)
            for here in branch.hand.values():
                if here not in possible | set(branch.set):
                    yield each.problem(f"`hand` reads `{here}`, which nothing fills before", *place)
        set_by = {slot for _, branch in branches(dialogue, name) for slot in branch.set}
        for place, deed in deeds(dialogue, name):
            for reader, slot in _read_by(deed):
                if slot not in possible | set_by:
                    yield each.problem(f"{reader} `{slot}`, which nothing fills before", *place)
        if "recast" in state.partner and "what_if" not in possible:
            message = "the style to recast to is read from `what_if`, which nothing fills before"
            yield each.problem(message, "states", name, "partner")
        for slot, made in state.derive.items():
            of = made.of or state.save
            if of != KEPT and (of is None or of not in possible):
                message = f"`{slot}` is derived from `{of}`, which nothing fills before"
                yield each.problem(message, "states", name, "derive", slot)


def _read_by(deed: Deed) -> Iterator[tuple[str, str]]:
    """The slots that a deed reads, with how to say so. (`me` may also hold plain values.)"""
    if deed.keep is not None:
        for slot in deed.keep.slots:
            yield f"the record `{deed.keep.kind}` holds", slot
    if deed.picture is not None:
        for slot in deed.picture.values:
            yield f"the picture `{deed.picture.name}` draws", slot
    if deed.remind is not None:
        time = deed.remind.after or deed.remind.moment
        for slot in (*([time] if time else []), *deed.remind.carries):
            yield f"the reminder `{deed.remind.name}` reads", slot
    if deed.recall is not None:
        for slot in deed.recall.same:
            yield f"recalling a `{deed.recall.kind}` reads", slot
