"""Help without the store, and what Telegram shows beside the talk."""

from __future__ import annotations

import pytest
from telegram.error import InvalidToken, TimedOut
from telegram_doubles import ANNE, Scripted, scripted_api, text_update

from bot.arrival import Arrival
from bot.telegram.help import REMEMBERED, DirectHelp
from bot.telegram.profile import Profile, set_profile
from bot.telegram.reading import read


def asked(update_id: int = 5, language: str | None = "de") -> Arrival:
    update = text_update(update_id, "/help_now")
    update["message"]["from"]["language_code"] = language
    arrival = read(update, 4242, 0.0)
    assert arrival is not None
    return arrival


def direct_help() -> tuple[DirectHelp, Scripted]:
    api, wire = scripted_api()
    texts = {"de": "Hilfe", "PT-BR": "Ajuda", "en": "<b>Help</b> &amp; more"}
    return DirectHelp(api, texts, "112"), wire


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Hilfe"),
        ("de-AT", "Hilfe"),
        ("pt-br", "Ajuda"),
        ("en", "<b>Help</b> &amp; more"),
        ("fi", "112"),
        (None, "112"),
        ("pt", "112"),
    ],
)
async def test_help_speaks_the_language_of_the_app(language: str | None, text: str) -> None:
    help_now, wire = direct_help()
    await help_now.answer(asked(language=language))
    assert wire.texts() == [text]
    assert wire.of("sendMessage")[0]["chat_id"] == ANNE


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("/help_now", True),
        ("/help_now please", True),
        ("/help_nowhere", False),
        ("/help", False),
        ("tell me /help_now", False),
        ("", False),
    ],
)
def test_what_asks_for_help_now(text: str, wanted: bool) -> None:
    arrival = read(text_update(5, text), 4242, 0.0)
    assert arrival is not None
    assert DirectHelp.wanted(arrival) is wanted


async def test_an_update_is_answered_once() -> None:
    help_now, wire = direct_help()
    await help_now.answer(asked(5))
    await help_now.answer(asked(5))
    await help_now.answer(asked(6))
    assert len(wire.texts()) == 2


async def test_help_that_was_not_sent_may_be_sent_again_and_perhaps_sent_may_not() -> None:
    help_now, wire = direct_help()
    wire.refuse("sendMessage", 500)
    await help_now.answer(asked(5))
    await help_now.answer(asked(5))
    assert len(wire.texts()) == 2
    wire.script("sendMessage", TimedOut())
    await help_now.answer(asked(6))
    await help_now.answer(asked(6))
    assert len(wire.texts()) == 3


async def test_who_blocked_the_bot_is_not_tried_again() -> None:
    help_now, wire = direct_help()
    wire.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user")
    assert await help_now.answer(asked(5)), "nothing to repeat"
    await help_now.answer(asked(5))
    assert len(wire.texts()) == 1
    assert not await help_now.given(asked(5))


async def test_refused_help_goes_out_plain() -> None:
    help_now, wire = direct_help()
    wire.refuse("sendMessage", 400, "Bad Request: can't parse entities")
    await help_now.answer(asked(language="en"))
    assert wire.texts() == ["<b>Help</b> &amp; more", "Help & more"]


async def test_what_was_answered_is_not_remembered_for_ever() -> None:
    help_now, _ = direct_help()
    for update_id in range(REMEMBERED + 10):
        await help_now.answer(asked(update_id))
    assert len(help_now._answered) == REMEMBERED


async def test_commands_and_descriptions_are_set_for_every_language() -> None:
    api, wire = scripted_api()
    wire.refuse("setMyDescription", 429, "Too Many Requests", retry_after=3)
    await set_profile(
        api,
        [
            Profile({"rehearse": "Practise a talk", "pause": "A storm, now"}, "Long", "Short"),
            Profile({"rehearse": "Üben"}, language="de"),
        ],
    )
    private = {"type": "all_private_chats"}
    assert wire.calls == [
        (
            "setMyCommands",
            {
                "commands": [
                    {"command": "rehearse", "description": "Practise a talk"},
                    {"command": "pause", "description": "A storm, now"},
                ],
                "scope": private,
            },
        ),
        ("setMyDescription", {"description": "Long"}),
        ("setMyShortDescription", {"short_description": "Short"}),
        (
            "setMyCommands",
            {
                "commands": [{"command": "rehearse", "description": "Üben"}],
                "scope": private,
                "language_code": "de",
            },
        ),
    ]


async def test_a_refused_token_is_not_passed_over() -> None:
    api, wire = scripted_api()
    wire.refuse("setMyCommands", 401, "Unauthorized")
    with pytest.raises(InvalidToken):
        await set_profile(api, [Profile({"help": "Help"})])
