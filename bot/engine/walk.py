"""Moving through dialogues: entering states, following branches, pushing and popping frames.

A `Walk` is the working copy of one `advance`: the new session in the making, and the effects so
far. Its methods are the ways it may go, `saying.py` has what is said there, and `advance.py`
decides which of them an event calls for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.engine import deeds, facts, saying
from bot.engine.book import Book
from bot.engine.danger import released, waived
from bot.engine.effects import Effect
from bot.engine.events import Command, Text
from bot.engine.model import END, KEPT, Bar, Branch, Dialogue, State
from bot.engine.offered import offered
from bot.engine.partner_turns import speak
from bot.engine.records import Kept, Records
from bot.engine.session import Frame, Session
from bot.engine.shelf import put_on_shelf
from bot.engine.trail import drop_second, forget_ended

DEEPEST = 6
"""How many dialogues may lie on each other."""

LONGEST = 60
"""How many states one event may pass through before we call it a loop."""


class Walk:
    """The session in the making, and the effects so far."""

    def __init__(
        self, book: Book, session: Session, now: float, kept: Sequence[Kept] | None = None
    ) -> None:
        self.book = book
        self.session = session
        self.now = now
        self.records = Records(kept)
        self.effects: list[Effect] = []
        self.notes: list[tuple[str, Mapping[str, Any]]] = []
        self.refed: Text | Command | None = None
        self.waived: tuple[str, ...] = ()
        self._passed = 0
        self._aside: tuple[Frame, dict[str, Any]] | None = None

    # What is here

    @property
    def frame(self) -> Frame:
        """The frame on top; there must be one."""
        return self.session.frames[-1]

    @property
    def dialogue(self) -> Dialogue:
        """The dialogue of the frame on top."""
        return self.book.dialogues[self.frame.dialogue]

    @property
    def state(self) -> State:
        """The state of the frame on top."""
        return self.dialogue.states[self.frame.state]

    @property
    def urgent(self) -> bool:
        """Is this about somebody's safety? (Also what was called from there.)"""
        return any(self.book.dialogues[f.dialogue].about_safety for f in self.session.frames)

    def holds(self, guard: str) -> bool:
        """Does a guard of the dialogue on top hold now?"""
        return facts.holds(guard, self.dialogue, self.frame, self.session, self.now, self.records)

    def note(self, name: str, **data: Any) -> None:
        """A short shared remark to stand above the next message."""
        self.notes.append((name, data))

    # Going

    def push(
        self,
        dialogue: str,
        state: str | None = None,
        slots: Mapping[str, Any] | None = None,
        *,
        nudge: bool = False,
        record: str | None = None,
        gives: Iterable[str] = (),
    ) -> None:
        """Starts a dialogue on top of what is under way; `gives` are slots it hands back."""
        if len(self.session.frames) >= DEEPEST:
            drop_second(self.session)
        start = state or self.book.dialogues[dialogue].start
        frame = Frame(
            dialogue,
            start,
            slots=dict(slots or {}),
            nudge=nudge,
            record=record,
            began=self.now,
            gives=list(gives),
        )
        self.session.frames.append(frame)
        self.enter(start)

    def enter(self, name: str) -> None:
        """Enters a state: does what it does, asks what it asks, or says its say and goes on."""
        self._passed += 1
        if self._passed > LONGEST:
            raise RecursionError("a dialogue goes round without asking anything")
        frame = self.frame
        frame.state = name
        frame.work = {}
        state = self.state
        for slot in state.clear:
            frame.slots.pop(slot, None)
        speak(self)
        if state.ask is None:
            self.derive()
        deeds.do(self, state.do)
        if frame is not self.session.top:
            return
        if state.ask is not None:
            if self._aside is not None and self._aside[0] is frame:
                frame.work = {"aside": self._aside[1]}
            self._aside = None
            saying.ask(self)
            return
        if state.pace:
            saying.pace(self)
        elif not state.silent:
            self._open_asides()
            saying.say(self)
        self.follow("go on")

    def _open_asides(self) -> None:
        """Buttons of what asks nothing are open until the question after it is answered."""
        if any(s.kind == "tap" for s in offered(self)):
            self.session.prompt += 1
            aside = {"state": self.frame.state, "prompt": self.session.prompt}
            self._aside = (self.frame, aside)

    def follow(self, trigger: str) -> None:
        """Takes the first open branch for a trigger."""
        frame = self.frame
        branch = self.book.machines[frame.dialogue].go(frame.state, trigger, self.holds)
        if branch is None:
            raise LookupError("no branch is open")
        self.take(branch)

    def take(self, branch: Branch) -> None:
        """Goes where a branch leads."""
        frame = self.frame
        frame.slots.update(branch.set)
        deeds.do(self, branch.do)
        if self.session.top is not frame:
            return
        if branch.call is not None:
            handed = {k: frame.slots[v] for k, v in branch.hand.items() if v in frame.slots}
            if branch.to == END:
                self._leave()
            elif branch.to is not None:
                frame.state = branch.to
                frame.work = {"enter": True}
            self.push(branch.call, slots=handed, gives=branch.takes)
        elif branch.to == END:
            self.end()
        elif branch.to is not None:
            self.enter(branch.to)

    def end(self) -> None:
        """Ends the dialogue on top and returns to the one below, where there is one.

        How often the coach interrupted in it counts there too.
        """
        ended = self._leave()
        forget_ended(self.session)
        if self.session.frames:
            self.frame.coached += ended.coached
            self.come_up()

    def _leave(self) -> Frame:
        """The dialogue on top is over; the one below takes from it what it was promised."""
        over = self.session.frames.pop()
        if self.session.frames:
            given = {name: over.slots[name] for name in over.gives if name in over.slots}
            self.session.frames[-1].slots.update(given)
        return over

    def come_up(self, *, asked_for: bool = False) -> None:
        """The frame on top comes up again: its question is shown, or what it waited for happens.

        What is barred now does not: it goes on elsewhere, or is put aside; why is said where the
        person had asked for it.
        """
        bar = self.bar()
        if bar is not None:
            self._stop_at(bar, asked_for)
            return
        work = self.frame.work
        if work.pop("moved", False):
            self.session.prompt += 1
            self.note("changed")
        if work.pop("enter", False):
            self.enter(self.frame.state)
        else:
            saying.again(self)

    def bar(self) -> Bar | None:
        """What bars the question on top from coming up now."""
        return facts.bar(self.dialogue, self.frame, self.session, self.now, self.records)

    def _stop_at(self, bar: Bar, asked_for: bool) -> None:
        if bar.to is not None:
            self.enter(bar.to)
            return
        put_on_shelf(self)
        self.session.frames.pop()
        if asked_for and bar.call is not None:
            self.push(bar.call)
        elif self.session.frames:
            self.come_up()

    def leave_home(self) -> list[Frame]:
        """The home question and a reminder's give way to what the person chooses to do.

        Returns what gave way, in case that was only a page to read.
        """
        home, left = self.book.roles["home"], list(self.session.frames)
        if not all(f.dialogue == home or f.nudge for f in left):
            return []
        self.session.frames.clear()
        return left

    def release(self) -> None:
        """Leaves the danger dialogue and has the event that waits in it taken after all."""
        slots = self.session.frames.pop().slots
        self.waived = waived(slots)
        if self.session.frames and self.bar() is not None:
            self.come_up()
            return
        self.refed = released(slots, self.book.screen)
        if self.refed is None and self.session.frames:
            saying.again(self)

    def derive(self) -> None:
        """Makes the slots that the state derives from others; what cannot be made is removed."""
        frame, state = self.frame, self.state
        for slot, made in state.derive.items():
            value = frame.slots.get(made.of or state.save or "")
            if made.of == KEPT:
                value = [r.as_data() for r in self.records.all()]
            result = None
            if value not in (None, ""):
                result = self.book.derivations[made.by](value, self.session.me, self.now)
            if result is None:
                frame.slots.pop(slot, None)
            else:
                frame.slots[slot] = result
