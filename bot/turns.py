"""One turn, readable from top to bottom: load, understand, advance, phrase, commit, send.

State is kept exactly once, replies go out at least once, and turns of one person never overlap.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from weakref import WeakValueDictionary

from bot.arrival import Arrival
from bot.content import Content
from bot.engine.advance import advance
from bot.engine.deeds import put_at_hand
from bot.engine.effects import Turn
from bot.engine.events import Due, Event, Skipped
from bot.engine.records import Kept, RecordsWanted
from bot.life import Life
from bot.message import Message
from bot.outgoing import written
from bot.store.base import (
    AlreadyTaken,
    Forgotten,
    InboxRow,
    OutboxRow,
    Owner,
    Store,
    TurnWrite,
    UpdateKey,
)
from bot.understanding import understand

LOG = logging.getLogger("bot.turns")

Sent = Callable[[Iterable[OutboxRow]], None]


class Turns:
    """Takes arrivals and events that came due, one at a time for each person."""

    def __init__(
        self,
        store: Store,
        content: Content,
        *,
        send: Sent,
        clock: Callable[[], float],
        ids: Callable[[int], bytes],
        begun: Callable[[int], None] = lambda chat: None,
        due_set: Callable[[], None] = lambda: None,
    ) -> None:
        """Takes its collaborators.

        Args:
            send: is handed the outbox rows after each commit.
            clock: unix seconds.
            ids: random bytes, as many as asked for.
            begun: told the chat as soon as a person does something (a breathing count ends).
            due_set: told when something was set to come due.
        """
        self._store = store
        self._content = content
        self._send = send
        self._clock = clock
        self._ids = ids
        self._begun = begun
        self._due_set = due_set
        self._locks: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    async def take(self, arrival: Arrival) -> None:
        """Takes one update as a turn of the person who sent it.

        Raises:
            StoreError: nothing was committed; it must come again.
            AlreadyTaken: an earlier commit holds it.
        """
        self._begun(arrival.chat)
        await self._arrived(arrival, lambda life: understand(self._content, life, arrival))

    async def skip(self, arrival: Arrival) -> None:
        """Commits an update whose turn keeps failing as skipped; the person is told."""
        await self._arrived(arrival, lambda life: None if arrival.helped else Skipped())

    async def come_due(self, row: InboxRow) -> None:
        """Takes an event of the inner inbox as a turn of its owner.

        Raises:
            StoreError: nothing was committed; it stays in the inbox.
        """
        async with self._alone(row.owner):
            loaded = await self._store.load(row.owner, None)
            write = TurnWrite(row.owner, self._clock(), inbox_done=row.id)
            # An owner who was forgotten since the row was read took all their rows along.
            with suppress(Forgotten):
                if loaded.session is None:
                    await self._commit(write)
                    return
                life = Life.from_data(loaded.session)
                late = max(0.0, write.at - float(row.data.get("due_at", write.at)))
                await self._turn(write, life, Due(row.data["name"], row.data["data"], late))

    async def pass_over(self, row: InboxRow) -> None:
        """Takes an event of the inner inbox whose turn keeps failing out of it. Like `come_due`."""
        async with self._alone(row.owner):
            with suppress(Forgotten):
                await self._commit(TurnWrite(row.owner, self._clock(), inbox_done=row.id))

    async def _arrived(self, arrival: Arrival, event: Callable[[Life], Event | None]) -> None:
        owner = self._store.owner_of(arrival.user)
        update = UpdateKey(arrival.bot, arrival.update_id)
        async with self._alone(owner):
            loaded = await self._store.load(owner, update)
            if loaded.seen:
                return
            write = TurnWrite(owner, self._clock(), new=loaded.new, update=update)
            if loaded.lost:
                LOG.error("What was kept of a person cannot be read; they begin anew")
                note = "all_unreadable" if loaded.new else "unreadable"
                write.outbox.append(self._remark(arrival.user, note))
            if arrival.kind == "group":
                # This is for private chats: it says so, and leaves. Nobody's place changes.
                leave = {"op": "leave", "chat": arrival.chat}
                write.outbox += [self._remark(arrival.chat, "group"), leave]
                await self._commit(write)
                return
            life = Life.begin(loaded.session, arrival, self._ids, self._content.helplines)
            if loaded.session is None and not loaded.new:
                await self._at_hand(owner, life)
            if arrival.message_id is not None and arrival.kind == "text":
                write.received = [arrival.message_id]
            if arrival.kind == "blocked":
                write.due_drop = [due.key for due in await self._store.upcoming(owner)]
            await self._turn(write, life, event(life))

    async def _at_hand(self, owner: Owner, life: Life) -> None:
        """A session that expired takes along what was at hand; the records are still kept."""
        for record in await self._store.records(owner):
            if record.kind in self._content.book.at_hand:
                put_at_hand(life.session, record.kind, record.data, record.id, record.expires_at)

    async def _turn(self, write: TurnWrite, life: Life, event: Event | None) -> None:
        if event is not None:
            turn = await self._advanced(write, life, event)
            life = life.with_session(turn.session)
            await written(write, life, turn.effects, self._content, self._store)
        if not write.forget:
            write.session = life.as_data()
            write.session_expires_at = life.expires_at(write.at)
        await self._commit(write)

    async def _advanced(self, write: TurnWrite, life: Life, event: Event) -> Turn:
        """The turn; what is kept of the person is loaded only where it comes to need it."""
        book, session = self._content.book, life.session
        try:
            return advance(book, session, event, write.at)
        except RecordsWanted:
            records = await self._store.records(write.owner)
        kept = [Kept(r.id, r.kind, r.created_at, r.data) for r in records]
        return advance(book, session, event, write.at, kept)

    def _remark(self, chat: int, note: str) -> dict[str, Any]:
        """A shared remark as a message of its own."""
        text = Message(self._content.phrasebook.shared("common/notes", note))
        return {"op": "say", "chat": chat, "ref": None, "message": text.as_data()}

    async def _commit(self, write: TurnWrite) -> None:
        """Commits a turn and hands over what it sends; one that was taken before is over."""
        try:
            rows = await self._store.commit(write)
        except AlreadyTaken:
            return
        self._send(rows)
        if write.due_put:
            self._due_set()

    def _alone(self, owner: Owner) -> asyncio.Lock:
        return self._locks.setdefault(owner.hash, asyncio.Lock())
