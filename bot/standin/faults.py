"""Faults on demand: what a bot must survive, queued by a test and served in order.

`POST /faults` takes one fault or `{"faults": [...]}`, each with a `kind`:

- a status as "429" (with `retry_after`, seconds), "403", "400", "401", "409", "500", "502" …,
- "timeout": the answer comes after `seconds`, longer than the caller waits,
- "drop": the connection is cut in the middle of the answer,
- "update": `update` is put among the updates as it is, however odd (it gets an `update_id` unless
  it has one or `numbered` is false).

`method` ("*" is any), `chat_id`, `count`, `after` (calls that pass first), `description` narrow it
down; with `performed` the call takes effect and only its answer is lost.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.standin.errors import PhoneError
from bot.standin.world import World

_TEXTS = {
    400: "Bad Request: stand-in: a fault was asked for",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance"
    " is running",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
_FIELDS = {
    "method": str,
    "kind": (str, int),
    "count": int,
    "after": int,
    "chat_id": int,
    "retry_after": int,
    "description": str,
    "performed": bool,
    "seconds": (int, float),
    "update": object,
    "numbered": bool,
}


class Dropped(Response):
    """Headers that promise more than is sent, so that the server cuts the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the head and a part of a body, and no more."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok":true', "more_body": True})


@dataclass(slots=True)
class Fault:
    """One fault: for `count` calls of `method` (of `chat_id`, if given) after `after` good ones."""

    kind: str
    method: str = "*"
    count: int = 1
    after: int = 0
    chat_id: int | None = None
    retry_after: int = 1
    description: str | None = None
    performed: bool = False
    seconds: float = 60.0

    def matches(self, method: str, raw: Mapping[str, Any]) -> bool:
        """Whether this fault is meant for such a call."""
        if self.method not in ("*", method):
            return False
        return self.chat_id is None or str(raw.get("chat_id")) == str(self.chat_id)

    async def answer(self, good: Callable[[], Response]) -> Response:
        """The faulty answer; `good` makes the right one, for after a delay."""
        if self.kind == "drop":
            return Dropped()
        if self.kind == "timeout":
            await asyncio.sleep(self.seconds)
            return good()
        code = int(self.kind)
        text = self.description or _TEXTS[code].format(retry_after=self.retry_after)
        content: dict[str, Any] = {"ok": False, "error_code": code, "description": text}
        if code == 429:
            content["parameters"] = {"retry_after": self.retry_after}
        return Response(json.dumps(content), code, media_type="application/json")


class Faults:
    """The queue of faults."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.queued: list[Fault] = []

    def take(self, method: str, raw: Mapping[str, Any]) -> Fault | None:
        """The fault that strikes this call, if any."""
        for fault in self.queued:
            if not fault.matches(method, raw):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.count -= 1
            if fault.count <= 0:
                self.queued.remove(fault)
            return fault
        return None

    def add(self, asked: Any) -> int:
        """Queues what a request asks for and returns how many faults now wait.

        Raises PhoneError (400) for what is no fault.
        """
        items = asked.get("faults", [asked]) if isinstance(asked, dict) else asked
        if not isinstance(items, list):
            raise PhoneError(400, 'send one fault, or {"faults": [...]}')
        made = [self._made(item) for item in items]
        for item, fault in zip(items, made, strict=True):
            if fault is not None:
                self.queued.append(fault)
                continue
            for _ in range(item.get("count", 1)):
                self.world.inbox.put_raw(item["update"], numbered=item.get("numbered", True))
        return len(self.queued)

    def _made(self, item: Any) -> Fault | None:
        if not isinstance(item, dict):
            raise PhoneError(400, "a fault is a JSON object")
        for name, value in item.items():
            if name not in _FIELDS:
                raise PhoneError(400, f"unknown field {name} of a fault")
            if not isinstance(value, _FIELDS[name]):  # type: ignore[arg-type]
                raise PhoneError(400, f"field {name} of a fault has the wrong type")
        kind = str(item.get("kind", ""))
        if kind == "update":
            if "update" not in item:
                raise PhoneError(400, 'an "update" fault needs the raw "update"')
            return None
        if kind not in ("timeout", "drop") and (not kind.isdecimal() or int(kind) not in _TEXTS):
            known = ", ".join([*map(str, _TEXTS), "timeout", "drop", "update"])
            raise PhoneError(400, f"kind must be one of {known}")
        fields = {k: v for k, v in item.items() if k not in ("kind", "update", "numbered")}
        return Fault(kind=kind, **fields)

    def clear(self) -> None:
        """Forgets all faults that wait."""
        self.queued.clear()
