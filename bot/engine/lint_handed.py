"""Faults in what dialogues hand to each other: records kept and opened, slots handed over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.engine.loader import Written
from bot.engine.model import Branch, Dialogue
from bot.engine.model_deeds import Deed, Keep
from bot.engine.places import branches, deeds
from bot.lined_yaml import Problem

Slots = Mapping[str, set[str]]
"""The kinds of records, with the slots that one of each kind may hold."""


def handed(written: Sequence[Written]) -> Iterator[Problem]:
    """Everything wrong between these dialogues, with file and line."""
    dialogues = {w.dialogue.dialogue: w.dialogue for w in written}
    keeps = [k for w in written for k in _keeps(w.dialogue)]
    kept, at_hand = _slots_of(keeps), _slots_of(k for k in keeps if k.at_hand)
    for each in written:
        for guard, tests in each.dialogue.guards.items():
            for path in tests:
                scope, _, kind = path.partition(".")
                if scope == "kept" and kind not in kept:
                    yield each.problem(_nobody_keeps(kind, kept), "guards", guard)
        for name, state in each.dialogue.states.items():
            listed = state.records
            if listed is not None:
                for message in _not_kept(listed.kind, listed.slots, kept):
                    yield each.problem(message, "states", name, "records")
            for place, branch in branches(each.dialogue, name):
                for message in _given(branch, dialogues):
                    yield each.problem(message, *place)
            for place, deed in deeds(each.dialogue, name):
                for message in (*_records(deed, kept, at_hand), *_carried(deed, dialogues)):
                    yield each.problem(message, *place)


def _keeps(dialogue: Dialogue) -> Iterator[Keep]:
    for name in dialogue.states:
        yield from (d.keep for _, d in deeds(dialogue, name) if d.keep is not None)


def _slots_of(keeps: Iterable[Keep]) -> Slots:
    slots: dict[str, set[str]] = {}
    for keep in keeps:
        slots.setdefault(keep.kind, set()).update(keep.slots)
    return slots


def _records(deed: Deed, kept: Slots, at_hand: Slots) -> Iterator[str]:
    """A record that is recalled or let go although no dialogue keeps such a one."""
    recall = deed.recall
    if deed.drop is not None:
        yield from _not_kept(deed.drop, (), kept)
    elif recall is not None and recall.same:
        yield from _not_kept(recall.kind, (*recall.slots, *recall.same), kept)
    elif recall is not None and not set(recall.slots) <= at_hand.get(recall.kind, set()):
        yield f"no dialogue keeps a record `{recall.kind}` with these slots at hand"


def _not_kept(kind: str, slots: Iterable[str], kept: Slots) -> Iterator[str]:
    if kind not in kept:
        yield _nobody_keeps(kind, kept)
    else:
        for slot in sorted(set(slots) - kept[kind]):
            yield f"no record `{kind}` holds `{slot}`"


def _nobody_keeps(kind: str, kept: Collection[str]) -> str:
    return f"no dialogue keeps `{kind}`; there are {', '.join(sorted(kept)) or 'none'}"


def _given(branch: Branch, dialogues: Mapping[str, Dialogue]) -> Iterator[str]:
    if branch.call is not None:
        yield from _not_taken(branch.call, branch.hand, dialogues)
    elif branch.hand:
        yield "`hand` gives slots to a called dialogue; there is no `call`"


def _carried(deed: Deed, dialogues: Mapping[str, Dialogue]) -> Iterator[str]:
    if deed.remind is not None and deed.remind.call is not None:
        yield from _not_taken(deed.remind.call, deed.remind.carries, dialogues)


def _not_taken(name: str, slots: Iterable[str], dialogues: Mapping[str, Dialogue]) -> Iterator[str]:
    """Slots given to a dialogue that does not say that it takes them. (What it is, others say.)"""
    called = dialogues.get(name)
    if called is not None:
        for slot in sorted(set(slots) - {*called.given, *called.perhaps}):
            yield f"`{name}` takes no `{slot}`; list it there under `perhaps`"
