"""The whole bot in one process: real turns, store, outbox, ingress; a stand-in without sockets."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from bot.app import Running, running
from bot.content import Content
from bot.settings import Settings
from bot.standin import create_app
from bot.standin.world import World
from bot.store.base import Owner, Store
from bot.store.keys import MasterKey
from bot.store.sqlite import SqliteStore
from bot.telegram.api import Api, QuietRequest
from tests.faults.phone import Phone, Shown

BASE = "http://127.0.0.1:8081"
TOKEN = "123456:" + "R" * 35
MASTER = MasterKey(bytes(range(32)))
ANNE, BEN = 1001, 1002
PATIENCE = 20.0


BEGIN = 1_772_645_400.0
"""Wednesday 4 March 2026, 17:30 UTC: no test may depend on when it is run."""


class Clock:
    """A clock that goes from `BEGIN`, moved by as much as a test says."""

    def __init__(self) -> None:
        self.ahead = 0.0
        self._began = time.monotonic()

    def __call__(self) -> float:
        return BEGIN + time.monotonic() - self._began + self.ahead

    def set(self, moment: float) -> None:
        """Moves it to a unix time."""
        self.ahead += moment - self()


class Rig:
    """A stand-in and a data folder, over which the bot may be run again and again."""

    def __init__(self, folder: Path, content: Content) -> None:
        self.folder = folder
        self.content = content
        self.clock = Clock()
        self.ids = random.Random(7).randbytes
        self.app = create_app(allow_faults=True)
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=BASE)
        self.settings = Settings(
            bot_token=SecretStr(TOKEN), bot_data_dir=folder, bot_pace=False, _env_file=None
        )
        self.parts: Running

    @property
    def world(self) -> World:
        """The stand-in's memory."""
        world: World = self.app.state.world
        return world

    @property
    def store(self) -> Store:
        """The open store."""
        return self.parts.store

    @contextlib.asynccontextmanager
    async def running(
        self,
        content: Content | None = None,
        wrap: Callable[[SqliteStore], Store] = lambda store: store,
        base: str | None = None,
    ) -> AsyncIterator[Running]:
        """The bot, polling the stand-in; `wrap` puts something between it and its store.

        With `base` it polls another stand-in, which listens there.
        """
        transport = httpx.ASGITransport(self.app)
        request = [QuietRequest(httpx_kwargs={"transport": transport}) for _ in range(2)]
        api = Api(TOKEN, BASE, request=request[0], polling=request[1])
        if base is not None:
            api = Api(TOKEN, base)
        store = await SqliteStore.open(self.folder, MASTER, clock=self.clock, busy_timeout=0.02)
        try:
            async with running(
                self.settings, wrap(store), content or self.content, self.clock, api, self.ids
            ) as parts:
                self.parts = parts
                polling = asyncio.create_task(parts.ingress.run())
                try:
                    yield parts
                finally:
                    parts.ingress.stop()
                    await polling
        finally:
            await store.close()

    async def quiet(self) -> None:
        """Waits until every update is acknowledged and everything to be sent was sent."""
        async with asyncio.timeout(PATIENCE):
            while self.world.inbox.waiting:
                await asyncio.sleep(0.001)
            await self.parts.outbox.idle()

    async def session(self, user: int = ANNE) -> dict[str, Any]:
        """The engine's session of a person, as it is stored."""
        loaded = await self.store.load(self.owner(user), None)
        assert loaded.session is not None
        inner: dict[str, Any] = loaded.session["session"]
        return inner

    def owner(self, user: int = ANNE) -> Owner:
        """A person as the store knows them."""
        return self.store.owner_of(user)

    async def faults(self, *faults: dict[str, Any]) -> None:
        """Queues faults of the stand-in."""
        answer = await self.http.post("/faults", json={"faults": list(faults)})
        assert answer.is_success, answer.text

    def person(self, user: int = ANNE) -> Person:
        """Somebody with a phone."""
        return Person(self, user)


class Person(Phone):
    """A phone whose owner waits, after everything they do, until the bot is done with it."""

    def __init__(self, rig: Rig, user: int) -> None:
        super().__init__(rig.http, user)
        self.rig = rig

    async def settled(self) -> list[Shown]:
        """What the bot said or changed meanwhile."""
        before = self.looks
        await self.rig.quiet()
        await self.look()
        return self.fresh(before)

    async def types(self, *texts: str) -> list[Shown]:
        """Types these one right after the other."""
        for text in texts:
            await self.say(text)
        return await self.settled()

    async def chooses(self, *choices: str) -> list[Shown]:
        """Taps these, each when the one before it was taken."""
        shown: list[Shown] = []
        for choice in choices:
            await self.tap(choice)
            shown = await self.settled()
        return shown

    async def sends(self, kind: str, caption: str = "") -> list[Shown]:
        """Sends a photo, a voice message, a sticker or a document."""
        await self.do("send", kind=kind, caption=caption)
        return await self.settled()

    async def begins(self) -> None:
        """Starts and consents."""
        await self.types("/start")
        await self.chooses("agree")

    async def is_asked_for_words(self) -> None:
        """Begins a rehearsal and goes on until a text is asked for, one that is coached."""
        await self.begins()
        await self.chooses("rehearse", "sore", "5")
        await self.types("You cancelled our dinner again.")
        await self.chooses("done", "hurt", "disappointed", "done", "defensive")
