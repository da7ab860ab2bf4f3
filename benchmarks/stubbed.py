"""A network that answers at once, for python-telegram-bot's request objects (ours and its own)."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

from telegram.request import BaseRequest, RequestData

from benchmarks.ten_steps import BOT, DATE

Heard = Callable[[str, dict[str, Any]], None]

ME = {"id": BOT, "is_bot": True, "first_name": "Bot", "username": "some_bot"}
TRUE = b'{"ok":true,"result":true}'
MESSAGES = frozenset(("sendMessage", "editMessageText", "editMessageReplyMarkup"))
_ANSWER = (
    b'{"ok":true,"result":{"message_id":%d,"date":'
    + str(DATE).encode()
    + b',"from":'
    + json.dumps(ME).encode()
    + b',"chat":{"id":%d,"type":"private","first_name":"Anna"},"text":"Sent."}}'
)


class Stubbed(BaseRequest):
    """Takes every call, tells `heard` of it, and answers as Telegram would, without a network."""

    def __init__(self, heard: Heard | None = None) -> None:
        super().__init__()
        self.heard = heard
        self._ids = itertools.count(1_000_000)

    @property
    def read_timeout(self) -> float | None:
        """Seconds; nothing is waited for."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """The answer to a call, as status and body."""
        name = url.rpartition("/")[2]
        params = request_data.parameters if request_data is not None else {}
        if self.heard is not None:
            self.heard(name, params)
        return 200, answer(name, params.get("chat_id", 0), next(self._ids))


def answer(method: str, chat: Any, number: int) -> bytes:
    """What Telegram would answer."""
    if method in MESSAGES:
        return _ANSWER % (number, int(chat))
    if method == "getMe":
        return json.dumps({"ok": True, "result": ME}).encode()
    return TRUE
