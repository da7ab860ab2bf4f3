"""What Telegram shows of the bot before and beside the talk: commands and descriptions."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError

from bot.telegram.api import Calls
from bot.telegram.notes import note


@dataclass(frozen=True, slots=True)
class Profile:
    """The bot's commands and descriptions in one language; `language` None is for everybody.

    `commands` maps a command without its slash to what stands beside it in the menu.
    """

    commands: Mapping[str, str]
    description: str = ""
    short_description: str = ""
    language: str | None = None


async def set_profile(api: Calls, profiles: Iterable[Profile]) -> None:
    """Sets commands and descriptions, best effort: a bot without a menu still answers.

    Raises:
        InvalidToken: Telegram does not know the token.
    """
    for profile in profiles:
        commands = [
            {"command": name, "description": beside} for name, beside in profile.commands.items()
        ]
        private = {"type": "all_private_chats"}
        await _set(api, "setMyCommands", {"commands": commands, "scope": private}, profile)
        if profile.description:
            texts = {"description": profile.description}
            await _set(api, "setMyDescription", texts, profile)
        if profile.short_description:
            texts = {"short_description": profile.short_description}
            await _set(api, "setMyShortDescription", texts, profile)


async def _set(api: Calls, method: str, params: Mapping[str, object], profile: Profile) -> None:
    try:
        await api.call(method, {**params, "language_code": profile.language})
    except InvalidToken:
        raise
    except TelegramError as error:
        note(logging.WARNING, "profile.not_set", "Commands or descriptions were not set", error)
