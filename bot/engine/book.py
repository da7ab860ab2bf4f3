"""All dialogues, their machines, and the pure tools the engine may call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from bot.coach.reading import TextType
from bot.engine.filled import deeds_of
from bot.engine.machine import Flat
from bot.engine.model import Dialogue, State
from bot.engine.model_deeds import Drawn
from bot.engine.session import Session
from bot.safety.risk import Risk

Derivation = Callable[[Any, Mapping[str, Any], float], Any]
"""A slot made from another: from its value, what is known of the person, and the unix time.

None where it cannot be made safely.
"""

Source = Callable[[Mapping[str, Any], float], Sequence[str]]
"""Choice ids that depend on the moment, from what is known of the person and the unix time."""


Awake = Callable[[Mapping[str, Any], float], float]
"""The next unix time outside the person's quiet hours, from what is known of them and the time."""


Screen = Callable[[str, Collection[str]], Risk]
"""What is dangerous in a text, leaving out the rules that the person waived for it."""


def _always(me: Mapping[str, Any], now: float) -> float:
    return now


class Partner(Protocol):
    """The simulated partner, as the engine sees it: standings are plain data."""

    def begin(
        self,
        *,
        slots: Mapping[str, Any],
        seed: int,
        used: Collection[str],
    ) -> dict[str, Any]:
        """The standing with the first line."""
        ...

    def reply(
        self,
        standing: Mapping[str, Any],
        *,
        good: Sequence[str],
        findings: Sequence[str],
        move: str | None,
    ) -> dict[str, Any]:
        """The standing after the person's move."""
        ...

    def repair(
        self, standing: Mapping[str, Any], *, good: Sequence[str], findings: Sequence[str]
    ) -> dict[str, Any]:
        """The standing after the person proposed a step."""
        ...

    def go_on(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        """The exchange as it stood before a step was proposed."""
        ...

    def moment(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        """What it takes to come back to this standing: with its `line`, `exchange` and `needs`."""
        ...

    def again(self, standing: Mapping[str, Any], moment: Mapping[str, Any]) -> dict[str, Any]:
        """The exchange back at an earlier moment."""
        ...

    def recast(self, standing: Mapping[str, Any], style: str) -> dict[str, Any]:
        """The same moment with somebody who takes it in another style."""
        ...

    def listen(
        self, *, slots: Mapping[str, Any], seed: int, used: Collection[str]
    ) -> dict[str, Any]:
        """The standing with the first line of a listening drill."""
        ...

    def onward(self, standing: Mapping[str, Any]) -> dict[str, Any]:
        """The next line of a listening drill."""
        ...

    def review(self, tries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Slots `skills` and `to_try`: what was done well in these answers, and what to try."""
        ...


@dataclass(frozen=True, slots=True)
class Expects:
    """What the open question wants of a typed text.

    `kind` is the kind of talk, for the coach's severity. `standing` is given where the text
    answers a partner's line. `time`: it is to be a time, and of which sort. `said` is what was
    typed so far of an answer in several messages, which is read as a whole when the person says
    that it is all.
    """

    coach: TextType | None = None
    kind: str | None = None
    standing: Mapping[str, Any] | None = None
    time: str | None = None
    said: str | None = None


@dataclass(frozen=True)
class Book:
    """Everything that is the same for everybody. Built once at start."""

    dialogues: Mapping[str, Dialogue]
    partner: Partner
    screen: Screen
    derivations: Mapping[str, Derivation] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    awake: Awake = _always
    machines: Mapping[str, Flat] = field(init=False)
    commands: Mapping[str, str] = field(init=False)
    roles: Mapping[str, str] = field(init=False)
    drawn: Mapping[str, Drawn] = field(init=False)
    opened: frozenset[str] = field(init=False)
    """Dialogues that a standing button opens."""
    at_hand: frozenset[str] = field(init=False)
    """Kinds of records of which the last is at hand."""

    def __post_init__(self) -> None:
        everything = self.dialogues.values()
        object.__setattr__(self, "machines", {d.dialogue: Flat(d) for d in everything})
        object.__setattr__(
            self, "commands", {d.command: d.dialogue for d in everything if d.command}
        )
        object.__setattr__(self, "roles", {d.role: d.dialogue for d in everything if d.role})
        states = [state for d in everything for state in d.states.values()]
        opened = {c.opens for state in states for c in state.choices if c.opens}
        object.__setattr__(self, "opened", frozenset(opened))
        kept = {d.keep.kind for s in states for d in deeds_of(s) if d.keep and d.keep.at_hand}
        object.__setattr__(self, "at_hand", frozenset(kept))

        drawn = (c.picture for d in everything for s in d.states.values() for c in s.choices)
        object.__setattr__(self, "drawn", {f"{p.name}.{p.form}": p for p in drawn if p})

    @cached_property
    def hearing(self) -> tuple[Dialogue, ...]:
        """The dialogues that come up for weak signs, in the order of their files."""
        return tuple(d for d in self.dialogues.values() if d.hears is not None)

    def state(self, dialogue: str, state: str) -> State:
        """A state by its names. Raises KeyError for an unknown one."""
        return self.dialogues[dialogue].states[state]

    def expects(self, session: Session) -> Expects:
        """What the session's open question wants of a typed text."""
        frame = session.top
        if frame is None or frame.dialogue not in self.dialogues:
            return Expects()
        states = self.dialogues[frame.dialogue].states
        state = states.get(frame.state)
        typed = next((c for c in state.choices if c.typed), None) if state is not None else None
        if typed is not None:
            state = states.get(typed.to or "")
        if state is None or state.coach is None:
            return Expects(time=state.wants if state is not None else None)
        return Expects(
            coach=state.coach,
            kind=frame.slots.get("kind"),
            standing=frame.partner if state.mirrors else None,
            said="\n".join(frame.work.get("said", ())) if state.ask == "texts" else None,
        )
