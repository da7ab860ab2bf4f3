"""A bot with a real store against the real stand-in over loopback sockets."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from telegram_doubles import TOKEN

from bot.arrival import Arrival
from bot.message import Button, Message
from bot.store.base import Data, Owner, TurnWrite, UpdateKey
from bot.store.keys import MasterKey
from bot.store.sqlite import SqliteStore
from bot.telegram.api import Api
from bot.telegram.help import DirectHelp
from bot.telegram.ingress import Ingress
from bot.telegram.intake import Intake
from bot.telegram.outbox import Outbox

MASTER = MasterKey(bytes(range(32)))


USERS = itertools.count(7001)


@dataclass
class HurriedTime:
    """Sleeping takes no time and moves the clock on."""

    now: float = 1_700_000_000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        # One pass over the sockets, so that answers can arrive meanwhile.
        await asyncio.sleep(0.001)
        self.now += seconds


class Phone:
    """One person's phone at the stand-in."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.user = next(USERS)

    async def post(self, action: str, **body: Any) -> Any:
        answer = await self.client.post(f"/phone/{self.user}/{action}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def write(self, text: str) -> None:
        await self.post("message", text=text)

    async def shown(self, after: int = 0) -> list[dict[str, Any]]:
        answer = await self.client.get(f"/phone/{self.user}/messages?after={after}")
        found: list[dict[str, Any]] = answer.json()["messages"]
        return [one for one in found if one["from"] == "bot" and not one["deleted"]]

    async def sees(self, *texts: str) -> list[dict[str, Any]]:
        """Waits until the bot's messages are exactly these."""
        after, found = 0, []
        async with asyncio.timeout(10):
            while True:
                found = await self.shown()
                if [one["text"] for one in found] == list(texts):
                    return found
                url = f"/phone/{self.user}/messages?after={after}&wait=1"
                after = (await self.client.get(url)).json()["next"]


class EchoTurns:
    """Answers every text and tap through the real store and outbox."""

    def __init__(self, store: SqliteStore, outbox: Outbox) -> None:
        self.store = store
        self.outbox = outbox
        self.arrivals: list[Arrival] = []
        self.broken: set[str] = set()
        self.answer: Callable[[Arrival], list[Data]] = echo

    async def take(self, arrival: Arrival) -> None:
        self.arrivals.append(arrival)
        if arrival.text in self.broken:
            raise KeyError("broken content")
        await self.commit(arrival, self.answer(arrival))

    async def skip(self, arrival: Arrival) -> None:
        await self.commit(arrival, [message("I lost my thread.", arrival.chat)])

    async def commit(self, arrival: Arrival, rows: list[Data]) -> None:
        owner = self.store.owner_of(arrival.user)
        key = UpdateKey(arrival.bot, arrival.update_id)
        loaded = await self.store.load(owner, key)
        if loaded.seen:
            return
        write = TurnWrite(owner, arrival.sent_at, new=loaded.new, update=key, outbox=rows)
        self.outbox.add(await self.store.commit(write))


def message(text: str, chat: int, *buttons: Button, **more: Any) -> Data:
    data = Message(text, (buttons,) if buttons else ()).as_data()
    return {"op": "say", "chat": chat, "message": data} | more


def echo(arrival: Arrival) -> list[Data]:
    if arrival.kind == "tap":
        said = message(f"You chose {arrival.tap}.", arrival.chat, message_id=arrival.message_id)
        return [said | {"op": "edit"}]
    return [message(f"<b>{arrival.text}</b>", arrival.chat, Button("Yes", tap="s:1:yes"))]


@dataclass
class World:
    """Everything of one bot against the stand-in."""

    base: str
    client: httpx.AsyncClient
    data_dir: Path
    time: HurriedTime = field(default_factory=HurriedTime)
    blocked: list[tuple[int, int | None, Owner | None]] = field(default_factory=list)

    async def faults(self, *faults: dict[str, Any]) -> None:
        answer = await self.client.post("/faults", json={"faults": list(faults)})
        assert answer.status_code == 200, answer.text

    @asynccontextmanager
    async def bot(self, *, polling: bool = True) -> AsyncIterator[EchoTurns]:
        """The bot running, until left."""
        time = self.time
        store = await SqliteStore.open(self.data_dir, MASTER, ids=secrets.token_bytes)
        async with Api(TOKEN, self.base) as api:
            outbox = Outbox(
                api, store, clock=time.clock, sleep=time.sleep, on_blocked=self.on_blocked
            )
            turns = EchoTurns(store, outbox)
            help_now = DirectHelp(api, {"en": "Help is here"}, "112")
            intake = Intake(
                api,
                turns,
                store,
                api.bot_id,
                clock=time.clock,
                help_now=help_now,
                sleep=time.sleep,
            )
            ingress = Ingress(api, intake, sleep=time.sleep)
            await outbox.start()
            running = asyncio.ensure_future(ingress.run()) if polling else None
            try:
                yield turns
            finally:
                ingress.stop()
                if running is not None:
                    await running
                await outbox.idle()
                await outbox.stop()
                await store.close()

    async def on_blocked(self, chat: int, user: int | None, owner: Owner | None) -> None:
        self.blocked.append((chat, user, owner))
