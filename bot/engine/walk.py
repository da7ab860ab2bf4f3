"""Moving through dialogues: entering states, following branches, pushing and popping frames.

A `Walk` is the working copy of one `advance`: the new session in the making, and the effects so
far. Its methods say what happens; `advance.py` decides which of them an event calls for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.engine import deeds, facts
from bot.engine.book import Book
from bot.engine.danger import released
from bot.engine.effects import Edit, Effect, Pace, Say, Shown, View
from bot.engine.events import Command, Text
from bot.engine.model import END, SCALE, Branch, Choice, Dialogue, State
from bot.engine.session import TRAIL_LENGTH, Frame, Session, Step

DEEPEST = 6
"""How many dialogues may lie on each other."""

LONGEST = 60
"""How many states one event may pass through before we call it a loop."""


class Walk:
    """The session in the making, and the effects so far."""

    def __init__(self, book: Book, session: Session, now: float) -> None:
        self.book = book
        self.session = session
        self.now = now
        self.effects: list[Effect] = []
        self.notes: list[tuple[str, Mapping[str, Any]]] = []
        self.refed: Text | Command | None = None
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
        return facts.holds(guard, self.dialogue, self.frame, self.session, self.now)

    def note(self, name: str, **data: Any) -> None:
        """A short shared remark to stand above the next message."""
        self.notes.append((name, data))

    # Going

    def push(
        self, dialogue: str, state: str | None = None, slots: Mapping[str, Any] | None = None
    ) -> None:
        """Starts a dialogue on top of what is under way."""
        if len(self.session.frames) >= DEEPEST:
            del self.session.frames[1]
        start = state or self.book.dialogues[dialogue].start
        self.session.frames.append(Frame(dialogue, start, slots=dict(slots or {})))
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
            if branch.to == END:
                self.session.frames.pop()
            elif branch.to is not None:
                frame.state = branch.to
                frame.work = {"enter": True}
            self.push(branch.call)
        elif branch.to == END:
            self.end()
        elif branch.to is not None:
            self.enter(branch.to)

    def end(self) -> None:
        """Ends the dialogue on top and returns to the one below, where there is one."""
        self.session.frames.pop()
        depth = len(self.session.frames)
        self.session.trail = [s for s in self.session.trail if s.depth <= depth]
        below = self.session.top
        if below is None:
            return
        if below.work.pop("enter", False):
            self.enter(below.state)
        else:
            self.again()

    def leave_home(self) -> None:
        """The home question gives way to whatever the person chooses to do."""
        if [f.dialogue for f in self.session.frames] == [self.book.roles["home"]]:
            self.session.frames.clear()

    def shelve(self) -> bool:
        """Stops the dialogue on top; one that keeps its place goes to the shelf. Did it?"""
        frame, keeps = self.frame, self.dialogue.keeps_place
        if keeps:
            others = [f for f in self.session.shelf if f.dialogue != frame.dialogue]
            self.session.shelf = [*others, frame.copy()][-5:]
        self.end()
        return keeps

    def resume(self) -> bool:
        """Takes the last shelved dialogue up where it was left, or shows the open one."""
        if self.session.shelf:
            self.leave_home()
            self.session.frames.append(self.session.shelf.pop())
            self.note("resumed")
            self.ask()
            return True
        if self.session.frames:
            self.again()
        return bool(self.session.frames)

    def release(self) -> None:
        """Leaves the danger dialogue and has the event that waits in it taken after all."""
        slots = self.session.frames.pop().slots
        self.refed = released(slots, self.book.screen)
        if self.refed is None and self.session.frames:
            self.again()

    def derive(self) -> None:
        """Makes the slots that the state derives from others; what cannot be made is removed."""
        frame, state = self.frame, self.state
        for slot, made in state.derive.items():
            value = frame.slots.get(made.of or state.save or "")
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
        block = "text"
        if "findings" in self.frame.work:
            block = "example" if self.frame.work.get("shown") else "feedback"
        elif self.frame.work.get("said"):
            block = "listening"
        self._say_question(block)

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
        """Is this about somebody's safety?"""
        return bool(self.session.frames) and self.dialogue.role == "danger"

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
            partner=frame.partner,
            choices=choices,
            columns=self.state.columns,
            notes=notes,
            prompt=self.session.prompt,
            variant=self.session.seed + self.session.prompt,
            stage=self._stage() if block == "text" and self.state.ask else None,
            now=self.now,
        )

    def _stage(self) -> tuple[int, int, str] | None:
        dialogue = self.dialogue
        stages = next(
            (short for guard, short in dialogue.short.items() if self.holds(guard)),
            dialogue.stages,
        )
        name = dialogue.stage_of(self.frame.state)
        return (stages.index(name) + 1, len(stages), name) if name in stages else None

    # What is on offer

    def shown(self) -> tuple[Shown, ...]:
        """The buttons of the open question as it stands."""
        work = self.frame.work
        if "findings" in work:
            return _feedback_choices(self.state, work)
        state = self.state
        if state.ask == "texts":
            done = (Shown("done", wide=True),) if work.get("said") else ()
            return done + tuple(self._shown(c) for c in state.choices if self.open(c))
        if state.ask == "scale":
            numbers = tuple(Shown(n, block="number") for n in SCALE)
            return numbers + tuple(self._shown(c) for c in state.choices if self.open(c))
        opened = state.choice(work["open"]) if work.get("open") else None
        if opened is not None:
            picked = work.get("picked", [])
            nuances = tuple(Shown(n, ticked=n in picked) for n in opened.under)
            return (*nuances, Shown("plain", wide=True))
        dynamic: tuple[Shown, ...] = ()
        if state.source is not None:
            ids = self.book.sources[state.source](self.session.me, self.now)
            dynamic = tuple(Shown(i, block=state.source) for i in ids)
        mine = tuple(self._shown(c) for c in state.choices if self.open(c))
        last = (Shown("done", wide=True),) if state.ask == "choices" else ()
        return dynamic + mine + last

    def open(self, choice: Choice) -> bool:
        """Is a choice on offer now? (Its guard, where it has one, decides.)"""
        return choice.when is None or self.holds(choice.when)

    def _shown(self, choice: Choice) -> Shown:
        picked = self.frame.work.get("picked", [])
        ticked = choice.id in picked or any(n in picked for n in choice.under)
        kind = "copy" if choice.copies else "url" if choice.url else "tap"
        worded = choice.offer or choice.copies or choice.url
        return Shown(choice.id, kind, ticked, offer=worded, wide=choice.wide)

    # Remembering the way

    def remember(self, before: Frame, depth: int) -> None:
        """Notes the step from `before` to what the frame at that depth holds now, for /back."""
        frames = self.session.frames
        after = frames[depth - 1] if len(frames) >= depth else None
        if after is None or after.dialogue != before.dialogue:
            return
        undo = {k: v for k, v in before.slots.items() if after.slots.get(k) != v}
        added = [k for k in after.slots if k not in before.slots]
        if len(frames) == depth and after.state == before.state and not undo and not added:
            return
        step = Step(depth, before.dialogue, before.state, undo, added, before.partner)
        self.session.trail.append(step)
        del self.session.trail[:-TRAIL_LENGTH]

    def back(self) -> bool:
        """Takes the last step back, or leaves a dialogue just called. False where there is none."""
        session = self.session
        depth = len(session.frames)
        if depth > 1 and not any(step.depth == depth for step in session.trail):
            self.end()
            return True
        while session.trail:
            step = session.trail.pop()
            frames = session.frames
            if len(frames) < step.depth or frames[step.depth - 1].dialogue != step.dialogue:
                continue
            del frames[step.depth :]
            frame = frames[-1]
            frame.slots = {k: v for k, v in frame.slots.items() if k not in step.added}
            frame.slots.update(step.undo)
            frame.partner = step.partner
            frame.state = step.state
            frame.work = {}
            self.ask()
            return True
        return False

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


def _feedback_choices(state: State, work: Mapping[str, Any]) -> tuple[Shown, ...]:
    """What is on offer under feedback: the rewording at once, or on request for requests and

    mirrors; another try; or to leave the words as they are.
    """
    if work.get("shown"):
        return (Shown("use", offer=True), Shown("keep"))
    on_request = state.mirrors or state.coach == "request"
    first = Shown("show", wide=True) if on_request else Shown("use", offer=True, wide=True)
    return (first, Shown("retry"), Shown("keep"))
