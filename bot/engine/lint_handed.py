"""Faults in what dialogues hand to each other: records kept and opened, slots handed over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.engine.filled import deeds_of
from bot.engine.loader import Problem, Written
from bot.engine.machine import branches_of
from bot.engine.model import Dialogue, State


def handed(written: Sequence[Written]) -> Iterator[Problem]:
    """Everything wrong between these dialogues, with file and line."""
    dialogues = {w.dialogue.dialogue: w.dialogue for w in written}
    kept = _kept(dialogues.values())
    for each in written:
        for guard, tests in each.dialogue.guards.items():
            for path in tests:
                scope, _, kind = path.partition(".")
                if scope == "kept" and kind not in kept:
                    yield each.problem(_nobody_keeps(kind, kept), "guards", guard)
        for name, state in each.dialogue.states.items():
            for message in (*_records(state, kept), *_given(state, dialogues)):
                yield each.problem(message, "states", name)


def _kept(dialogues: Collection[Dialogue]) -> dict[str, set[str]]:
    """The kinds of records there are, and the slots that one of each kind may hold."""
    kept: dict[str, set[str]] = {}
    for dialogue in dialogues:
        for state in dialogue.states.values():
            for deed in deeds_of(state):
                if deed.keep is not None:
                    kept.setdefault(deed.keep.kind, set()).update(deed.keep.slots)
    return kept


def _records(state: State, kept: Mapping[str, set[str]]) -> Iterator[str]:
    opened = [
        (d.recall.kind, {*d.recall.slots, *d.recall.same}) for d in deeds_of(state) if d.recall
    ]
    if state.records is not None:
        opened.append((state.records.kind, set(state.records.slots)))
    for kind, slots in opened:
        if kind not in kept:
            yield _nobody_keeps(kind, kept)
        else:
            for slot in sorted(slots - kept[kind]):
                yield f"no record `{kind}` holds `{slot}`"


def _nobody_keeps(kind: str, kept: Collection[str]) -> str:
    return f"no dialogue keeps `{kind}`; there are {', '.join(sorted(kept)) or 'none'}"


def _given(state: State, dialogues: Mapping[str, Dialogue]) -> Iterator[str]:
    calls = [(b.call, set(b.hand)) for _, b in branches_of(state) if b.call or b.hand]
    reminders = (d.remind for d in deeds_of(state) if d.remind is not None)
    calls += [(r.call, set(r.carries)) for r in reminders if r.call is not None]
    for name, slots in calls:
        if name is None:
            yield "`hand` is for a branch that has `call`"
        elif name in dialogues:
            called = dialogues[name]
            for slot in sorted(slots - {*called.given, *called.perhaps}):
                taken = ", ".join(called.perhaps) or "nothing"
                yield f"`{name}` does not take `{slot}`; it takes {taken}"
