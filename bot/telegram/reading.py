"""Reads one raw update into an `Arrival`.

Only what is used is looked at, in the plain JSON: a malformed part nobody needs must not cost a
person their message, and PTB's objects cost more than all the rest [M: `Update` 150 microseconds,
`User` and `Chat` alone 15, all of this 4].
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from telegram.constants import ChatMemberStatus, ChatType

from bot.arrival import Arrival, ArrivalKind

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update asked for; any other concerns nobody."""

SERVICE = frozenset(
    (
        "boost_added",
        "channel_chat_created",
        "chat_background_set",
        "chat_owner_changed",
        "chat_owner_left",
        "connected_website",
        "delete_chat_photo",
        "direct_message_price_changed",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "group_chat_created",
        "left_chat_member",
        "message_auto_delete_timer_changed",
        "migrate_from_chat_id",
        "migrate_to_chat_id",
        "new_chat_members",
        "new_chat_photo",
        "new_chat_title",
        "paid_message_price_changed",
        "pinned_message",
        "proximity_alert_triggered",
        "supergroup_chat_created",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
        "video_chat_started",
        "write_access_allowed",
    )
)
"""Messages that nobody wrote."""

Raw = Mapping[str, Any]

LARGEST_ID = 2**63 - 1
SURROGATE = re.compile("[\ud800-\udfff]")
COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@\w+)?(?=\s|$)")


class Unreadable(Exception):
    """The update does not have the form of one. `error` is the class of what went wrong."""

    def __init__(self, error: str) -> None:
        super().__init__(f"an update could not be read ({error})")
        self.error = error


def update_id_of(raw: object) -> int | None:
    """The id of a raw update, if it has a usable one."""
    found = raw.get("update_id") if isinstance(raw, dict) else None
    return found if type(found) is int and 0 <= found <= LARGEST_ID else None


def read(raw: object, bot: int, now: float) -> Arrival | None:
    """Reads one update; None when it concerns nobody (polls, channels, other bots).

    Args:
        raw: the update as decoded JSON.
        bot: the bot's id.
        now: unix seconds, for taps, which carry no time.

    Raises:
        Unreadable: the update is malformed. Nothing of its content is in the exception.
    """
    update_id = update_id_of(raw)
    if update_id is None or not isinstance(raw, dict):
        raise Unreadable("NoUpdateId")
    try:
        return _arrival_of(raw, bot, update_id, now)
    except Exception as error:
        failed = type(error).__name__
    # Raised out here so that it does not carry the original, whose message may quote the update.
    raise Unreadable(failed)


def clean(text: object) -> str:
    """A text without NUL and lone surrogates, in Unicode's composed form, lines ending in LF.

    Raises:
        TypeError: it is no text.
    """
    if not isinstance(text, str):
        raise TypeError
    if not text.isascii():
        text = unicodedata.normalize("NFC", SURROGATE.sub("\ufffd", text))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "") if "\0" in text else text


def _arrival_of(raw: Raw, bot: int, update_id: int, now: float) -> Arrival | None:
    if (query := raw.get("callback_query")) is not None:
        return _tap(query, bot, update_id, now)
    if (change := raw.get("my_chat_member")) is not None:
        return _membership(change, bot, update_id)
    if (message := raw.get("message")) is not None:
        return _message(message, bot, update_id)
    if (edited := raw.get("edited_message")) is not None:
        return _edited(edited, bot, update_id)
    return None


def _message(raw: Raw, bot: int, update_id: int) -> Arrival | None:
    user, chat, sent_at = _user(raw), _chat(raw), _time(raw["date"])
    message_id = _id(raw["message_id"])
    if user is None or _is_bot(user) or not SERVICE.isdisjoint(raw):
        return None
    kind: ArrivalKind = "unsupported"
    text = ""
    if raw.get("text") is not None:
        kind, text = "text", _without_bot_name(clean(raw["text"]))
    elif raw.get("caption") is not None:
        # A caption is screened like any text, although the picture above it is not looked at.
        text = clean(raw["caption"])
    if not _private(chat):
        kind, text = "group", ""
    return _arrival(bot, update_id, user, chat, kind, sent_at, text=text, message_id=message_id)


def _edited(raw: Raw, bot: int, update_id: int) -> Arrival | None:
    user, chat = _user(raw), _chat(raw)
    text = raw["text"] if raw.get("text") is not None else raw.get("caption")
    if user is None or _is_bot(user) or text is None or not _private(chat):
        return None
    edited_at = raw.get("edit_date")
    return _arrival(
        bot,
        update_id,
        user,
        chat,
        "edited",
        _time(raw["date"] if edited_at is None else edited_at),
        text=_without_bot_name(clean(text)),
        message_id=_id(raw["message_id"]),
    )


def _tap(raw: Raw, bot: int, update_id: int, now: float) -> Arrival | None:
    user = _user(raw)
    if user is None:
        raise TypeError
    under = raw.get("message")
    chat = None if under is None else _chat(under)
    if _is_bot(user) or (chat is not None and not _private(chat)):
        return None
    return Arrival(
        bot=bot,
        update_id=update_id,
        user=_id(user["id"]),
        chat=_id(user["id"] if chat is None else chat["id"]),
        kind="tap",
        sent_at=now,
        tap=clean(raw.get("data") or ""),
        message_id=None if under is None else _id(under["message_id"]),
        callback_id=clean(raw["id"]),
        language=_language(user),
    )


def _membership(raw: Raw, bot: int, update_id: int) -> Arrival | None:
    user, chat = _user(raw), _chat(raw)
    if user is None:
        raise TypeError
    status = raw["new_chat_member"]["status"]
    if not isinstance(status, str):
        raise TypeError
    gone = status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
    if _private(chat):
        kind: ArrivalKind = "blocked" if gone else "unblocked"
    elif gone:
        return None
    else:
        kind = "group"
    return _arrival(bot, update_id, user, chat, kind, _time(raw["date"]))


def _arrival(
    bot: int,
    update_id: int,
    user: Raw,
    chat: Raw,
    kind: ArrivalKind,
    sent_at: float,
    *,
    text: str = "",
    message_id: int | None = None,
) -> Arrival:
    return Arrival(
        bot=bot,
        update_id=update_id,
        user=_id(user["id"]),
        chat=_id(chat["id"]),
        kind=kind,
        sent_at=sent_at,
        text=text,
        message_id=message_id,
        language=_language(user),
    )


def _user(raw: Raw) -> Raw | None:
    found = raw.get("from")
    if found is None or isinstance(found, dict):
        return found
    raise TypeError


def _is_bot(user: Raw) -> bool:
    if not isinstance(user["is_bot"], bool):
        raise TypeError
    return user["is_bot"]


def _chat(raw: Raw) -> Raw:
    if not isinstance(raw["chat"], dict):
        raise TypeError
    return raw["chat"]


def _time(value: object) -> float:
    if type(value) is not int or abs(value) > LARGEST_ID:
        raise TypeError
    return float(value)


def _private(chat: Raw) -> bool:
    if not isinstance(chat["type"], str):
        raise TypeError
    return chat["type"] == ChatType.PRIVATE


def _id(value: object) -> int:
    if type(value) is not int or abs(value) > LARGEST_ID:
        raise TypeError
    return value


def _language(user: Raw) -> str | None:
    code = user.get("language_code")
    return clean(code).lower() if isinstance(code, str) and code else None


def _without_bot_name(text: str) -> str:
    """`/Help@some_bot now` as `/help now`; any other text as it is."""
    match = COMMAND.match(text)
    return f"/{match[1].lower()}{text[match.end() :]}" if match else text
