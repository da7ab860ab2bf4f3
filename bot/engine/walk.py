"""Moving through dialogues: entering states, following branches, pushing and popping frames.

A `Walk` is the working copy of one `advance`: the new session in the making, and the effects so
far. Its methods say what happens; `advance.py` decides which of them an event calls for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.engine import deeds, facts
from bot.engine.book import Book
from bot.engine.danger import released, waived
from bot.engine.effects import Edit, Effect, Pace, Say, Shown, View
from bot.engine.events import Command, Text
from bot.engine.model import END, KEPT, Bar, Branch, Dialogue, State
from bot.engine.offered import offered
from bot.engine.partner_turns import speak
from bot.engine.records import Kept, Records
from bot.engine.session import Frame, Session
from bot.engine.shelf import put_on_shelf
from bot.engine.trail import drop_second, forget_ended
from bot.engine.views import view_of

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
            self.ask()
            return
        if state.pace:
            self.effects.append(Pace(self.view(), self.ref("pace")))
        elif not state.silent:
            self._say_with_asides()
        self.follow("go on")

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
            self.again()

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
            self.again()

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

    # Saying

    def ask(self) -> None:
        """Shows the open question as a new one."""
        self.session.prompt += 1
        self.again()

    def again(self) -> None:
        """Shows the open question, last. Its number stays, so its older buttons stay valid."""
        self._say_question(self._open_block)

    @property
    def _open_block(self) -> str:
        if "findings" in self.frame.work:
            return "example" if self.frame.work.get("shown") else "feedback"
        if "meant" in self.frame.work:
            return "sure"
        if "unclear" in self.frame.work:
            return "unclear"
        return "listening" if self.frame.work.get("said") else "text"

    def open_view(self, shown: tuple[Shown, ...]) -> View:
        """The open question as it stands, with the buttons that are `shown` under it."""
        return self.view(self._open_block, shown)

    def _say_question(self, block: str, instead_of: str | None = None) -> None:
        view = self.view(block, self.shown(), asks=True)
        self.effects.append(
            Say(view, self.ref(), asks=True, urgent=self.urgent, instead_of=instead_of)
        )

    def listening(self) -> None:
        """Acknowledges one more message of a longer answer, with the way to end it, last."""
        later = len(self.frame.work["said"]) > 1
        self._say_question("listening", self.ref() if later else None)

    def say(self, block: str = "text") -> None:
        """Says something that asks nothing."""
        ref = f"{self.ref('s')}-{len(self.effects)}"
        view = self.view(block, self.shown())
        self.effects.append(Say(view, ref, urgent=self.urgent))

    def _say_with_asides(self) -> None:
        """Says something that asks nothing; its buttons that lead on stay open for a while."""
        if any(s.kind == "tap" for s in self.shown()):
            self.session.prompt += 1
            aside = {"state": self.frame.state, "prompt": self.session.prompt}
            self._aside = (self.frame, aside)
        self.say()

    def edit(self, message_id: int | None) -> None:
        """Shows the open question anew in place."""
        view = self.view("text", self.shown(), asks=True)
        self.effects.append(Edit(view, self.ref(), message_id))

    @property
    def urgent(self) -> bool:
        """Is this about somebody's safety? (Also what was called from there.)"""
        return any(self.book.dialogues[f.dialogue].about_safety for f in self.session.frames)

    def ref(self, prefix: str = "q") -> str:
        """The logical name of a message of the state on top."""
        return f"{'h' if self.urgent else prefix}{self.session.prompt}"

    def view(
        self, block: str = "text", choices: tuple[Shown, ...] = (), *, asks: bool = False
    ) -> View:
        """What phrasing needs to word a message of the state on top."""
        return view_of(self, block, choices, asks=asks)

    def shown(self) -> tuple[Shown, ...]:
        """The buttons of the open question as it stands."""
        return offered(self)
