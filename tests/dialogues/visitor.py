"""Somebody who uses the shipped dialogues: the real path from an arrival to outbox rows.

Only the store is missing; what would come of it (records, due rows) is kept here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.arrival import Arrival, ArrivalKind
from bot.content import Content
from bot.engine.advance import advance
from bot.engine.effects import Effect
from bot.engine.events import Command, Due, Event, Skipped
from bot.engine.records import Kept
from bot.engine.session import Frame, Session
from bot.engine.walk import Walk
from bot.life import Life
from bot.outgoing import written
from bot.standin.entities import formatted
from bot.store.base import DuePut, Owner, TurnWrite
from bot.telegram.messages import message_params
from bot.understanding import understand

NOW = 1_700_000_000.0
"""A Tuesday, 22:13 UTC."""

DANGERS = (
    ("self-harm", "self-harm", "open", ()),
    ("violence", "violence", "suffered", ()),
    ("violence", "violence", "done", ()),
    ("violence", "control", "suffered", ("their-own-life",)),
    ("violence", "control", "suffered", ()),
    ("violence", "sexual", "suffered", ()),
    ("violence", "child", "open", ()),
    ("violence", "child", "done", ()),
)
"""Risk, kind, role and signs of what may be disclosed."""


def slots_given(content: Content, dialogue: str, n: int) -> dict[str, Any] | None:
    """What the engine gives a dialogue that it opens by itself; `n` picks among the ways."""
    declared = content.book.dialogues[dialogue]
    if declared.role == "danger":
        risk, kind, role, signs = DANGERS[n % len(DANGERS)]
        return {"risk": risk, "kind": kind, "role": role, "rules": [], "signs": list(signs),
                "pending": None}  # fmt: skip
    if declared.hears is not None:
        signs = declared.hears.signs[: 1 + n % 2]
        return {"signs": list(signs), "count": len(signs)}
    return None


class NoStore:
    """What an export or a tidying reads: reminders, and two message ids."""

    def __init__(self, due: dict[str, DuePut]) -> None:
        self.due = due

    async def records(self, owner: Owner) -> list[Any]:
        return []

    async def upcoming(self, owner: Owner) -> list[DuePut]:
        return list(self.due.values())

    async def message_ids(self, owner: Owner, since: float) -> list[tuple[str | None, int]]:
        return [("h3", 5), (None, 6)]


def finished(coroutine: Coroutine[Any, Any, None]) -> None:
    """Runs a coroutine that has nothing to wait for."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError("it waits for something")


