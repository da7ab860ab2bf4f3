"""A stand-in in memory, and a bot and phones to drive it; every good answer is held against
aiogram's models, which share no code with the stand-in or with python-telegram-bot.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiogram.methods
import aiogram.types
import httpx
from pydantic import BaseModel, TypeAdapter

from bot.standin import serve

TOKEN = "123456:" + "A" * 35
BASE = "http://127.0.0.1:8081"
ANNA, BEN = 1001, 1002


@dataclass
class Clock:
    """A clock that stands still until moved."""

    now: float = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


def assert_known(value: Any, where: str = "result") -> None:
    """Fails where aiogram met a field it does not know."""
    if isinstance(value, BaseModel):
        assert not value.model_extra, f"unknown to aiogram: {where}.{sorted(value.model_extra)}"
        for name in value.model_fields_set:
            assert_known(getattr(value, name), f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for item in value:
            assert_known(item, where)


class Driver:
    """The bot's side and the phones' side of one stand-in."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.http = client

    async def raw(self, method: str, **params: Any) -> dict[str, Any]:
        """A call as JSON; the whole envelope."""
        answer = await self.http.post(f"/bot{TOKEN}/{method}", json=params)
        body: dict[str, Any] = answer.json()
        assert body["ok"] == answer.is_success
        if not body["ok"]:
            assert body["error_code"] == answer.status_code
        return body

    async def ok(self, method: str, **params: Any) -> Any:
        """A call that succeeds; its result, after aiogram took it."""
        body = await self.raw(method, **params)
        assert body["ok"], body
        kind = getattr(aiogram.methods, method[0].upper() + method[1:]).__returning__
        assert_known(TypeAdapter(kind).validate_python(body["result"]))
        return body["result"]

    async def no(self, method: str, **params: Any) -> str:
        """A call refused with 400; the description after "Bad Request: "."""
        body = await self.raw(method, **params)
        assert not body["ok"], body
        assert body["error_code"] == 400, body
        text: str = body["description"]
        assert text.startswith("Bad Request: ")
        return text.removeprefix("Bad Request: ")

    async def say(self, text: str, user: int = ANNA, **params: Any) -> dict[str, Any]:
        """sendMessage."""
        sent: dict[str, Any] = await self.ok("sendMessage", chat_id=user, text=text, **params)
        return sent

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """getUpdates, each taken by aiogram."""
        found: list[dict[str, Any]] = await self.ok("getUpdates", **params)
        return found

    async def fresh(self) -> list[dict[str, Any]]:
        """The waiting updates, confirmed."""
        found = await self.updates()
        if found:
            await self.updates(offset=found[-1]["update_id"] + 1)
        return found

    async def do(self, action: str, user: int = ANNA, **fields: Any) -> dict[str, Any]:
        """Something a phone does, successfully."""
        answer = await self.http.post(f"/phone/{user}/{action}", json=fields)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def cannot(self, action: str, user: int = ANNA, **fields: Any) -> tuple[int, str]:
        """Something a phone is refused: status and reason."""
        answer = await self.http.post(f"/phone/{user}/{action}", json=fields)
        assert not answer.is_success
        return answer.status_code, answer.json()["error"]

    async def see(self, user: int = ANNA, after: int = 0, **query: Any) -> dict[str, Any]:
        """What a phone shows."""
        answer = await self.http.get(f"/phone/{user}/messages", params={"after": after, **query})
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    async def start(self, user: int = ANNA) -> None:
        """Starts the bot and lets it take the update."""
        await self.do("start", user)
        await self.fresh()


@contextlib.asynccontextmanager
async def served(**options: Any) -> AsyncIterator[str]:
    """A stand-in on a real port; its base URL."""
    listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    options = {"port": 0, **options}
    task = asyncio.create_task(serve(ready=listening.set_result, **options))
    done, _ = await asyncio.wait({task, listening}, return_when=asyncio.FIRST_COMPLETED)
    if task in done:
        task.result()
    try:
        yield listening.result()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
