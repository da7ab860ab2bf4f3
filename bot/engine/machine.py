"""The flat machine of one dialogue, on `transitions`. Nothing else imports it.

One synchronous machine a dialogue, built at start and shared: it holds no person. A transition's
only callback is its guard, a function of ours resolved before it gets here, since transitions
would import any dotted string it is given as a callback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from transitions import Machine

from bot.engine.model import END, Branch, Dialogue, State

Holds = Callable[[str], bool]
"""Tells whether the guard of that name holds for the session at hand."""


@dataclass(slots=True)
class _Place:
    """What the machine moves: a state, the guards of the moment, and the branch that was taken."""

    state: str
    holds: Holds
    taken: Branch | None = None


def branches_of(state: State) -> Iterable[tuple[str, Branch]]:
    """Every way out of a state with its trigger: choices that lead elsewhere, then `next`."""
    for choice in state.choices:
        if choice.to or choice.call:
            yield f"tap {choice.id}", choice
    for branch in state.next:
        yield "go on", branch


class Flat:
    """The machine of one dialogue."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._machine = Machine(
            model=None,
            states=[*dialogue.states, END],
            initial=dialogue.start,
            auto_transitions=False,
            send_event=True,
        )
        for name, state in dialogue.states.items():
            for trigger, branch in branches_of(state):
                self._machine.add_transition(
                    trigger, name, branch.to or name, conditions=_guard(branch)
                )

    def go(self, state: str, trigger: str, holds: Holds) -> Branch | None:
        """The branch taken from a state by a trigger, or None where none is open."""
        event = self._machine.events.get(trigger)
        if event is None or state not in event.transitions:
            return None
        place = _Place(state, holds)
        event.trigger(place)
        return place.taken


def _guard(branch: Branch) -> Callable[[Any], bool]:
    """The guard of a branch; it also notes the branch on the place, since `transitions` does not

    tell which of several transitions to one state it took.
    """
    name = None if getattr(branch, "id", None) is not None else branch.when

    def passes(event: Any) -> bool:
        place: _Place = event.model
        if name is not None and not place.holds(name):
            return False
        place.taken = branch
        return True

    return passes
