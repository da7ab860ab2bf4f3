"""Somebody in the small book, and the ways to some of its questions."""

from __future__ import annotations

from typing import Any

from bot.coach.reading import Reading
from bot.engine.advance import advance
from bot.engine.book import Book
from bot.engine.effects import Drop, Effect, Record, Say, Turn, View
from bot.engine.events import Choice, Command, Event, Text
from bot.engine.records import Kept, RecordsWanted
from bot.engine.session import Session
from tests.engine.small_book import NOW, book_of, reading, risky


class Person:
    """Somebody in the small book: `tap`, `type`, `send`; what came of it is in `effects`."""

    def __init__(self, book: Book | None = None, *, consented: bool = True) -> None:
        self.book = book or book_of()
        self.session = Session("abcdef", seed=3, me={"consented": "yes"} if consented else {})
        self.effects: tuple[Effect, ...] = ()
        self.now = NOW
        self.kept: dict[str, Kept] = {}
        self.looked = 0

    def take(self, event: Event) -> Turn:
        try:
            turn = advance(self.book, self.session, event, self.now)
        except RecordsWanted:
            self.looked += 1
            turn = advance(self.book, self.session, event, self.now, list(self.kept.values()))
        self.session, self.effects = turn.session, turn.effects
        for effect in self.effects:
            if isinstance(effect, Record):
                self.kept[effect.name] = Kept(effect.name, effect.kind, self.now, effect.data)
            elif isinstance(effect, Drop):
                del self.kept[effect.name]
        return turn

    def send(self, command: str) -> Turn:
        return self.take(Command(command, risk=risky(command)))

    def type(self, text: str, *changes: str, **more: Any) -> Turn:
        expects = self.book.expects(self.session)
        read = reading(text, *changes, **more) if expects.coach else None
        return self.take(Text(text, risky(text), read))

    def tap(self, *ids: str, text: str | None = None, reading: Reading | None = None) -> Turn:
        for id_ in ids:
            self.take(Choice(id_, self.session.prompt, text, message_id=77, reading=reading))
        return Turn(self.session, self.effects)

    # What is here

    @property
    def at(self) -> str:
        top = self.session.top
        return f"{top.dialogue}/{top.state}" if top else "nowhere"

    @property
    def slots(self) -> dict[str, Any]:
        assert self.session.top is not None
        return self.session.top.slots

    def all(self, kind: type[Any]) -> list[Any]:
        return [e for e in self.effects if isinstance(e, kind)]

    @property
    def said(self) -> list[str]:
        """The templates and blocks of what was said last, like `talk/calm.kind:text`."""
        return [f"{e.view.template}:{e.view.block}" for e in self.all(Say)]

    @property
    def asked(self) -> View:
        """The question that stands last."""
        says = self.all(Say)
        assert says, "nothing was said"
        assert says[-1].asks, "nothing was asked"
        return says[-1].view  # type: ignore[no-any-return]

    @property
    def notes(self) -> list[str]:
        return [name for e in self.all(Say) for name, _ in e.view.notes]

    @property
    def on_offer(self) -> list[str]:
        return [s.id for s in self.asked.choices]

    # Ways there

    def to_story(self) -> Person:
        self.send("talk")
        self.tap("sore")
        return self

    def to_feelings(self) -> Person:
        self.to_story().type("you left the dishes")
        self.tap("done")
        return self

    def to_request(self) -> Person:
        self.to_feelings().tap("calm", "done")
        return self

    def to_answer(self) -> Person:
        self.to_request().type("help on Sunday")
        self.tap("short", text="Would you help on Sunday?")
        return self
