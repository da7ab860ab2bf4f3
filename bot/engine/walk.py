"""Moving through dialogues: entering states, following branches, pushing and popping frames.

A `Walk` is the working copy of one `advance`: the new session in the making, and the effects so
far. Its methods say what happens; `advance.py` decides which of them an event calls for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.engine import deeds, facts
from bot.engine.book import Book
from bot.engine.danger import released, waived
from bot.engine.effects import Edit, Effect, Pace, Say, Shown, View
from bot.engine.events import Command, Text
from bot.engine.model import END, KEPT, Bar, Branch, Dialogue, State
from bot.engine.offered import offered
from bot.engine.records import Kept, Records
from bot.engine.session import Frame, Session
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
    ) -> None:
        """Starts a dialogue on top of what is under way."""
        if len(self.session.frames) >= DEEPEST:
            drop_second(self.session)
        start = state or self.book.dialogues[dialogue].start
        self.session.frames.append(
            Frame(dialogue, start, slots=dict(slots or {}), nudge=nudge, record=record)
        )
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
        self._partner_moves(state)
        if state.ask is None:
            self.derive()
        deeds.do(self, state.do)
        if frame is not self.session.top:
            return
        if state.ask is not None:
            self.ask()
            return
        if state.pace:
            self.effects.append(Pace(self.view(), self._ref("pace")))
        elif not state.silent:
            self.say()
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
                self.session.frames.pop()
            elif branch.to is not None:
                frame.state = branch.to
                frame.work = {"enter": True}
            self.push(branch.call, slots=handed)
        elif branch.to == END:
            self.end()
        elif branch.to is not None:
            self.enter(branch.to)

    def end(self) -> None:
        """Ends the dialogue on top and returns to the one below, where there is one."""
        self.session.frames.pop()
        forget_ended(self.session)
        if self.session.frames:
            self.come_up()

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
        self._put_on_shelf()
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

    def shelve(self) -> None:
        """Stops the dialogue on top; one that keeps its place goes to the shelf."""
        self._put_on_shelf()
        self.end()

    def _put_on_shelf(self) -> None:
        frame = self.frame
        if self.dialogue.keeps_place and not frame.nudge:
            others = [f for f in self.session.shelf if f.dialogue != frame.dialogue]
            self.session.shelf = [*others, frame.copy()][-5:]

    def resume(self) -> bool:
        """Takes the last shelved dialogue up where it was left, or shows the open one."""
        if self.session.shelf:
            self.leave_home()
            self.session.frames.append(self.session.shelf.pop())
            if self.bar() is None:
                self.note("resumed")
            self.session.prompt += 1
            self.come_up(asked_for=True)
            return True
        if self.session.frames:
            self.again()
        return bool(self.session.frames)

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
            if value is not None:
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

    def open_view(self) -> View:
        """The open question as it stands."""
        return self.view(self._open_block, self.shown())

    def _say_question(self, block: str, instead_of: str | None = None) -> None:
        view = self.view(block, self.shown())
        self.effects.append(
            Say(view, self._ref(), asks=True, urgent=self.urgent, instead_of=instead_of)
        )

    def listening(self) -> None:
        """Acknowledges one more message of a longer answer, with the way to end it, last."""
        later = len(self.frame.work["said"]) > 1
        self._say_question("listening", self._ref() if later else None)

    def say(self, block: str = "text") -> None:
        """Says something that asks nothing."""
        ref = f"{self._ref('s')}-{len(self.effects)}"
        view = self.view(block, self.shown())
        self.effects.append(Say(view, ref, urgent=self.urgent))

    def edit(self, message_id: int | None) -> None:
        """Shows the open question anew in place."""
        self.effects.append(Edit(self.view("text", self.shown()), self._ref(), message_id))

    @property
    def urgent(self) -> bool:
        """Is this about somebody's safety? (Also what was called from there.)"""
        roles = {self.book.dialogues[f.dialogue].role for f in self.session.frames}
        return not roles.isdisjoint(("danger", "help"))

    def _ref(self, prefix: str = "q") -> str:
        return f"{'h' if self.urgent else prefix}{self.session.prompt}"

    def view(self, block: str = "text", choices: tuple[Shown, ...] = ()) -> View:
        """What phrasing needs to word a message of the state on top."""
        frame = self.frame
        notes, self.notes = tuple(self.notes), []
        return View(
            template=f"{frame.dialogue}/{frame.state}",
            block=block,
            slots=frame.slots,
            me=self.session.me,
            work=frame.work,
            partner=frame.partner if self._with_partner() else None,
            choices=choices,
            columns=self.state.columns,
            notes=notes,
            prompt=self.session.prompt,
            variant=self.session.seed + self.session.prompt,
            stage=self._stage() if block == "text" and self.state.ask else None,
            now=self.now,
        )

    def _with_partner(self) -> bool:
        """Does the partner speak in this state, or is it they who are answered? Nowhere else are

        their words at hand, so that nothing they said can become a fact.
        """
        return self.state.partner is not None or self.state.mirrors

    def _stage(self) -> tuple[int, int, str] | None:
        dialogue = self.dialogue
        stages = next(
            (short for guard, short in dialogue.short.items() if self.holds(guard)),
            dialogue.stages,
        )
        name = dialogue.stage_of(self.frame.state)
        return (stages.index(name) + 1, len(stages), name) if name in stages else None

    def shown(self) -> tuple[Shown, ...]:
        """The buttons of the open question as it stands."""
        return offered(self)

    # The partner

    def _partner_moves(self, state: State) -> None:
        frame = self.frame
        if state.partner == "begin":
            frame.partner = self.book.partner.begin(
                slots=frame.slots,
                seed=self.session.seed + self.session.prompt,
                used=self.session.used,
            )
        elif state.partner == "reply" and frame.partner is not None:
            last = frame.slots.get("move", {})
            frame.partner = self.book.partner.reply(
                frame.partner,
                good=last.get("good", ()),
                findings=last.get("findings", ()),
                move=last.get("move"),
            )
        else:
            return
        line = (frame.partner or {}).get("line")
        if line is not None and line not in self.session.used:
            self.session.used = [*self.session.used, line][-400:]
