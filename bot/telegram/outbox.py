"""The sender: outbox rows go out in order per chat, at least once, as fast as Telegram allows.

A row is deleted from the store once it was sent. Rows come straight from a commit (`add`) and,
at a start after a crash, from the store (`start`).
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.store.base import OutboxRow, Owner, Settled, Store, StoreError
from bot.telegram.api import Calls, seconds_of
from bot.telegram.deliver import Delivered, Delivery, Paint
from bot.telegram.frames import Frames
from bot.telegram.intake import Sleep, backoff
from bot.telegram.lanes import Lane, last_word, resumed, stale_edits
from bot.telegram.notes import note
from bot.telegram.pacing import Pacer
from bot.telegram.settling import Settler

Blocked = Callable[[int, int | None, Owner | None], Awaitable[None]]

PAGE = 1000
"""Rows asked of the store at first; more when there are more."""
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
UNPACED = ("buttons", "delete", "typing", "leave")
"""What shows no new message does not count against the pace."""


class Outbox:
    """Sends outbox rows. Make it inside a running event loop."""

    def __init__(
        self,
        api: Calls,
        store: Store,
        *,
        clock: Callable[[], float],
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        pace: bool = True,
        on_blocked: Blocked | None = None,
        paint: Paint | None = None,
    ) -> None:
        """Takes its collaborators.

        Args:
            clock: unix seconds.
            pace: whether to keep to Telegram's limits; off for measuring.
            on_blocked: told (chat, user, owner) when a person has blocked the bot or is gone.
            paint: makes the pages of a picture that a row only describes.
        """
        self._store = store
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._on_blocked = on_blocked
        self._pacer = Pacer() if pace else None
        self._delivery = Delivery(api, store, paint=paint, clock=clock)
        self._frames = Frames(self._delivery, self._frames_ended, sleep=sleep, count=self._count)
        self._settler = Settler(store, sleep=sleep, chance=chance, settled=self._forget)
        self._lanes: dict[int, Lane] = {}
        self._known: set[str] = set()
        self._cancelled: set[str] = set()
        self._late: list[OutboxRow] | None = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._empty = asyncio.Event()
        self._empty.set()

    async def start(self) -> None:
        """Takes up what an earlier process left unsent. Until then `add` only collects."""
        attempt, limit = 0, PAGE
        while not self._stopping:
            try:
                left = await self._store.outbox(self._clock(), limit)
            except StoreError as error:
                note(logging.ERROR, "outbox.unread", "The outbox could not be read", error)
                await self._sleep(backoff(attempt, FIRST_WAIT, LONGEST_WAIT, self._chance))
                attempt += 1
                continue
            if len(left) < limit:
                self._queue(resumed(row) for row in left)
                break
            limit *= 4
        late, self._late = self._late or [], None
        self._queue(late)

    def add(self, rows: Iterable[OutboxRow]) -> None:
        """Queues rows just committed, and begins to send them. Returns at once."""
        if self._late is None:
            self._queue(rows)
        else:
            self._late.extend(rows)

    def cancel_pace(self, chat: int) -> None:
        """The person did something: the chat's breathing count stops, shown or still queued."""
        self._frames.cancel(chat)
        lane = self._lanes.get(chat)
        if lane is None:
            return
        for row in [row for row in lane.rows if row.data.get("op") == "pace"]:
            if row is lane.sending:
                self._cancelled.add(row.id)
            else:
                lane.rows.remove(row)
                self._settler.put(Settled(row))

    async def idle(self) -> None:
        """Waits until everything queued was sent or set aside, and settled."""
        await self._empty.wait()

    async def stop(self) -> None:
        """Ends what is being sent and settles it. The rest stays in the store."""
        self._stopping = True
        for lane in self._lanes.values():
            if lane.timer is not None:
                lane.timer.cancel()
        while self._tasks:
            await asyncio.wait(set(self._tasks))
        await self._frames.stop()
        await self._settler.stop()

    def _queue(self, rows: Iterable[OutboxRow]) -> None:
        touched: dict[int, Lane] = {}
        for row in rows:
            if row.id in self._known:
                continue
            self._known.add(row.id)
            self._empty.clear()
            chat = row.data.get("chat")
            if type(chat) is not int:
                self._set_aside(row, ValueError())
                continue
            lane = touched[chat] = self._lanes.setdefault(chat, Lane())
            (lane.help if row.data.get("help") else lane.rows).append(row)
        for chat, lane in touched.items():
            self._pump(chat, lane)

    def _pump(self, chat: int, lane: Lane) -> None:
        """Sees to it that somebody works on the lane."""
        if not lane.busy and not self._stopping:
            lane.busy = True
            task = asyncio.ensure_future(self._work(chat, lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, chat: int, lane: Lane) -> None:
        """Sends what may be sent now; leaves a timer behind when something has to wait."""
        while (queue := self._next(chat, lane)) is not None:
            row = lane.sending = queue[0]
            again = await self._send(chat, lane, row)
            lane.sending = None
            if again is not None:
                queue[0] = again
            elif queue and queue[0] is row:
                queue.popleft()
        lane.busy = False
        if not lane.rows and not lane.help:
            self._lanes.pop(chat, None)

    def _next(self, chat: int, lane: Lane) -> deque[OutboxRow] | None:
        """The queue whose first row may go now, if any."""
        if self._stopping:
            return None
        now = self._clock()
        earliest = float("inf")
        for queue in (lane.help, lane.rows):
            for stale in stale_edits(queue):
                self._settler.put(Settled(stale))
            if queue:
                at = max(lane.hold, queue[0].not_before)
                if at <= now:
                    at = self._paced(chat, lane, queue, now)
                if at <= now:
                    return queue
                earliest = min(earliest, at)
        if lane.timer is not None:
            lane.timer.cancel()
            lane.timer = None
        if earliest < float("inf"):
            lane.timer = asyncio.ensure_future(self._wake(chat, lane, earliest - now))
        return None

    def _paced(self, chat: int, lane: Lane, queue: deque[OutboxRow], now: float) -> float:
        """When the pace lets the queue's first row go. Help does not wait, but counts."""
        if self._pacer is None or queue[0].data.get("op") in UNPACED:
            return now
        if queue is lane.help:
            self._pacer.count(chat, now)
            return now
        at = lane.slot if lane.slot is not None else self._pacer.reserve(chat, now)
        lane.slot = at if at > now else None
        return at

    async def _wake(self, chat: int, lane: Lane, seconds: float) -> None:
        await self._sleep(seconds)
        lane.timer = None
        self._pump(chat, lane)

    async def _send(self, chat: int, lane: Lane, row: OutboxRow) -> OutboxRow | None:
        """Sends one row; the row to be tried again, or None when done with it."""
        try:
            sent = await self._delivery.deliver(row)
        except RetryAfter as error:
            lane.hold = self._clock() + seconds_of(error)
            return self._postpone(row, lane.hold, error)
        except Forbidden as error:
            await self._gone(chat, lane, row, error)
        except (BadRequest, ChatMigrated) as error:
            self._set_aside(row, error)
        except (TelegramError, StoreError) as error:
            # PTB wraps what went wrong in making the request: that row would never go out.
            if isinstance(error.__cause__, (UnicodeError, TypeError)):
                self._set_aside(row, error)
            else:
                wait = backoff(row.attempts, FIRST_WAIT, LONGEST_WAIT, self._chance)
                return self._postpone(row, self._clock() + wait, error)
        except Exception as error:
            self._set_aside(row, error)
        else:
            self._sent(row, sent)
        return None

    def _sent(self, row: OutboxRow, sent: Delivered) -> None:
        cancelled = row.id in self._cancelled
        self._cancelled.discard(row.id)
        if row.data["op"] == "pace" and sent.message_id is not None and not cancelled:
            # Stays in the store as begun, so that a restart says the last word only.
            self._settler.put(Settled(row, done=False, attempts=row.attempts + 1))
            self._frames.begin(row, sent.message_id)
        else:
            self._settler.put(Settled(row, ref=sent.ref, message_id=sent.message_id))

    def _frames_ended(self, row: OutboxRow, message_id: int, complete: bool) -> None:
        data = row.data
        if not complete or data.get("then") is None:
            self._settler.put(Settled(row, ref=data.get("ref"), message_id=message_id))
            return
        lane = self._lanes.setdefault(data["chat"], Lane())
        lane.rows.append(last_word(row, message_id))
        self._pump(data["chat"], lane)

    def _postpone(self, row: OutboxRow, until: float, error: Exception) -> OutboxRow:
        note(logging.WARNING, "outbox.postponed", "Sending failed; will retry", error)
        later = replace(row, not_before=until, attempts=row.attempts + 1)
        self._settler.put(Settled(row, done=False, not_before=until, attempts=later.attempts))
        return later

    def _set_aside(self, row: OutboxRow, error: Exception) -> None:
        note(logging.ERROR, "outbox.set_aside", "A row cannot be sent and was set aside", error)
        self._cancelled.discard(row.id)
        self._settler.put(Settled(row, done=False, attempts=row.attempts + 1, aside=True))

    async def _gone(self, chat: int, lane: Lane, row: OutboxRow, error: Exception) -> None:
        """The person blocked the bot, or is no more: nothing queued can reach them."""
        note(logging.INFO, "outbox.blocked", "A person can no longer be written to", error)
        for unsent in (*lane.help, *lane.rows):
            self._cancelled.discard(unsent.id)
            self._settler.put(Settled(unsent))
        lane.help.clear()
        lane.rows.clear()
        if self._on_blocked is not None:
            try:
                await self._on_blocked(chat, chat if chat > 0 else None, row.owner)
            except Exception as failed:
                note(logging.ERROR, "outbox.block_lost", "A block could not be noted", failed)

    def _count(self, chat: int) -> None:
        if self._pacer is not None:
            self._pacer.count(chat, self._clock())

    def _forget(self, settled: Iterable[Settled]) -> None:
        self._known.difference_update(one.row.id for one in settled if one.done or one.aside)
        if not self._known:
            self._empty.set()
