"""What the tests of this package run against: a scripted request, a store in memory, time."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

from telegram.request import BaseRequest, RequestData

from bot.store.base import Data, OutboxRow, Owner, Settled, StoreError, UpdateKey
from bot.telegram.api import Api

TOKEN = "4242:" + "t" * 35


ANNE, BEN = 501, 502


class Scripted(BaseRequest):
    """Answers Bot API calls from a script, never from a network.

    `script(method, answer)` queues an answer: a result, an exception to raise, or (status, body).
    Without one a plausible result is given.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.files: list[dict[str, Any]] = []
        self.answers: dict[str, deque[Any]] = defaultdict(deque)
        self.ids = itertools.count(9001)
        self.gate: Callable[[str, dict[str, Any]], Any] | None = None
        self.url = ""

    def script(self, method: str, *answers: Any) -> None:
        self.answers[method].extend(answers)

    def refuse(self, method: str, code: int, description: str = "", **parameters: Any) -> None:
        """Queues a refusal as Telegram sends it."""
        body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        if parameters:
            body["parameters"] = parameters
        self.answers[method].append((code, body))

    def of(self, method: str) -> list[dict[str, Any]]:
        """The parameters of the calls of one method, in order."""
        return [params for name, params in self.calls if name == method]

    def texts(self) -> list[str]:
        """What was sent, edited texts included, in order."""
        return [
            params["text"]
            for name, params in self.calls
            if name in ("sendMessage", "editMessageText")
        ]

    @property
    def read_timeout(self) -> float | None:
        return 1.0

    async def initialize(self) -> None:
        return None

    async def shutdown(self) -> None:
        return None

    async def do_request(  # type: ignore[override]
        self, url: str, method: str, request_data: RequestData | None = None, **timeouts: Any
    ) -> tuple[int, bytes]:
        self.url = url
        name = url.rpartition("/")[2]
        data = request_data
        params = dict(data.parameters) if data else {}
        self.calls.append((name, params))
        self.files.append(dict(data.multipart_data) if data else {})
        if data:
            # What httpx would have to put on the wire.
            "".join(data.json_parameters.values()).encode()
        if self.gate is not None:
            await self.gate(name, params)
        answer = self.answers[name].popleft() if self.answers[name] else self.usual(name)
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, tuple):
            code, body = answer
            return code, json.dumps(body).encode()
        return 200, json.dumps({"ok": True, "result": answer}).encode()

    def usual(self, name: str) -> Any:
        if name in ("sendMessage", "editMessageText", "sendDocument", "sendPhoto"):
            return {"message_id": next(self.ids), "date": 1, "chat": {"id": 1, "type": "private"}}
        return [] if name == "getUpdates" else True


def scripted_api() -> tuple[Api, Scripted]:
    """The real `Api` over a scripted request."""
    request = Scripted()
    return Api(TOKEN, request=request, polling=request), request


class MemoryStore:
    """As much of the Store protocol as this package uses, kept in memory.

    `down` makes every call raise StoreError.
    """

    def __init__(self) -> None:
        self.rows: dict[str, OutboxRow] = {}
        self.aside: list[OutboxRow] = []
        self.kept: list[tuple[Owner | None, str | None, int]] = []
        self.quarantined: list[tuple[UpdateKey, float, str]] = []
        self.outcomes: list[Settled] = []
        self.down = False
        self.seq = itertools.count(1)

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the sender must not use {name} of the store")

    def put(self, data: Data, owner: int = ANNE) -> OutboxRow:
        """A committed outbox row."""
        number = next(self.seq)
        row = OutboxRow(f"row-{number}", number, self.owner_of(owner), data)
        self.rows[row.id] = row
        return row

    def owner_of(self, user: int) -> Owner:
        return Owner(b"owner-%d" % user)

    def check(self) -> None:
        if self.down:
            raise StoreError

    async def outbox(self, now: float, limit: int = 1000) -> list[OutboxRow]:
        self.check()
        return sorted(self.rows.values(), key=lambda row: row.seq)[:limit]

    async def settle(self, settled: Sequence[Settled]) -> None:
        self.check()
        for one in settled:
            self.outcomes.append(one)
            if one.done or one.aside:
                row = self.rows.pop(one.row.id)
                if one.aside:
                    self.aside.append(row)
                if one.message_id is not None:
                    self.kept.append((row.owner, one.ref, one.message_id))
            else:
                self.rows[one.row.id] = replace(
                    self.rows[one.row.id], not_before=one.not_before, attempts=one.attempts
                )

    async def message_ids(self, owner: Owner, since: float) -> list[tuple[str | None, int]]:
        self.check()
        return [(ref, number) for who, ref, number in self.kept if who == owner]

    async def quarantine(self, update: UpdateKey, at: float, error: str) -> None:
        self.check()
        self.quarantined.append((update, at, error))


class VirtualTime:
    """A clock and a sleep that only `until` and `advance` move."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now
        self.count = itertools.count()
        self.sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self.sleepers, (self.now + seconds, next(self.count), waker))
        await waker

    async def rest(self) -> None:
        """Lets everything run that does not wait for time."""
        ready = cast(Any, asyncio.get_running_loop())._ready
        await asyncio.sleep(0)
        while ready:
            await asyncio.sleep(0)

    async def sleep_a_step(self) -> None:
        """Lets the loop take one step."""
        await asyncio.sleep(0)

    async def until(self, done: Callable[[], bool], steps: int = 5000) -> None:
        """Moves time on, from sleeper to sleeper, until `done` holds."""
        for _ in range(steps):
            await self.rest()
            if done():
                return
            assert self.wake_next(), "nothing sleeps, and it is not done"
        raise AssertionError("not done after so many steps")

    async def advance(self, seconds: float) -> None:
        """Moves time on by so much, waking who is due on the way."""
        end = self.now + seconds
        await self.rest()
        while self.sleepers and self.sleepers[0][0] <= end:
            self.wake_next()
            await self.rest()
        self.now = end

    def wake_next(self) -> bool:
        while self.sleepers:
            at, _, waker = heapq.heappop(self.sleepers)
            if not waker.done():
                self.now = max(self.now, at)
                waker.set_result(None)
                return True
        return False


def say(text: str, chat: int = ANNE, **more: Any) -> Data:
    return {"op": "say", "chat": chat, "message": {"text": text, "buttons": []}} | more


def edit(text: str, chat: int = ANNE, **more: Any) -> Data:
    return say(text, chat, **more) | {"op": "edit"}


def person(user: int = ANNE, **more: Any) -> Data:
    return {"id": user, "is_bot": False, "first_name": "A", "language_code": "de"} | more


def text_update(update_id: int, text: Any, user: int = ANNE, **more: Any) -> Data:
    message = {
        "message_id": update_id + 1000,
        "date": 1_700_000_000,
        "chat": {"id": user, "type": "private", "first_name": "A"},
        "from": person(user),
        "text": text,
    }
    return {"update_id": update_id, "message": message | more}


def tap_update(update_id: int, data: str, user: int = ANNE) -> Data:
    under = text_update(1, "asked", user)["message"] | {"from": person(4242, is_bot=True)}
    query = {
        "id": f"query-{update_id}",
        "from": person(user),
        "chat_instance": "1",
        "data": data,
        "message": under,
    }
    return {"update_id": update_id, "callback_query": query}
