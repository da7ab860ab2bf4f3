"""Inline keyboards: what Telegram takes, and its words for what it does not."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bot.standin.errors import bad_request, not_played
from bot.standin.utf16 import units

Rows = list[list[dict[str, Any]]]

MAX_BUTTONS = 100
MAX_IN_A_ROW = 8
_ACTIONS = (
    "url",
    "callback_data",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
)
_PLAYED = {"url", "callback_data", "copy_text"}
_STYLES = {"danger", "success", "primary"}


def inline_keyboard(markup: dict[str, Any] | None) -> Rows | None:
    """The rows of a `reply_markup`, or None where it holds no button. Raises Refused."""
    if markup is None:
        return None
    if markup.get("remove_keyboard") is True and set(markup) <= {"remove_keyboard", "selective"}:
        return None
    if "inline_keyboard" not in markup:
        raise not_played("of reply_markup only inline_keyboard and remove_keyboard are played")
    if unknown := set(markup) - {"inline_keyboard"}:
        raise not_played(f"unknown field {sorted(unknown)[0]} in reply_markup")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    kept: Rows = []
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(
                'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
            )
        if len(row) > MAX_IN_A_ROW:
            raise not_played(f"more than {MAX_IN_A_ROW} buttons in a row are not shown in full")
        if row:
            kept.append([_button(button) for button in row])
    if sum(map(len, kept)) > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return kept or None


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unparsed("Expected an Object")
    text = button.get("text")
    if text is None:
        raise _unparsed('Can\'t find field "text"')
    if not isinstance(text, str):
        raise _unparsed('Field "text" must be of type String')
    if not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    kept: dict[str, Any] = {"text": text}
    actions = 0
    for name, value in button.items():
        if name == "text":
            continue
        if name == "style":
            if value not in _STYLES:
                raise bad_request("BUTTON_STYLE_INVALID")
            kept["style"] = value
            continue
        if name not in _ACTIONS:
            raise not_played(f"unknown field {name} in an inline keyboard button")
        if name not in _PLAYED:
            raise not_played(f"{name} buttons are not played")
        actions += 1
        kept[name] = _action(name, value)
    if actions == 0:
        raise _unparsed("Text buttons are unallowed in the inline keyboard")
    if actions > 1:
        raise not_played("an inline keyboard button has exactly one action")
    return kept


def _action(name: str, value: Any) -> Any:
    if name == "callback_data":
        if not isinstance(value, str):
            raise _unparsed('Field "callback_data" must be of type String')
        if not 1 <= len(value.encode("utf-8", "surrogatepass")) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
        return value
    if name == "copy_text":
        copied = value.get("text") if isinstance(value, dict) else None
        if not isinstance(copied, str) or set(value) != {"text"}:
            raise _unparsed('Field "copy_text" must be an Object with a String "text"')
        if not 1 <= units(copied) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {"text": copied}
    if not isinstance(value, str):
        raise _unparsed('Field "url" must be of type String')
    return _url(value)


def _url(value: str) -> str:
    wrong = f"inline keyboard button URL '{value}' is invalid: "
    try:
        parts = urlsplit(value if ":" in value else f"http://{value}")
        host = parts.hostname or ""
    except ValueError:
        raise bad_request(wrong + "Wrong HTTP URL") from None
    if parts.scheme not in ("http", "https", "tg", "ton"):
        raise bad_request(wrong + "Unsupported URL protocol")
    if not host:
        raise bad_request(wrong + "URL host is empty")
    if parts.scheme in ("http", "https") and ("." not in host or any(c.isspace() for c in value)):
        raise bad_request(wrong + "Wrong HTTP URL")
    return value


def _unparsed(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")
