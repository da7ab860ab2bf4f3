"""Puts a `Message` into Telegram's words: HTML, inline keyboards, the length of a message."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.message import TAGS

LIMIT = 4096
"""Characters a message may have once its tags are read, counted narrowly as UTF-16 units."""

NO_PREVIEW = '{"is_disabled":true}'
_NAMES = "|".join(TAGS)
_TAG = re.compile(rf"<(/?)({_NAMES})>")
_TOKEN = re.compile(rf"</?(?:{_NAMES})>|&#?\w+;|\n\n+|[\s\S]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def message_params(data: Mapping[str, Any], *, tags: bool = True) -> list[dict[str, Any]]:
    """The parameters `sendMessage` and `editMessageText` share, one mapping for each piece.

    Nearly always one piece; the buttons are under the last.

    Args:
        data: what `Message.as_data` gave.
        tags: False drops the tags, for a text Telegram refused.
    """
    text = sendable(data["text"])
    pieces = split(text) if _may_be_long(text) else [text]
    made: list[dict[str, Any]] = []
    for piece in pieces:
        params: dict[str, Any] = {"text": piece if tags else plain(piece)}
        if tags:
            params["parse_mode"] = "HTML"
        params["link_preview_options"] = NO_PREVIEW
        made.append(params)
    if rows := data.get("buttons"):
        made[-1]["reply_markup"] = keyboard(rows)
    return made


def caption_params(caption: str | None, *, tags: bool = True) -> dict[str, Any]:
    """The parameters of a caption; none for none."""
    if not caption:
        return {}
    text = sendable(caption)
    return {"caption": text, "parse_mode": "HTML"} if tags else {"caption": plain(text)}


def keyboard(rows: Iterable[Iterable[Mapping[str, str]]]) -> dict[str, Any]:
    """The inline keyboard for rows of buttons as `Button.as_data` gives them."""
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]}


def plain(text: str) -> str:
    """A text with its tags dropped and its escapes undone."""
    return html.unescape(_TAG.sub("", text))


def sendable(text: str) -> str:
    """A text that can be put into UTF-8: lone surrogates become U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def split(text: str, limit: int = LIMIT) -> list[str]:
    """Cuts a text into pieces of at most `limit` visible UTF-16 units, with every tag closed.

    Cuts at the last empty line that fits, else at a line end, a space, or where it must. Tags
    open at a cut are closed there and opened again in the next piece.
    """
    pieces = []
    text = text.strip()
    while (cut := _cut(text, limit)) is not None:
        head, tail = text[:cut].rstrip(), text[cut:].lstrip()
        still_open = _open_tags(head)
        pieces.append(head + "".join(f"</{name}>" for name in reversed(still_open)))
        text = "".join(f"<{name}>" for name in still_open) + tail
    pieces.append(text)
    return [piece for piece in pieces if plain(piece).strip()] or [text]


def _may_be_long(text: str) -> bool:
    return len(text) * (1 if text.isascii() else 2) > LIMIT


def _button(button: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {"text": sendable(button["label"])}
    if "copy" in button:
        made["copy_text"] = {"text": sendable(button["copy"])}
    elif "url" in button:
        made["url"] = button["url"]
    else:
        made["callback_data"] = button["tap"]
    return made


def _cut(text: str, limit: int) -> int | None:
    """Where to cut so that the first piece fits; None when the whole text does."""
    units = 0
    best: dict[str, int] = {}
    for match in _TOKEN.finditer(text):
        token, at = match[0], match.start()
        if token[0] == "<" and len(token) > 1:
            continue
        if token.isspace():
            kind = "space" if "\n" not in token else "line" if token == "\n" else "paragraph"
            best[kind] = at
        shown = html.unescape(token) if token[0] == "&" else token
        units += len(shown.encode("utf-16-le", "replace")) // 2
        if units > limit:
            return best.get("paragraph") or best.get("line") or best.get("space") or at
    return None


def _open_tags(text: str) -> list[str]:
    stack: list[str] = []
    for closing, name in _TAG.findall(text):
        if not closing:
            stack.append(name)
        elif stack and stack[-1] == name:
            stack.pop()
    return stack
