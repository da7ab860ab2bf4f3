"""An ingress and an outbox set up for tests: real parts over scripted wires and virtual time."""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any, cast

from telegram.request import RequestData
from telegram_doubles import ANNE, TOKEN, MemoryStore, Scripted, VirtualTime, scripted_api

from bot.arrival import Arrival
from bot.store.base import Data, OutboxRow, Owner
from bot.telegram.api import Api
from bot.telegram.help import DirectHelp
from bot.telegram.ingress import Ingress
from bot.telegram.intake import Intake, first_of
from bot.telegram.outbox import Outbox


class Server(Scripted):
    """A scripted request that also keeps updates until an offset confirms them."""

    def __init__(self, time: VirtualTime) -> None:
        super().__init__()
        self.time = time
        self.waiting: deque[tuple[int, Data]] = deque()
        self.last = 0
        self.confirmed: list[int] = []
        self.on_confirm: Callable[[int], None] = lambda update_id: None
        self.arrived = asyncio.Event()

    def deliver(self, *updates: Data) -> None:
        for update in updates:
            # An update may come without its number; the server knows it all the same.
            self.last = update.get("update_id", self.last + 1)
            self.waiting.append((self.last, update))
        self.arrived.set()

    async def do_request(  # type: ignore[override]
        self, url: str, method: str, request_data: RequestData | None = None, **timeouts: Any
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        if name == "getUpdates" and not self.answers[name]:
            params = request_data.parameters if request_data else {}
            self.answers[name].append(await self.poll(**params))  # type: ignore[arg-type]
        return await super().do_request(url, method, request_data, **timeouts)

    async def poll(self, timeout: int, limit: int, offset: int = 0, **rest: Any) -> list[Data]:
        while self.waiting and self.waiting[0][0] < offset:
            update_id, _ = self.waiting.popleft()
            self.confirmed.append(update_id)
            self.on_confirm(update_id)
        if not self.waiting and timeout:
            self.arrived.clear()
            await first_of(self.arrived.wait(), self.time.sleep(timeout))
        return [update for _, update in itertools.islice(self.waiting, limit)]


class ScriptedTurns:
    """Turns that do what a script says: `outcomes[update_id]` are raised in order, then success."""

    def __init__(self) -> None:
        self.outcomes: dict[int, list[Exception]] = defaultdict(list)
        self.skip_outcomes: dict[int, list[Exception]] = defaultdict(list)
        self.begun: list[int] = []
        self.taken: list[int] = []
        self.skipped: list[int] = []
        self.running: dict[int, int] = defaultdict(int)
        self.most = 0
        self.gate: Callable[[int], Any] | None = None

    async def take(self, arrival: Arrival) -> None:
        assert not self.running[arrival.user], "two turns of one person overlap"
        self.running[arrival.user] += 1
        self.most = max(self.most, sum(self.running.values()))
        try:
            self.begun.append(arrival.update_id)
            if self.gate is not None:
                await self.gate(arrival.update_id)
            if self.outcomes[arrival.update_id]:
                raise self.outcomes[arrival.update_id].pop(0)
            self.taken.append(arrival.update_id)
        finally:
            self.running[arrival.user] -= 1

    async def skip(self, arrival: Arrival) -> None:
        if self.skip_outcomes[arrival.update_id]:
            raise self.skip_outcomes[arrival.update_id].pop(0)
        self.skipped.append(arrival.update_id)


class Bench:
    """An ingress over a scripted server, scripted turns, a store in memory and virtual time."""

    def __init__(
        self, time: VirtualTime, *, help_texts: dict[str, str] | None = None, in_flight: int = 64
    ) -> None:
        self.time = time
        self.server = Server(time)
        self.turns = ScriptedTurns()
        self.store = MemoryStore()
        api = Api(TOKEN, request=self.server, polling=self.server)
        help_now = DirectHelp(api, help_texts, "last resort") if help_texts is not None else None
        self.intake = Intake(
            api,
            self.turns,
            cast(Any, self.store),
            api.bot_id,
            clock=time.clock,
            help_now=help_now,
            in_flight=in_flight,
            sleep=time.sleep,
            chance=lambda: 1.0,
        )
        self.ingress = Ingress(api, self.intake, sleep=time.sleep, chance=lambda: 1.0)
        self.running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Bench:
        self.running = asyncio.ensure_future(self.ingress.run())
        return self

    async def __aexit__(self, *rest: object) -> None:
        await self.end()

    async def end(self) -> None:
        """Stops the ingress and waits for it."""
        assert self.running is not None
        self.ingress.stop()
        for _ in range(100):
            await self.time.rest()
            if self.running.done():
                break
            self.time.wake_next()
        await self.running

    async def confirmed(self, *update_ids: int) -> None:
        """Waits until the server was told that these are finished."""
        await self.time.until(lambda: set(update_ids) <= set(self.server.confirmed))


class Sender:
    """An outbox over a scripted request, a store in memory and virtual time."""

    def __init__(
        self, time: VirtualTime, store: MemoryStore | None = None, *, pace: bool = True
    ) -> None:
        self.time = time
        self.api, self.wire = scripted_api()
        self.store = store or MemoryStore()
        self.blocked: list[tuple[int, int | None, Owner | None]] = []
        self.sent_at: list[tuple[float, str, Data]] = []
        self.wire.gate = self.note
        self.block_error: Exception | None = None
        self.pages = 1
        self.outbox = Outbox(
            self.api,
            cast(Any, self.store),
            clock=time.clock,
            sleep=time.sleep,
            chance=lambda: 1.0,
            pace=pace,
            on_blocked=self.on_blocked,
            paint=self.paint,
        )

    async def note(self, method: str, params: dict[str, Any]) -> None:
        self.sent_at.append((self.time.now, method, params))
        await asyncio.sleep(0)

    async def on_blocked(self, chat: int, user: int | None, owner: Owner | None) -> None:
        self.blocked.append((chat, user, owner))
        if self.block_error is not None:
            raise self.block_error

    async def paint(self, described: Any) -> list[bytes]:
        return [f"picture of {described['what']}".encode()] * self.pages

    async def __aenter__(self) -> Sender:
        await self.outbox.start()
        return self

    async def __aexit__(self, *rest: object) -> None:
        await self.outbox.stop()

    def commit(self, *data: Data, owner: int = ANNE) -> list[OutboxRow]:
        """Rows as a turn commits them, handed to the outbox at once."""
        rows = [self.store.put(one, owner) for one in data]
        self.outbox.add(rows)
        return rows

    async def done(self) -> None:
        """Waits until everything was sent or set aside."""
        idle = asyncio.ensure_future(self.outbox.idle())
        await self.time.until(idle.done)
        assert not self.store.rows

    @property
    def texts(self) -> list[str]:
        return self.wire.texts()
