"""Messages in Telegram's words."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message import Button, Message
from bot.telegram.messages import caption_params, message_params, plain, split


def test_a_message_with_every_kind_of_button() -> None:
    message = Message(
        "<b>Step 2</b>\nA &lt; B",
        (
            (Button("Yes", tap="s:1:yes"), Button("No", tap="s:1:no")),
            (Button("Copy", copy="When you cancelled"), Button("Page", url="https://example.org")),
        ),
    )
    assert message_params(message.as_data()) == [
        {
            "text": "<b>Step 2</b>\nA &lt; B",
            "parse_mode": "HTML",
            "link_preview_options": '{"is_disabled":true}',
            "reply_markup": {
                "inline_keyboard": [
                    [
                        {"text": "Yes", "callback_data": "s:1:yes"},
                        {"text": "No", "callback_data": "s:1:no"},
                    ],
                    [
                        {"text": "Copy", "copy_text": {"text": "When you cancelled"}},
                        {"text": "Page", "url": "https://example.org"},
                    ],
                ]
            },
        }
    ]


def test_without_buttons_there_is_no_keyboard() -> None:
    assert "reply_markup" not in message_params(Message("Hello").as_data())[0]


def test_the_plain_form_has_no_tags_and_keeps_the_buttons() -> None:
    message = Message("<b>A</b> &lt; <i>B</i> &amp; <u>", ((Button("Yes", tap="y"),),))
    (params,) = message_params(message.as_data(), tags=False)
    assert params["text"] == "A < B & <u>"
    assert "parse_mode" not in params
    assert "reply_markup" in params


def test_lone_surrogates_can_be_sent() -> None:
    (params,) = message_params(Message("a\ud800é", ((Button("\udfff", tap="y"),),)).as_data())
    assert params["text"] == "a\ufffdé"
    assert params["reply_markup"]["inline_keyboard"][0][0]["text"] == "\ufffd"


def test_captions() -> None:
    assert caption_params(None) == {}
    assert caption_params("<b>x</b>") == {"caption": "<b>x</b>", "parse_mode": "HTML"}
    assert caption_params("<b>x</b>", tags=False) == {"caption": "x"}


def test_a_message_of_4096_is_one_piece_and_4097_two() -> None:
    assert len(message_params({"text": "<b>" + "a" * 4096 + "</b>"})) == 1
    assert len(message_params({"text": "&amp;" * 4096})) == 1
    assert len(message_params({"text": "é" * 4096})) == 1
    assert len(message_params({"text": "\U0001f600" * 2048})) == 1
    assert [len(p["text"]) for p in message_params({"text": "a" * 4097})] == [4096, 1]
    assert len(message_params({"text": "\U0001f600" * 2049})) == 2


def test_the_buttons_stand_under_the_last_piece() -> None:
    data = Message("word " * 2000, ((Button("Yes", tap="y"),),)).as_data()
    first, middle, last = message_params(data)
    assert "reply_markup" not in first
    assert "reply_markup" not in middle
    assert "reply_markup" in last


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("one two\n\nthree four", ["one two", "three four"]),
        ("one two\nthree four", ["one two", "three four"]),
        ("one two three four", ["one two", "three four"]),
        ("<b>one two\n\nthree four</b>", ["<b>one two</b>", "<b>three four</b>"]),
        ("<b>o <i>two, threes</i></b> x", ["<b>o <i>two,</i></b>", "<b><i>threes</i></b> x"]),
        ("abcdefghijklmno", ["abcdefghijkl", "mno"]),
    ],
)
def test_where_it_cuts(text: str, pieces: list[str]) -> None:
    assert split(text, 12) == pieces


words = st.sampled_from(
    ["a", "bc ", "\n", "\n\n", "&lt;", "&amp; ", "é", "\U0001f600", "<b>", "<i>", "/"]
)


@settings(deadline=None)
@given(st.lists(words, max_size=60), st.integers(min_value=2, max_value=40))
def test_pieces_fit_are_well_formed_and_lose_no_word(parts: list[str], limit: int) -> None:
    text = ""
    stack: list[str] = []
    for part in parts:
        if part == "/":
            text += f"</{stack.pop()}>" if stack else ""
        elif part in ("<b>", "<i>"):
            if part[1] not in stack:
                stack.append(part[1])
                text += part
        else:
            text += part
    text += "".join(f"</{name}>" for name in reversed(stack))
    pieces = split(text, limit)
    for piece in pieces:
        assert len(plain(piece).encode("utf-16-le")) // 2 <= limit
        opened: list[str] = []
        for closing, name in re.findall(r"<(/?)([bi])>", piece):
            if closing:
                assert opened.pop() == name
            else:
                opened.append(name)
        assert not opened
        assert not re.search(r"&(?!lt;|amp;)", piece), "an escape was cut"
    squeezed = "".join("".join(plain(piece) for piece in pieces).split())
    assert squeezed == "".join(html.unescape(re.sub(r"</?[bi]>", "", text)).split())
