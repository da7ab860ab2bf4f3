"""The faults between a dialogue and what it relies on: the signs it hears, the slots it takes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.engine.filled import all_slots
from bot.engine.loader import Written
from bot.engine.model import Branch, Dialogue
from bot.lined_yaml import Problem


def lint_between(written: Sequence[Written], signs: Collection[str] | None) -> Iterator[Problem]:
    """What a dialogue hears has to exist, and what it takes from a called one has to be in that.

    `signs` are the weak signs that there are; None: they are not looked at.
    """
    by_name = {w.dialogue.dialogue: w.dialogue for w in written}
    for each in written:
        yield from _heard(each, signs)
        for name, state in each.dialogue.states.items():
            for key, branches in (("choices", state.choices), ("next", state.next)):
                for i, branch in enumerate(branches):
                    for message in _taken(branch, by_name):
                        yield each.problem(message, "states", name, key, i)


def _heard(each: Written, signs: Collection[str] | None) -> Iterator[Problem]:
    hears = each.dialogue.hears
    if hears is None:
        return
    for guard in hears.unless:
        if guard not in each.dialogue.guards:
            yield each.problem(f"unknown guard `{guard}`", "hears", "unless")
    for sign in hears.signs:
        if signs is not None and sign not in signs:
            message = f"unknown sign `{sign}`: it is no id of a signal rule or of a coach's rule"
            yield each.problem(message, "hears", "signs")


def _taken(branch: Branch, by_name: Mapping[str, Dialogue]) -> Iterator[str]:
    if branch.takes and branch.call is None:
        yield "only a branch with `call` has `takes`"
    called = by_name.get(branch.call or "")
    if called is not None:
        there = set(all_slots(called))
        for slot in branch.takes:
            if slot not in there:
                yield f"`{branch.call}` has no slot `{slot}` to take"
