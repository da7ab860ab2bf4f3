"""Carries out one outbox row at Telegram.

What a row asks for stands in its `data`, under `op`: say, edit, buttons, delete, document, photo,
pace, typing or leave.
"""

from __future__ import annotations

import base64
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, Forbidden

from bot.store.base import OutboxRow, Store
from bot.telegram.api import Calls
from bot.telegram.messages import caption_params, keyboard, message_params
from bot.telegram.notes import note

KEPT = 48 * 3600.0
"""Seconds for which the store keeps message ids, and Telegram lets us delete messages."""
REMEMBERED = 10_000
"""Message ids kept in memory for edits."""
CHUNK = 100
"""Messages one call may delete."""
UPLOAD_TIMEOUT = 60.0

Paint = Callable[[Mapping[str, Any]], Awaitable[Sequence[bytes]]]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a row: the logical name of the message and its Telegram id, if it has one."""

    ref: str | None = None
    message_id: int | None = None


class Delivery:
    """Translates rows into Bot API calls."""

    def __init__(
        self,
        api: Calls,
        store: Store,
        *,
        paint: Paint | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Takes the Bot API and the store, for message ids of before this process began.

        `paint` makes the pages of what a photo or document row describes under `picture`.
        """
        self._api = api
        self._store = store
        self._paint = paint
        self._clock = clock
        self._ids: OrderedDict[tuple[object, str], int] = OrderedDict()

    async def deliver(self, row: OutboxRow) -> Delivered:
        """Does what the row asks.

        Raises:
            TelegramError: Telegram did not take it.
            StoreError: a message's id could not be looked up.
            KeyError, TypeError, ValueError: the row's data are broken.
        """
        data = row.data
        match data["op"]:
            case "say":
                sent = await self._say(data)
            case "edit":
                sent = await self._edit(row)
            case "pace":
                sent = await self._say({**data, "message": {"text": data["frames"][0]["text"]}})
            case "document" | "photo":
                sent = await self._upload(data)
            case "delete":
                sent = await self._delete(row)
            case "buttons":
                sent = await self._buttons(row)
            case "typing":
                sent = await self._quietly("sendChatAction", data["chat"], action="typing")
            case "leave":
                sent = await self._quietly("leaveChat", data["chat"])
            case _:
                raise ValueError("no such op")
        if sent.ref is not None and sent.message_id is not None:
            self._remember(row, sent.ref, sent.message_id)
        return sent

    async def rewrite(self, chat: int, message_id: int, text: str) -> None:
        """Edits a message to a text without buttons. Raises TelegramError."""
        for params in message_params({"text": text})[:1]:
            await self._api.call(
                "editMessageText", {"chat_id": chat, "message_id": message_id} | params
            )

    async def _say(self, data: Mapping[str, Any]) -> Delivered:
        message_id = None
        target: dict[str, Any] = {"chat_id": data["chat"]}
        if data.get("silent"):
            target["disable_notification"] = True
        marked = message_params(data["message"])
        for number, params in enumerate(marked):
            try:
                answer = await self._api.call("sendMessage", target | params)
            except BadRequest:
                bare = message_params(data["message"], tags=False)[number]
                answer = await self._api.call("sendMessage", target | bare)
            message_id = int(answer["message_id"])
        return Delivered(data.get("ref"), message_id)

    async def _edit(self, row: OutboxRow) -> Delivered:
        data = row.data
        message_id = data.get("message_id") or await self._resolve(row)
        if message_id is None:
            return await self._say(data)
        target = {"chat_id": data["chat"], "message_id": message_id}
        first, *rest = message_params(data["message"])
        try:
            try:
                await self._api.call("editMessageText", target | first)
            except BadRequest as error:
                if _unchanged(error) or _cannot_be_edited(error):
                    raise
                bare = message_params(data["message"], tags=False)[0]
                await self._api.call("editMessageText", target | bare)
        except BadRequest as error:
            if _cannot_be_edited(error):
                return await self._say(data)
            if not _unchanged(error):
                raise
        for params in rest:
            answer = await self._api.call("sendMessage", {"chat_id": data["chat"]} | params)
            message_id = int(answer["message_id"])
        return Delivered(data.get("ref"), message_id)

    async def _upload(self, data: Mapping[str, Any]) -> Delivered:
        kind = str(data["op"])
        if "content_base64" in data:
            pages: Sequence[bytes] = [base64.b64decode(data["content_base64"], validate=True)]
        else:
            try:
                pages = await self._painted(data)
            except Exception as error:
                note(logging.ERROR, "picture.failed", "A picture could not be drawn", error)
                if "otherwise" not in data:
                    raise
                return await self._say({**data, "message": data["otherwise"]})
        sent = Delivered()
        for number, content in enumerate(pages):
            caption = data.get("caption") if number == 0 else None
            file = InputFile(content, filename=data.get("name") or f"{kind}.png")
            sent = await self._send_file(data, kind, file, caption)
        return sent

    async def _painted(self, data: Mapping[str, Any]) -> Sequence[bytes]:
        """The pages of a picture. Raises whatever painting raises, ValueError without a painter."""
        if self._paint is None:
            raise ValueError("nothing to upload")
        return await self._paint(data["picture"])

    async def _send_file(
        self, data: Mapping[str, Any], kind: str, file: InputFile, caption: str | None
    ) -> Delivered:
        method = {"document": "sendDocument", "photo": "sendPhoto"}[kind]
        target: dict[str, Any] = {"chat_id": data["chat"]}
        if data.get("silent"):
            target["disable_notification"] = True

        async def send(params: dict[str, Any]) -> Any:
            return await self._api.call(
                method, target | params, read_timeout=UPLOAD_TIMEOUT, files={kind: file}
            )

        try:
            answer = await send(caption_params(caption))
        except BadRequest:
            answer = await send(caption_params(caption, tags=False))
        return Delivered(data.get("ref"), int(answer["message_id"]))

    async def _buttons(self, row: OutboxRow) -> Delivered:
        """Gives a message other buttons; when it is gone or has them already, that is all right."""
        data = row.data
        markup = keyboard(data["buttons"])
        message_id = data.get("message_id") or await self._resolve(row)
        if message_id is None:
            return Delivered()
        target = {"chat_id": data["chat"], "message_id": message_id}
        with suppress(BadRequest):
            await self._api.call("editMessageReplyMarkup", target | {"reply_markup": markup})
        return Delivered()

    async def _delete(self, row: OutboxRow) -> Delivered:
        """Takes messages away: those of these ids, or the one of a logical name."""
        data = row.data
        named = await self._resolve(row) if "message_ids" not in data else None
        ids = sorted(set(data.get("message_ids", [named] if named is not None else [])))
        waiting = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
        while waiting:
            some = waiting.pop()
            try:
                await self._api.call(
                    "deleteMessages", {"chat_id": data["chat"], "message_ids": some}
                )
            except BadRequest:
                # One message too old refuses them all: halve, to delete what still can be.
                if len(some) > 1:
                    middle = len(some) // 2
                    waiting += [some[:middle], some[middle:]]
        return Delivered()

    async def _quietly(self, method: str, chat: int, **params: Any) -> Delivered:
        """A call whose refusal changes nothing for anybody."""
        with suppress(BadRequest, Forbidden):
            await self._api.call(method, {"chat_id": chat} | params)
        return Delivered()

    async def _resolve(self, row: OutboxRow) -> int | None:
        """The Telegram id of the message the row calls by its logical name."""
        ref = row.data.get("ref")
        if ref is None:
            return None
        found = self._ids.get(_key(row, ref))
        if found is None and row.owner is not None:
            for kept, message_id in await self._store.message_ids(row.owner, self._clock() - KEPT):
                if kept == ref:
                    found = message_id
        return found

    def _remember(self, row: OutboxRow, ref: str, message_id: int) -> None:
        key = _key(row, ref)
        self._ids[key] = message_id
        self._ids.move_to_end(key)
        if len(self._ids) > REMEMBERED:
            self._ids.popitem(last=False)


def _key(row: OutboxRow, ref: str) -> tuple[object, str]:
    return (row.data["chat"] if row.owner is None else row.owner.hash, ref)


def _unchanged(error: BadRequest) -> bool:
    return "not modified" in error.message.lower()


def _cannot_be_edited(error: BadRequest) -> bool:
    said = error.message.lower()
    return "can't be edited" in said or "to edit not found" in said or "message_id_invalid" in said
