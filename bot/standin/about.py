"""The Bot API methods about the bot itself, its chats and its files."""

from __future__ import annotations

import re
from typing import Any

from bot.standin.errors import Refused, bad_request
from bot.standin.profile import DEFAULT_NAME, scope_key
from bot.standin.sending import Call
from bot.standin.shapes import bot_json, chat_json, membership_json

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SCOPES = {
    "default": set(),
    "all_private_chats": set(),
    "all_group_chats": set(),
    "all_chat_administrators": set(),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}
_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(call: Call) -> Any:
    """getMe."""
    return {
        **bot_json(call.world, call.world.bot_id),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(call: Call) -> Any:
    """getChat."""
    chat = call.chat()
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    return {
        **chat_json(chat),
        "accent_color_id": chat.person.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {**dict.fromkeys(gifts, False), "gifts_from_channels": False},
    }


def leave_chat(call: Call) -> Any:
    """leaveChat: groups only."""
    chat = call.open_chat()
    if not chat.group:
        raise bad_request("chat member status can't be changed in private chats")
    chat.left = True
    chat.wake()
    call.world.inbox.put("my_chat_member", membership_json(call.world, chat, "member", "left"))
    return True


def get_file(call: Call) -> Any:
    """getFile."""
    file_id = call.params["file_id"]
    stored = call.world.files.get(file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    return {
        "file_id": file_id,
        "file_unique_id": file_id.removeprefix("standin-"),
        "file_size": len(stored.data),
        "file_path": stored.path,
    }


def set_my_commands(call: Call) -> Any:
    """setMyCommands: at most 100, `[a-z0-9_]{1,32}`, descriptions of 1 to 256 characters."""
    given = call.params["commands"]
    if len(given) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept: list[dict[str, str]] = []
    for item in given:
        if not isinstance(item, dict) or set(item) != {"command", "description"}:
            raise bad_request("can't parse BotCommand: exactly command and description expected")
        command, description = str(item["command"]).removeprefix("/"), item["description"]
        if not _COMMAND.fullmatch(command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not isinstance(description, str) or not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": command, "description": description})
    call.world.profile.commands[_scope(call), _language(call)] = kept
    return True


def get_my_commands(call: Call) -> Any:
    """getMyCommands: exactly those of this scope and language."""
    return call.world.profile.commands.get((_scope(call), _language(call)), [])


def delete_my_commands(call: Call) -> Any:
    """deleteMyCommands."""
    call.world.profile.commands.pop((_scope(call), _language(call)), None)
    return True


def set_my_name(call: Call) -> Any:
    """setMyName: at most 64 characters."""
    return _set(call, "name")


def get_my_name(call: Call) -> Any:
    """getMyName."""
    return {"name": call.world.profile.text("name", _language(call)) or DEFAULT_NAME}


def set_my_description(call: Call) -> Any:
    """setMyDescription: at most 512 characters, shown in an empty chat."""
    return _set(call, "description")


def get_my_description(call: Call) -> Any:
    """getMyDescription."""
    return {"description": call.world.profile.text("description", _language(call))}


def set_my_short_description(call: Call) -> Any:
    """setMyShortDescription: at most 120 characters."""
    return _set(call, "short_description")


def get_my_short_description(call: Call) -> Any:
    """getMyShortDescription."""
    return {"short_description": call.world.profile.text("short_description", _language(call))}


def _set(call: Call, name: str) -> bool:
    text = call.params.get(name, "")
    if len(text) > _LIMITS[name]:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    call.world.profile.set_text(name, _language(call), text)
    return True


def _language(call: Call) -> str:
    language: str = call.params.get("language_code", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise Refused(400, "Bad Request: LANGUAGE_CODE_INVALID")
    return language


def _scope(call: Call) -> str:
    scope = call.params.get("scope")
    if scope is not None and (
        scope.get("type") not in _SCOPES or set(scope) - {"type"} != _SCOPES[scope["type"]]
    ):
        raise bad_request("can't parse BotCommandScope: unsupported type or fields")
    return scope_key(scope)
