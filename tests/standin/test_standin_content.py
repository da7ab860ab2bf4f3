"""Refusals of what is in a message: markup, entities, buttons."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standin.driver import ANNA, Driver


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a <x>y</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("ä <x>", 'Unsupported start tag "x" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<i><b>x</i></b>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<span class="y">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ],
)
async def test_broken_html(chat: Driver, text: str, says: str) -> None:
    answer = await chat.no("sendMessage", chat_id=ANNA, text=text, parse_mode="HTML")
    assert answer == f"can't parse entities: {says}"


async def test_parse_modes(chat: Driver) -> None:
    assert "not played" in await chat.no(
        "sendMessage", chat_id=ANNA, text="*x*", parse_mode="MarkdownV2"
    )
    assert (
        await chat.no("sendMessage", chat_id=ANNA, text="x", parse_mode="RTF")
        == "unsupported parse_mode"
    )


@pytest.mark.parametrize(
    ("entities", "says"),
    [
        ([{"type": "bold", "offset": 2, "length": 2}], "ends after the end of the text"),
        ([{"type": "bold", "offset": -1, "length": 2}], "wrong offset or length"),
        ([{"type": "bold"}], "can't parse MessageEntity"),
        (["bold"], "Expected an Object"),
        ([{"type": "sparkle", "offset": 0, "length": 1}], "not played"),
    ],
)
async def test_entities_by_hand(chat: Driver, entities: list[Any], says: str) -> None:
    assert says in await chat.no("sendMessage", chat_id=ANNA, text="abc", entities=entities)


@pytest.mark.parametrize(
    ("button", "says"),
    [
        ({"text": "x", "callback_data": "a" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "ä" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": 5}, "must be of type String"),
        ({"text": "x", "copy_text": {"text": "a" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "copy_text": "a"}, 'Field "copy_text" must be an Object'),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "a"}, 'Can\'t find field "text"'),
        ({"text": 5, "callback_data": "a"}, 'Field "text" must be of type String'),
        ({"text": " ", "callback_data": "a"}, "BUTTON_TEXT_INVALID"),
        ({"text": "x", "callback_data": "a", "url": "https://a.bc"}, "exactly one action"),
        ({"text": "x", "url": "tel:112"}, "'tel:112' is invalid: Unsupported URL protocol"),
        ({"text": "x", "url": "https://"}, "URL host is empty"),
        ({"text": "x", "url": "http://localhost"}, "Wrong HTTP URL"),
        ({"text": "x", "url": "https://[a.bc"}, "Wrong HTTP URL"),
        ({"text": "x", "web_app": {"url": "https://a.bc"}}, "web_app buttons are not played"),
        ({"text": "x", "callback_data": "a", "colour": "red"}, "unknown field colour"),
        ({"text": "x", "callback_data": "a", "style": "loud"}, "BUTTON_STYLE_INVALID"),
        ("x", "Expected an Object"),
    ],
)
async def test_buttons(chat: Driver, button: Any, says: str) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert says in await chat.no("sendMessage", chat_id=ANNA, text="x", reply_markup=markup)


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x", "callback_data": "ä" * 32},
        {"text": "x", "copy_text": {"text": "a" * 256}},
        {"text": "x", "url": "https://example.org/a?b#c"},
        {"text": "x", "url": "tg://resolve?domain=a"},
        {"text": "x", "callback_data": "a", "style": "danger"},
    ],
)
async def test_buttons_at_the_limit_pass(chat: Driver, button: dict[str, Any]) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert (await chat.say("x", reply_markup=markup))["reply_markup"] == markup


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ("{", "can't parse reply_markup JSON object"),
        ([], "object expected as reply markup"),
        ({"keyboard": []}, "only inline_keyboard"),
        ({"inline_keyboard": "x"}, "must be an Array"),
        ({"inline_keyboard": ["x"]}, "must be an Array of Arrays"),
        ({"inline_keyboard": [], "resize": True}, "unknown field resize"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "a"}] * 9]}, "more than 8"),
        (
            {"inline_keyboard": [[{"text": "x", "callback_data": "a"}]] * 101},
            "REPLY_MARKUP_TOO_LONG",
        ),
    ],
)
async def test_markups(chat: Driver, markup: Any, says: str) -> None:
    assert says in await chat.no("sendMessage", chat_id=ANNA, text="x", reply_markup=markup)
