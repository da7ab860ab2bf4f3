"""Reads one raw update into an `Arrival`.

Only the fields used here are given to PTB: a malformed part nobody looks at must not cost a
person their message, and parsing stays near a tenth of a millisecond.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update, User

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

LARGEST_ID = 2**63 - 1
MESSAGE_FIELDS = ("message_id", "date", "edit_date", "chat", "from", "text", "caption")
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


def _arrival_of(raw: Mapping[str, Any], bot: int, update_id: int, now: float) -> Arrival | None:
    update = Update.de_json(_slim(raw), None)
    if update.callback_query is not None:
        return _tap(update.callback_query, bot, update_id, now)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member, bot, update_id)
    if update.message is not None:
        return _message(update.message, raw["message"], bot, update_id)
    if update.edited_message is not None:
        return _edited(update.edited_message, bot, update_id)
    return None


def _slim(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The update with no more than is read from it."""
    slim: dict[str, Any] = {"update_id": raw["update_id"]}
    for name in ("message", "edited_message"):
        if raw.get(name) is not None:
            slim[name] = _slim_message(raw[name])
    if raw.get("my_chat_member") is not None:
        slim["my_chat_member"] = raw["my_chat_member"]
    query = raw.get("callback_query")
    if query is not None:
        slim["callback_query"] = query = dict(query)
        if (under := query.pop("message", None)) is not None:
            # A date of 0 makes PTB read the short form: where it was, not what it said.
            query["message"] = {
                "message_id": under["message_id"],
                "date": 0,
                "chat": under["chat"],
            }
    return slim


def _slim_message(message: Mapping[str, Any]) -> dict[str, Any]:
    return {name: message[name] for name in MESSAGE_FIELDS if name in message}


def _message(message: Message, raw: Mapping[str, Any], bot: int, update_id: int) -> Arrival | None:
    user = message.from_user
    if user is None or user.is_bot or not SERVICE.isdisjoint(raw):
        return None
    kind: ArrivalKind = "unsupported"
    text = ""
    if message.text is not None:
        kind, text = "text", _without_bot_name(clean(message.text))
    elif message.caption is not None:
        # A caption is screened like any text, although the picture above it is not looked at.
        text = clean(message.caption)
    if not _private(message.chat):
        kind, text = "group", ""
    return _arrival(
        bot,
        update_id,
        user,
        message.chat,
        kind,
        message.date.timestamp(),
        text=text,
        message_id=_id(message.message_id),
    )


def _edited(message: Message, bot: int, update_id: int) -> Arrival | None:
    user = message.from_user
    text = message.text if message.text is not None else message.caption
    if user is None or user.is_bot or text is None or not _private(message.chat):
        return None
    return _arrival(
        bot,
        update_id,
        user,
        message.chat,
        "edited",
        (message.edit_date or message.date).timestamp(),
        text=_without_bot_name(clean(text)),
        message_id=_id(message.message_id),
    )


def _tap(query: CallbackQuery, bot: int, update_id: int, now: float) -> Arrival | None:
    message = query.message
    if query.from_user.is_bot or (message is not None and not _private(message.chat)):
        return None
    return Arrival(
        bot=bot,
        update_id=update_id,
        user=_id(query.from_user.id),
        chat=_id(query.from_user.id if message is None else message.chat.id),
        kind="tap",
        sent_at=now,
        tap=clean(query.data or ""),
        message_id=None if message is None else _id(message.message_id),
        callback_id=clean(query.id),
        language=_language(query.from_user),
    )


def _membership(change: ChatMemberUpdated, bot: int, update_id: int) -> Arrival | None:
    gone = change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
    if _private(change.chat):
        kind: ArrivalKind = "blocked" if gone else "unblocked"
    elif gone:
        return None
    else:
        kind = "group"
    return _arrival(bot, update_id, change.from_user, change.chat, kind, change.date.timestamp())


def _arrival(
    bot: int,
    update_id: int,
    user: User,
    chat: Chat,
    kind: ArrivalKind,
    sent_at: float,
    *,
    text: str = "",
    message_id: int | None = None,
) -> Arrival:
    return Arrival(
        bot=bot,
        update_id=update_id,
        user=_id(user.id),
        chat=_id(chat.id),
        kind=kind,
        sent_at=sent_at,
        text=text,
        message_id=message_id,
        language=_language(user),
    )


def _private(chat: Chat) -> bool:
    if not isinstance(chat.type, str):
        raise TypeError
    return chat.type == Chat.PRIVATE


def _id(value: object) -> int:
    if type(value) is not int or abs(value) > LARGEST_ID:
        raise TypeError
    return value


def _language(user: User) -> str | None:
    code = user.language_code
    return clean(code).lower() if isinstance(code, str) and code else None


def _without_bot_name(text: str) -> str:
    """`/Help@some_bot now` as `/help now`; any other text as it is."""
    match = COMMAND.match(text)
    return f"/{match[1].lower()}{text[match.end() :]}" if match else text
