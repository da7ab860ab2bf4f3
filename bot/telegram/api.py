"""The Bot API over python-telegram-bot's request objects, without its object layer.

A call costs about 25 microseconds here where `Bot.send_message` takes 190, and updates come back
unparsed, so that one malformed update cannot hold up the others.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol, Self
from urllib.parse import urlsplit

from telegram import InputFile
from telegram.error import RetryAfter, TelegramError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

# PTB builds its own requests from these; they are not exported, hence the pinned version.
from telegram.request._requestparameter import RequestParameter

# PTB's opt-in to times as timedelta; without it every 429 raises a deprecation warning.
os.environ["PTB_TIMEDELTA"] = "true"

TELEGRAM = "https://api.telegram.org"
TOKEN = re.compile(r"(\d{1,18}):[A-Za-z0-9_-]{30,}")
LOOPBACK = ("localhost", "127.0.0.1", "::1")

SORTED_BY_PTB = (401, 403, 404, 409, 429)
"""Refusals that have an error class of their own."""
READ_TIMEOUT = 20.0
"""Seconds to wait for the answer to an ordinary call."""
POLL_MARGIN = 10.0
"""Seconds a long poll may take beyond the time it was asked to wait."""
POOL_TIMEOUT = 60.0
CONNECTIONS = 128


class Calls(Protocol):
    """What the senders need: one Bot API method, called by name."""

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        read_timeout: float | None = None,
        files: Mapping[str, InputFile] | None = None,
    ) -> Any:
        """Calls a method; its errors are those of `telegram.error`."""
        ...


class QuietRequest(HTTPXRequest):
    """PTB's httpx request with two differences.

    An answer that cannot be read is not copied into the log, and every refusal that will not
    change by waiting (413, for one) is a BadRequest, where PTB makes some a NetworkError.
    """

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """The status and body of the answer. Raises NetworkError when there is none."""
        code, payload = await super().do_request(*args, **kwargs)
        lasting = 400 <= code < 500 and code not in SORTED_BY_PTB and code != 408
        return (400 if lasting else code), payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer as JSON. Raises TelegramError when it is none (a proxy's page, for one)."""
        try:
            return json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise TelegramError("The server's answer is not JSON") from None


class Api:
    """One bot's connection: a pool for calls and a separate connection for long polling."""

    def __init__(
        self,
        token: str,
        base: str | None = None,
        *,
        request: BaseRequest | None = None,
        polling: BaseRequest | None = None,
    ) -> None:
        """Takes the bot's token and, for a server of one's own, its address.

        Args:
            token: as @BotFather gave it.
            base: like `http://127.0.0.1:8081`; None for Telegram itself.
            request: what carries the calls, in tests.
            polling: what carries getUpdates, in tests.

        Raises:
            ValueError: the token does not have a token's form (the message does not hold it).
        """
        match = TOKEN.fullmatch(token)
        if match is None:
            raise ValueError("this is no bot token: digits, a colon, then at least 30 characters")
        self.bot_id = int(match[1])
        root = (base or TELEGRAM).rstrip("/")
        self._url = f"{root}/bot{token}/"
        local = urlsplit(root).hostname in LOOPBACK
        self._request = request or _request(CONNECTIONS, local)
        self._polling = polling or _request(2, local)
        # httpx writes every address, and so the token, at INFO.
        for name in ("httpx", "httpcore"):
            logger = logging.getLogger(name)
            logger.setLevel(max(logger.level, logging.WARNING))

    async def start(self) -> None:
        """Opens the connection pools."""
        await self._request.initialize()
        await self._polling.initialize()

    async def stop(self) -> None:
        """Closes the connection pools."""
        await self._polling.shutdown()
        await self._request.shutdown()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        read_timeout: float | None = None,
        files: Mapping[str, InputFile] | None = None,
    ) -> Any:
        """Calls one Bot API method and returns its result as plain data.

        Args:
            method: as the Bot API spells it, like "sendMessage".
            params: JSON values; those that are None are left out.
            read_timeout: seconds, instead of `READ_TIMEOUT`.
            files: to be uploaded, by parameter name.

        Raises:
            TelegramError: or one of its subclasses, as PTB sorts them. An InvalidToken also
                stands for an unknown method.
        """
        parameters = [
            RequestParameter(name, value, None)
            for name, value in params.items()
            if value is not None
        ]
        if files:
            parameters += [RequestParameter.from_input(name, file) for name, file in files.items()]
        return await self._request.post(
            self._url + method,
            RequestData(parameters),
            read_timeout=READ_TIMEOUT if read_timeout is None else read_timeout,
        )

    async def get_updates_raw(
        self, offset: int, wait: int, limit: int = 100, allowed_updates: Sequence[str] = ()
    ) -> list[Any]:
        """The updates from `offset` on, unparsed; everything before it counts as received.

        Args:
            offset: the first update id not yet finished; 0 acknowledges nothing.
            wait: seconds the server waits for something to arrive.
            limit: at most so many.
            allowed_updates: the kinds of update wanted; empty leaves the server's setting.

        Raises:
            TelegramError: as in `call`.
        """
        params: dict[str, Any] = {"timeout": wait, "limit": limit}
        if offset:
            params["offset"] = offset
        if allowed_updates:
            params["allowed_updates"] = list(allowed_updates)
        answer: Any = await self._polling.post(
            self._url + "getUpdates",
            RequestData([RequestParameter(name, value, None) for name, value in params.items()]),
            read_timeout=wait + POLL_MARGIN,
        )
        if not isinstance(answer, list):
            raise TelegramError("The server's answer holds no list of updates")
        return answer


def seconds_of(error: RetryAfter) -> float:
    """How many seconds Telegram asks to wait."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def _request(connections: int, local: bool) -> BaseRequest:
    """A pool; towards this very machine no proxy from the environment is used."""
    kwargs = {"trust_env": False} if local else None
    return QuietRequest(
        connection_pool_size=connections,
        read_timeout=READ_TIMEOUT,
        write_timeout=READ_TIMEOUT,
        connect_timeout=10.0,
        pool_timeout=POOL_TIMEOUT,
        httpx_kwargs=kwargs,
    )
