"""A conversation in the terminal: the same engine, phrasing and content, nothing stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape

from bot.arrival import Arrival
from bot.content import Content
from bot.engine.advance import advance
from bot.engine.effects import Chosen, Drop, Edit, Effect, Pace, Record, Say
from bot.engine.events import Command
from bot.engine.records import Kept
from bot.engine.session import Session
from bot.life import Life
from bot.message import Message
from bot.understanding import understand

CLOCK = 1_700_000_000.0
"""Where a conversation's clock stands, so that the same seed and answers give the same talk."""


class Terminal:
    """One person's conversation. `say` is handed each line to print."""

    def __init__(
        self, content: Content, say: Callable[[str], None], seed: int, clock: Callable[[], float]
    ) -> None:
        self._content = content
        self._say = say
        self._clock = clock
        session = Session(id="chat", seed=seed, me={"consented": "yes", "country": "US"})
        self._life = Life(session, chat=1, language="en")
        self._taps: list[tuple[str, str]] = []
        self._updates = 0
        self._kept: dict[str, Kept] = {}

    def begin(self, dialogue: str) -> None:
        """Starts a dialogue, or shows what there is."""
        book = self._content.book
        command = next((c for c, d in book.commands.items() if d == dialogue), dialogue)
        self._advance(Command(command))

    def take(self, typed: str) -> None:
        """Takes a line: a number or a label taps that button, anything else is typed."""
        tap = self._tap(typed.strip())
        self._updates += 1
        arrival = Arrival(
            bot=1,
            update_id=self._updates,
            user=1,
            chat=1,
            kind="tap" if tap else "text",
            sent_at=self._clock(),
            text="" if tap else typed,
            tap=tap or "",
        )
        event = understand(self._content, self._life, arrival)
        if event is not None:
            self._advance(event)

    def _tap(self, typed: str) -> str | None:
        name = typed.strip("[]").casefold()
        by_label = next((data for label, data in self._taps if label.casefold() == name), None)
        if by_label is not None:
            return by_label
        if (
            typed.startswith("#")
            and typed[1:].isdecimal()
            and 0 < int(typed[1:]) <= len(self._taps)
        ):
            return self._taps[int(typed[1:]) - 1][1]
        return None

    def _advance(self, event: object) -> None:
        turn = advance(
            self._content.book,
            self._life.session,
            event,  # type: ignore[arg-type]
            self._clock(),
            list(self._kept.values()),
        )
        self._remember(turn.effects)
        self._life = self._life.with_session(turn.session)
        for line in self._told(turn.effects):
            self._say(line)

    def _remember(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Record):
                before = self._kept.get(effect.name)
                at = self._clock() if before is None else before.at
                self._kept[effect.name] = Kept(effect.name, effect.kind, at, effect.data)
            elif isinstance(effect, Drop):
                self._kept.pop(effect.name, None)

    def _told(self, effects: Iterable[Effect]) -> Iterator[str]:
        session, phrasebook = self._life.session, self._content.phrasebook
        for effect in effects:
            if isinstance(effect, Say | Edit):
                message = phrasebook.message(effect.view, session.id)
                if isinstance(effect, Edit) or effect.asks:
                    session.offers = dict(message.offers)
                    self._taps = [(b.label, b.tap) for row in message.buttons for b in row if b.tap]
                yield from self._worded(message)
            elif isinstance(effect, Pace):
                yield "    " + " / ".join(text for _, text in phrasebook.frames(effect.view))
            elif not isinstance(effect, Chosen):
                yield f"    ({type(effect).__name__.lower()})"

    def _worded(self, message: Message) -> Iterator[str]:
        for line in plain(message.text).splitlines():
            yield f"  {line}"
        for row in message.buttons:
            yield "    " + " ".join(f"[{b.label}]" + ("" if b.tap else "*") for b in row)
        yield ""


def plain(text: str) -> str:
    """A message's text without its tags, quotes marked."""
    return unescape(re.sub(r"</?(b|i|code)>|</blockquote>", "", text).replace("<blockquote>", "› "))
