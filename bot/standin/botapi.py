"""The Bot API endpoint: token, method, parameters, and the answer in Telegram's envelope."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.standin import about, sending, webhook
from bot.standin.body import parameters
from bot.standin.errors import Refused, bad_request
from bot.standin.faults import Fault, Faults
from bot.standin.params import METHODS, decode
from bot.standin.sending import Call
from bot.standin.world import MAX_ID, World

TOKEN = re.compile(r"(\d{1,16}):[A-Za-z0-9_-]{30,}")

HANDLERS: dict[str, Callable[[Call], Any]] = {
    "getMe": about.get_me,
    "setWebhook": webhook.set_webhook,
    "deleteWebhook": webhook.delete_webhook,
    "getWebhookInfo": webhook.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "editMessageText": sending.edit_text,
    "editMessageReplyMarkup": sending.edit_reply_markup,
    "deleteMessage": sending.delete_message,
    "deleteMessages": sending.delete_messages,
    "answerCallbackQuery": sending.answer_callback_query,
    "sendChatAction": sending.send_chat_action,
    "getFile": about.get_file,
    "setMyCommands": about.set_my_commands,
    "getMyCommands": about.get_my_commands,
    "deleteMyCommands": about.delete_my_commands,
    "setMyName": about.set_my_name,
    "getMyName": about.get_my_name,
    "setMyDescription": about.set_my_description,
    "getMyDescription": about.get_my_description,
    "setMyShortDescription": about.set_my_short_description,
    "getMyShortDescription": about.get_my_short_description,
    "getChat": about.get_chat,
    "leaveChat": about.leave_chat,
}


def envelope(result: str) -> Response:
    """A good answer around an already encoded result."""
    return Response(f'{{"ok":true,"result":{result}}}', media_type="application/json")


def refusal(error: Refused) -> Response:
    """A refusal, with the HTTP status Telegram gives it."""
    content: dict[str, Any] = {
        "ok": False,
        "error_code": error.code,
        "description": error.description,
    }
    headers = {}
    if error.parameters:
        content["parameters"] = error.parameters
        if "retry_after" in error.parameters:
            headers["Retry-After"] = str(error.parameters["retry_after"])
    return Response(json.dumps(content), error.code, headers=headers, media_type="application/json")


class BotApi:
    """`/bot{token}/{method}` and `/file/bot{token}/{path}` over one world."""

    def __init__(self, world: World, faults: Faults | None) -> None:
        self.world = world
        self.faults = faults

    async def call(self, request: Request) -> Response:
        """One call of a method."""
        try:
            self._sign_in(request)
            method = METHODS.get(request.path_params["method"].lower())
            if method is None:
                raise Refused(404, "Not Found: method not found")
            raw = await parameters(request)
            fault = self.faults.take(method, raw) if self.faults else None
            if fault is not None:
                return await self._faulty(fault, method, raw)
            return envelope(await self._result(method, raw))
        except Refused as error:
            return refusal(error)

    async def _result(self, method: str, raw: dict[str, Any]) -> str:
        params = decode(method, raw)
        if method == "getUpdates":
            return await self._updates(params)
        return json.dumps(HANDLERS[method](Call(self.world, params)))

    async def _updates(self, params: dict[str, Any]) -> str:
        limit, timeout = params.get("limit", 100), params.get("timeout", 0)
        if not 1 <= limit <= 100:
            limit = 100
        if timeout < 0:
            raise bad_request("timeout must be non-negative")
        wanted = params.get("allowed_updates")
        if wanted is not None and not all(isinstance(kind, str) for kind in wanted):
            raise bad_request("can't parse allowed updates: Expected a String")
        self.world.inbox.want(wanted)
        found = await self.world.inbox.poll(params.get("offset", 0), limit, timeout)
        return f"[{','.join(found)}]"

    async def _faulty(self, fault: Fault, method: str, raw: dict[str, Any]) -> Response:
        result = await self._result(method, raw) if fault.performed else "true"
        return await fault.answer(lambda: envelope(result))

    async def download(self, request: Request) -> Response:
        """The bytes of a file that getFile named."""
        try:
            self._sign_in(request)
            stored = self.world.paths.get(request.path_params["path"])
            if stored is None:
                raise Refused(404, "Not Found")
        except Refused as error:
            return refusal(error)
        return Response(stored.data, media_type="application/octet-stream")

    def _sign_in(self, request: Request) -> None:
        token = TOKEN.fullmatch(request.path_params["token"])
        if token is None:
            raise Refused(401, "Unauthorized: invalid token specified")
        number = int(token[1])
        if not 0 < number < MAX_ID:
            raise Refused(401, "Unauthorized: invalid token specified")
        self.world.bot_id = number