@dataclass
class Visitor:
    """One person. `rows` are the outbox rows of the last turn, `due` what is set to come due."""

    content: Content
    seed: int = 7
    consented: bool = True
    now: float = NOW
    me: dict[str, Any] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    effects: tuple[Effect, ...] = ()
    due: dict[str, DuePut] = field(default_factory=dict)
    kept: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    records: dict[str, Kept] = field(default_factory=dict)
    forgotten: bool = False
    seen: Callable[[Visitor], None] | None = None
    """Called after each turn."""

    def __post_init__(self) -> None:
        me = {"country": "US", **({"consented": "yes"} if self.consented else {}), **self.me}
        self.life = Life(Session("abcdef", self.seed, me=me), chat=1, language="en")
        self._updates = 0

    # Doing something

    def send(self, command: str) -> None:
        self.arrive("text", "/" + command)

    def type(self, text: str) -> None:
        self.arrive("text", text)

    def tap(self, data: str) -> None:
        self.arrive("tap", tap=data)

    def press(self, *ids: str) -> None:
        """Taps the button of that choice in the open question; then of the next in the next."""
        for id_ in ids:
            self.tap(f"{self.session.id}:{self.session.prompt}:{id_}")

    def answer(self, text: str) -> None:
        """Types it, and keeps it where there is feedback."""
        self.type(text)
        if "keep" in self.choices:
            self.press("keep")

    def arrive(self, kind: ArrivalKind, text: str = "", tap: str = "") -> None:
        self._updates += 1
        arrival = Arrival(1, self._updates, 1, 1, kind, self.now, text, tap, message_id=90)
        event = understand(self.content, self.life, arrival)
        if event is not None:
            self.take(event)

    def come_due(self, name: str, late: float = 0.0) -> None:
        put = self.due.pop(name)
        self.now = max(self.now, put.at)
        self.take(Due(put.data["name"], json.loads(json.dumps(put.data["data"])), late))

    def skip(self) -> None:
        self.take(Skipped())

    def take(self, event: Event) -> None:
        turn = advance(
            self.content.book, self.session, event, self.now, list(self.records.values())
        )
        self._done(turn.session, turn.effects)

    def begin(self, dialogue: str, slots: dict[str, Any] | None = None) -> None:
        """Starts a dialogue: by its command, or as another dialogue would call it."""
        command = self.content.book.dialogues[dialogue].command
        if command is not None:
            self.take(Command(command))
            return
        walk = Walk(self.content.book, self.session.copy(), self.now, list(self.records.values()))
        walk.push(dialogue, slots=slots)
        self._done(walk.session, tuple(walk.effects))

    def enter(self, dialogue: str, state: str, slots: dict[str, Any]) -> None:
        """Enters a state of a dialogue on its own, with these slots; a partner has begun."""
        walk = Walk(self.content.book, self.session.copy(), self.now, list(self.records.values()))
        frame = Frame(dialogue, state, dict(slots), began=self.now)
        if any(s.partner for s in self.content.book.dialogues[dialogue].states.values()):
            whose = {"kind": "sore", "reaction": "open", **slots}
            frame.partner = self.content.book.partner.begin(slots=whose, seed=self.seed, used=())
        walk.session.frames.append(frame)
        walk.enter(state)
        self._done(walk.session, tuple(walk.effects))

    def _done(self, session: Session, effects: Iterable[Effect]) -> None:
        self.life = self.life.with_session(session)
        self.effects = tuple(effects)
        write = TurnWrite(Owner(b"o"), self.now)
        finished(written(write, self.life, self.effects, self.content, NoStore(self.due)))  # type: ignore[arg-type]
        self.rows = write.outbox + write.farewell
        for name in write.due_drop:
            self.due.pop(name, None)
        self.due.update({put.key: put for put in write.due_put})
        self.kept += [(put.kind, put.data) for put in write.records_put]
        for id_ in write.records_drop:
            self.records.pop(id_, None)
        for put in write.records_put:
            assert put.id is not None
            at = self.records[put.id].at if put.id in self.records else self.now
            self.records[put.id] = Kept(put.id, put.kind, at, put.data)
        self.forgotten |= write.forget
        if self.seen is not None:
            self.seen(self)

    # What is here

    @property
    def session(self) -> Session:
        return self.life.session

    @property
    def at(self) -> str:
        top = self.session.top
        return f"{top.dialogue}/{top.state}" if top else "nowhere"

    @property
    def dialogues(self) -> list[str]:
        return [frame.dialogue for frame in self.session.frames]

    @property
    def said(self) -> list[dict[str, Any]]:
        """The messages of the last turn, new and edited."""
        return [row["message"] for row in self.rows if row["op"] in ("say", "edit")]

    @property
    def text(self) -> str:
        return "\n\n".join(message["text"] for message in self.said)

    @property
    def asks_text(self) -> bool:
        """Would something typed be an answer here?"""
        top = self.session.top
        if top is None:
            return False
        state = self.content.book.state(top.dialogue, top.state)
        return state.ask in ("text", "texts", "time") or state.other

    @property
    def choices(self) -> list[str]:
        """The ids on offer in the open question, as its buttons have them."""
        if not self.said:
            return []
        prefix = f"{self.session.id}:{self.session.prompt}:"
        taps = [b.get("tap", "") for row in self.said[-1]["buttons"] for b in row]
        return [tap.removeprefix(prefix) for tap in taps if tap.startswith(prefix)]

    @property
    def asides(self) -> list[str]:
        """What the buttons send that stand above the open question."""
        rows = (row for message in self.said[:-1] for row in message["buttons"])
        return [button["tap"] for row in rows for button in row if "tap" in button]

    def restored(self) -> Visitor:
        """The same person after a restart: from JSON, with nothing else."""
        other = Visitor(self.content, now=self.now)
        other.life = Life.from_data(json.loads(json.dumps(self.life.as_data())))
        other.due, other.rows, other.records = dict(self.due), self.rows, dict(self.records)
        return other


def at_the_landing(content: Content) -> Visitor:
    """Somebody who rehearsed two short lines, and asked for a nudge before the talk."""
    visitor = Visitor(content, me={"zone": "Europe/Berlin"})
    visitor.send("rehearse")
    visitor.press("quiet", "3", "open")
    visitor.type("when you raise your voice")
    visitor.type("that i dont care")
    visitor.press("in-hour", "short")
    visitor.answer("i'm back in an hour")
    visitor.press("tomorrow-evening")
    assert "talk" in visitor.due
    return visitor


def assert_sendable(rows: Iterable[dict[str, Any]]) -> None:
    """Every row is one that Telegram takes, as the strict stand-in reads it."""
    for row in rows:
        if row["op"] in ("say", "edit"):
            for params in message_params(row["message"]):
                _assert_text(params["text"])
                _assert_buttons(params.get("reply_markup", {}).get("inline_keyboard", []))
        elif row["op"] == "buttons":
            _assert_buttons(message_params({"text": "x", "buttons": row["buttons"]})[-1][
                "reply_markup"]["inline_keyboard"])  # fmt: skip
        elif row["op"] == "pace":
            for frame in [*row["frames"], row["then"]]:
                _assert_text(frame["text"])
            assert all(0 < frame["seconds"] <= 10 for frame in row["frames"])
        else:
            assert row["op"] in ("delete", "document", "photo")


def _assert_text(text: str) -> None:
    plain, _ = formatted(text, "HTML", None)
    assert plain.strip(), "an empty message"
    assert len(plain.encode("utf-16-le")) // 2 <= 4096, len(plain)
    assert not re.search(r"\bNone\b(?! of)", plain), f"something is missing: {plain}"


def _assert_buttons(rows: list[list[dict[str, Any]]]) -> None:
    for button in (b for row in rows for b in row):
        assert button["text"].strip(), f"a button without a label: {button}"
        assert len(button["text"]) <= 200, button
        (kind,) = set(button) - {"text"}
        if kind == "callback_data":
            assert 1 <= len(button[kind].encode()) <= 64, button
        elif kind == "copy_text":
            assert 1 <= len(button[kind]["text"]) <= 256, button
        else:
            assert button["url"].startswith("https://"), button
    assert len(rows) <= 100
    assert all(1 <= len(row) <= 8 for row in rows)
