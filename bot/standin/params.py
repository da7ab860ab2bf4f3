"""Which parameters each Bot API method takes, and strict decoding of them.

Telegram ignores parameters it does not know; a bot under test wants to hear of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.standin.errors import Refused, bad_request, not_played

MAX_CHAT_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    data: bytes


def integer(name: str, value: Any) -> int:
    """An integer, also as a string of digits. Raises Refused."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise bad_request(f"stand-in: parameter {name} must be an integer")
    try:
        number = int(value)
    except ValueError:
        raise bad_request(f"stand-in: parameter {name} must be an integer") from None
    if abs(number) >= 2**63:
        raise bad_request(f"stand-in: parameter {name} is out of range")
    return number


def boolean(name: str, value: Any) -> bool:
    """True or false, also as Telegram's strings. Raises Refused."""
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("true", "1", "yes"):
        return True
    if str(value).lower() in ("false", "0", "no"):
        return False
    raise bad_request(f"stand-in: parameter {name} must be true or false")


def string(name: str, value: Any) -> str:
    """A string. Raises Refused."""
    if not isinstance(value, str):
        raise bad_request(f"stand-in: parameter {name} must be a string")
    return value


def chat(name: str, value: Any) -> int | str:
    """A chat's number, or its @username. Raises Refused."""
    if isinstance(value, str) and value.startswith("@"):
        return value
    try:
        return integer(name, value)
    except Refused:
        raise bad_request("chat not found") from None


def json_list(name: str, value: Any) -> list[Any]:
    """A JSON array, also as a string. Raises Refused."""
    decoded = _json(name, value)
    if not isinstance(decoded, list):
        raise bad_request(f"can't parse {name} JSON object: Expected an Array")
    return decoded


def json_object(name: str, value: Any) -> dict[str, Any]:
    """A JSON object, also as a string. Raises Refused."""
    decoded = _json(name, value)
    if not isinstance(decoded, dict):
        raise bad_request(f"object expected as {name.replace('_', ' ')}")
    return decoded


def file(name: str, value: Any) -> Upload | str:
    """An uploaded file, or a file_id. Raises Refused."""
    if isinstance(value, Upload | str):
        return value
    raise bad_request(f"stand-in: parameter {name} must be a file or a file_id")


def refused(name: str, value: Any) -> Any:
    """A parameter of Telegram's that this stand-in does not play. Raises Refused."""
    raise not_played(f"parameter {name} is not played here")


def ignored(name: str, value: Any) -> Any:
    """A parameter without effect on what the stand-in shows."""
    return value


def _json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None


@dataclass(frozen=True, slots=True)
class Param:
    """How a parameter is decoded, and the refusal when a required one is missing."""

    decode: Callable[[str, Any], Any]
    missing: str | None = None


def _params(required: Mapping[str, Param], **optional: Callable[[str, Any], Any]) -> Spec:
    return {**required, **{name: Param(decode) for name, decode in optional.items()}}


Spec = dict[str, Param]

_CHAT = {"chat_id": Param(chat, "chat_id is empty")}
_MESSAGE = {"message_id": Param(integer, "message identifier is not specified")}
_TEXT = {"text": Param(string, "message text is empty")}
_SEND: dict[str, Callable[[str, Any], Any]] = {
    "business_connection_id": refused,
    "message_thread_id": refused,
    "direct_messages_topic_id": refused,
    "parse_mode": string,
    "disable_notification": boolean,
    "protect_content": boolean,
    "allow_paid_broadcast": refused,
    "message_effect_id": refused,
    "suggested_post_parameters": refused,
    "reply_parameters": json_object,
    "reply_markup": json_object,
}
_LANGUAGE = {"language_code": string}
_SCOPE = {"scope": json_object, **_LANGUAGE}

SPECS: dict[str, Spec] = {
    "getMe": {},
    "getUpdates": _params(
        {}, offset=integer, limit=integer, timeout=integer, allowed_updates=json_list
    ),
    "setWebhook": _params(
        {},
        url=string,
        certificate=refused,
        ip_address=refused,
        max_connections=integer,
        allowed_updates=json_list,
        drop_pending_updates=boolean,
        secret_token=string,
    ),
    "deleteWebhook": _params({}, drop_pending_updates=boolean),
    "getWebhookInfo": {},
    "sendMessage": _params(
        {**_CHAT, **_TEXT}, entities=json_list, link_preview_options=json_object, **_SEND
    ),
    "sendPhoto": _params(
        {**_CHAT, "photo": Param(file, "there is no photo in the request")},
        caption=string,
        caption_entities=json_list,
        show_caption_above_media=boolean,
        has_spoiler=boolean,
        **_SEND,
    ),
    "sendDocument": _params(
        {**_CHAT, "document": Param(file, "there is no document in the request")},
        thumbnail=file,
        caption=string,
        caption_entities=json_list,
        disable_content_type_detection=boolean,
        **_SEND,
    ),
    "editMessageText": _params(
        {**_CHAT, **_MESSAGE, **_TEXT},
        business_connection_id=refused,
        inline_message_id=refused,
        parse_mode=string,
        entities=json_list,
        link_preview_options=json_object,
        reply_markup=json_object,
    ),
    "editMessageReplyMarkup": _params(
        {**_CHAT, **_MESSAGE},
        business_connection_id=refused,
        inline_message_id=refused,
        reply_markup=json_object,
    ),
    "deleteMessage": _params(
        {**_CHAT, "message_id": Param(integer, "message to delete not found")}
    ),
    "deleteMessages": _params(
        {**_CHAT, "message_ids": Param(json_list, "message identifiers are not specified")}
    ),
    "answerCallbackQuery": _params(
        {"callback_query_id": Param(string, "query_id is not specified")},
        text=string,
        show_alert=boolean,
        url=refused,
        cache_time=integer,
    ),
    "sendChatAction": _params(
        {**_CHAT, "action": Param(string, "wrong parameter action in request")},
        business_connection_id=refused,
        message_thread_id=refused,
    ),
    "getFile": {"file_id": Param(string, "file_id not specified")},
    "setMyCommands": _params({"commands": Param(json_list, "commands not specified")}, **_SCOPE),
    "getMyCommands": _params({}, **_SCOPE),
    "deleteMyCommands": _params({}, **_SCOPE),
    "setMyName": _params({}, name=string, **_LANGUAGE),
    "getMyName": _params({}, **_LANGUAGE),
    "setMyDescription": _params({}, description=string, **_LANGUAGE),
    "getMyDescription": _params({}, **_LANGUAGE),
    "setMyShortDescription": _params({}, short_description=string, **_LANGUAGE),
    "getMyShortDescription": _params({}, **_LANGUAGE),
    "getChat": dict(_CHAT),
    "leaveChat": dict(_CHAT),
}
METHODS = {name.lower(): name for name in SPECS}
"""Method names are case-insensitive at Telegram."""


def decode(method: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of `method`, decoded. Raises Refused for unknown, missing or odd ones."""
    spec = SPECS[method]
    values: dict[str, Any] = {}
    for name, value in raw.items():
        param = spec.get(name)
        if param is None:
            raise not_played(f"unknown parameter {name} in {method}")
        # Telegram takes an empty value for one that was not given.
        if value is not None and value != "":
            values[name] = param.decode(name, value)
    for name, param in spec.items():
        if param.missing is not None and name not in values:
            raise bad_request(param.missing)
    return values
