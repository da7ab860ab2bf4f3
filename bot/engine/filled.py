"""Which slots are filled when a state is reached: on every way there, and on some way there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.engine.machine import branches_of
from bot.engine.model import Branch, Choice, Dialogue, State
from bot.engine.model_deeds import Deed

REVIEWED = ("skills", "to_try")
"""The slots that the partner's `review` fills."""


@dataclass(frozen=True)
class Filled:
    """For each state: the slots filled on all ways to it (`surely`) and on any (`possibly`).

    `reached` are the states to which there is a way at all.
    """

    dialogue: Dialogue
    surely: dict[str, frozenset[str]]
    possibly: dict[str, frozenset[str]]
    reached: frozenset[str]

    def by(self, name: str) -> set[str]:
        """The slots that a state itself may fill."""
        return _saved(self.dialogue.states[name]) | _maybe(self.dialogue.states[name])


def _saved(state: State) -> set[str]:
    saved = {state.save} if state.save is not None and state.ask is not None else set()
    saved |= set(REVIEWED) if "review" in state.partner else set()
    return saved | _recalled(state.do)


def _recalled(deeds: Iterable[Deed]) -> set[str]:
    return {slot for deed in deeds if deed.recall is not None for slot in deed.recall.slots}


def _maybe(state: State) -> set[str]:
    """What an answer may fill but need not: a thing derived, something else typed in."""
    typed = (state.other and state.ask != "choices") or state.ask == "time"
    own = {f"{state.save}_own"} if typed else set()
    own |= {f"{state.save}_spec"} if state.ask == "time" else set()
    move = {"move"} if state.mirrors else set()
    reading = {"reading"} if state.seen else set()
    listed = set(state.records.slots) if state.records is not None else set()
    return set(state.derive) | own | move | reading | listed


def _on_the_way(state: State, branch: Branch) -> set[str]:
    """What is filled for sure by taking a branch.

    A tapped record fills its slots; it goes on by `next`, and nothing else does where every
    choice has a way of its own.
    """
    slots = set(branch.set) | _recalled(branch.do)
    own_ways = all(c.to or c.call for c in state.choices)
    if state.records is not None and own_ways and not isinstance(branch, Choice):
        slots |= set(state.records.slots)
    return slots


def deeds_of(state: State) -> Iterator[Deed]:
    """Everything that may be done in a state or on a way out of it."""
    yield from state.do
    for choice in state.choices:
        yield from choice.do
    for branch in state.next:
        yield from branch.do


def _edges(dialogue: Dialogue, name: str) -> Iterator[tuple[str, Branch]]:
    for _, branch in branches_of(dialogue.states[name]):
        yield branch.to or name, branch


def filled_before(dialogue: Dialogue) -> Filled:
    """Follows every way through a dialogue until nothing changes any more.

    A state that a reminder leads to starts from what the reminder carries.
    """
    given = frozenset(dialogue.given)
    starts: dict[str, frozenset[str]] = {dialogue.start: given}
    brought = {dialogue.start: given | frozenset(dialogue.perhaps)}
    for state in dialogue.states.values():
        for deed in deeds_of(state):
            if deed.remind is not None and deed.remind.leads_to is not None:
                carried = given | frozenset((*deed.remind.carries, "late"))
                known = starts.get(deed.remind.leads_to, carried)
                starts[deed.remind.leads_to] = known & carried
                brought[deed.remind.leads_to] = (
                    brought.get(deed.remind.leads_to, frozenset()) | carried
                )
    everything = frozenset(all_slots(dialogue))
    surely = dict.fromkeys(dialogue.states, everything)
    possibly = {name: brought.get(name, frozenset()) for name in dialogue.states}
    surely.update(starts)
    reached = set(starts)
    changed = True
    while changed:
        changed = False
        for name, state in dialogue.states.items():
            cleared = set(state.clear)
            sure = (surely[name] - cleared) | _saved(state)
            may = (possibly[name] - cleared) | _saved(state) | _maybe(state)
            for to, branch in _edges(dialogue, name):
                if to not in dialogue.states:
                    continue
                if name in reached and to not in reached:
                    reached.add(to)
                    changed = True
                on_the_way = _on_the_way(state, branch)
                new_sure = surely[to] & (sure | on_the_way)
                new_may = possibly[to] | may | on_the_way | set(branch.takes)
                if new_sure != surely[to] or new_may != possibly[to]:
                    surely[to], possibly[to], changed = new_sure, new_may, True
    return Filled(dialogue, surely, possibly, frozenset(reached))


def all_slots(dialogue: Dialogue) -> Iterator[str]:
    """Every slot that a dialogue may fill, and those it is given."""
    yield from (*dialogue.given, *dialogue.perhaps)
    for state in dialogue.states.values():
        yield from _saved(state) | _maybe(state)
        for _, branch in branches_of(state):
            yield from _on_the_way(state, branch)
            yield from branch.takes
        yield from (s for b in state.choices for s in b.set)
