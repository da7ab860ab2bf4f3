"""Telegram's HTML into plain text and entities (offsets in UTF-16 units).

Behaviour and wording of the refusals follow the Bot API's "Formatting options".
"""

from __future__ import annotations

import re
from typing import Any

from bot.standin.errors import bad_request
from bot.standin.utf16 import units

Entity = dict[str, Any]

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_SPLITTABLE = {"bold", "italic", "underline", "strikethrough", "spoiler"}
_VERBATIM = {"code", "pre"}
_KNOWN = {*_TAGS.values(), "expandable_blockquote"}
_DETECTED = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_TOKEN = re.compile(r"<|&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_NAME = re.compile(r"[^\s>=/]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_AUTOMATIC = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+\.[a-zA-Z]{2,}\b)"
    r"|(?<![\w/<>@])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w/@])(?P<mention>@[a-zA-Z0-9_]{4,32})\b"
    r"|(?<![\w/#&])(?P<hashtag>#\w*[^\W\d]\w*)"
)
_HINTS = re.compile("[/@#]")
_CONTROL = {code: " " for code in range(32) if code != 10} | {13: None, 127: " "}


def clean(text: str) -> str:
    """`text` as Telegram keeps it: control characters are spaces, carriage returns go.

    Raises Refused for lone surrogates, which are no UTF-8.
    """
    if text.isascii() and text.isprintable():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return text.translate(_CONTROL)


def formatted(
    text: str, parse_mode: str | None, given: list[Any] | None
) -> tuple[str, list[Entity]]:
    """The text and entities a message is kept with. Raises Refused."""
    text = clean(text)
    if parse_mode:
        if parse_mode.lower() != "html":
            if parse_mode.lower() in ("markdown", "markdownv2"):
                raise bad_request(f"stand-in: parse_mode {parse_mode} is not played, use HTML")
            raise bad_request("unsupported parse_mode")
        plain, found = parse_html(text) if "<" in text or "&" in text else (text, [])
    else:
        plain, found = text, _checked(text, given or [])
    plain, found = _trimmed(plain, found)
    found = _tidied(found)
    if _HINTS.search(plain):
        found = sorted(
            [*found, *automatic(plain, found)], key=lambda e: (e["offset"], -e["length"])
        )
    return plain, found


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of `markup`, in the order the tags were opened.

    Raises Refused with Telegram's words for tags that are broken or unsupported.
    """
    out: list[str] = []
    length = 0  # of `out`, in UTF-16 units
    stack: list[tuple[str, Entity]] = []
    entities: list[Entity] = []
    at = 0
    while match := _TOKEN.search(markup, at):
        if match.start() > at:
            out.append(markup[at : match.start()])
            length += units(out[-1])
        at = match.end()
        if match[0] != "<":
            out.append(_character(match))
            length += units(out[-1])
        elif markup.startswith("/", at):
            at = _close(markup, match.start(), stack, length)
        else:
            name, entity, at = _open(markup, match.start())
            entity["offset"] = length
            stack.append((name, entity))
            entities.append(entity)
    if stack:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{stack[-1][0]}"')
    out.append(markup[at:])
    return "".join(out), [e for e in entities if e["type"] != "none" and e["length"]]


def _character(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return match[0]
    return chr(code)


def _open(markup: str, start: int) -> tuple[str, Entity, int]:
    byte = len(markup[:start].encode())
    named = _NAME.match(markup, start + 1)
    name = named[0].lower() if named else ""
    at = start + 1 + len(name)
    if at >= len(markup):
        raise _broken(f"Unclosed start tag at byte offset {byte}")
    kind = _TAGS.get(name)
    if kind is None:
        raise _broken(f'Unsupported start tag "{name}" at byte offset {byte}')
    attributes: dict[str, str] = {}
    while match := _ATTRIBUTE.match(markup, at):
        attributes[match[1].lower()] = match[2] or match[3] or match[4] or ""
        at = match.end()
    at += len(markup[at:]) - len(markup[at:].lstrip())
    if not markup.startswith(">", at):
        raise _broken(f"Unclosed start tag at byte offset {byte}")
    entity: Entity = {"type": kind, "offset": 0, "length": 0}
    if name == "a":
        href = attributes.get("href", "")
        if not re.match(r"(https?|tg|ton)://\S+$", href):
            entity["type"] = "none"  # Telegram shows the words and drops a link it cannot follow
        entity["url"] = href.replace("&amp;", "&")
    elif name == "span" and attributes.get("class") != "tg-spoiler":
        raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
    elif name == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    elif name == "code" and attributes.get("class", "").startswith("language-"):
        entity["language"] = attributes["class"].removeprefix("language-")
    return name, entity, at + 1


def _close(markup: str, start: int, stack: list[tuple[str, Entity]], length: int) -> int:
    byte = len(markup[:start].encode())
    if not stack:
        raise _broken(f"Unexpected end tag at byte offset {byte}")
    end = markup.find(">", start)
    if end < 0:
        raise _broken(f"Unclosed end tag at byte offset {byte}")
    name = markup[start + 2 : end].strip().lower()
    expected, entity = stack.pop()
    if name and name != expected:
        raise _broken(
            f'Unmatched end tag at byte offset {byte}, expected "</{expected}>", found "</{name}>"'
        )
    entity["length"] = length - entity["offset"]
    if expected == "code" and stack and stack[-1][0] == "pre" and entity.get("language"):
        stack[-1][1]["language"] = entity["language"]
        entity["type"] = "none"
    elif expected == "code":
        entity.pop("language", None)
    return end + 1


def _broken(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def _checked(text: str, given: list[Any]) -> list[Entity]:
    """Entities a bot gave by hand, verified against the text."""
    total = units(text)
    kept: list[Entity] = []
    for item in given:
        if not isinstance(item, dict):
            raise bad_request("can't parse MessageEntity: Expected an Object")
        kind, offset, length = item.get("type"), item.get("offset"), item.get("length")
        if not isinstance(offset, int) or not isinstance(length, int):
            raise bad_request("can't parse MessageEntity: Can't find field \"offset\"")
        if kind in _DETECTED:
            continue  # Telegram finds these by itself
        if kind not in _KNOWN:
            raise bad_request(f"stand-in: entity type {kind!r} is not played")
        if offset < 0 or length <= 0:
            raise bad_request("can't parse MessageEntity: wrong offset or length")
        if offset + length > total:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text"
                f" at UTF-16 offset {offset + length}"
            )
        kept.append(
            {k: item[k] for k in ("type", "offset", "length", "url", "language") if k in item}
        )
    return kept


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    left = text.lstrip()
    plain = left.rstrip()
    if len(plain) == len(text):
        return text, entities
    cut, total = units(text) - units(left), units(plain)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, total)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return plain, kept


def _tidied(entities: list[Entity]) -> list[Entity]:
    """Telegram's order and shape: code holds nothing and is in nothing, equal neighbours join."""
    if len(entities) < 2:
        return entities
    verbatim = [
        (e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _VERBATIM
    ]
    kept: list[Entity] = []
    last: dict[str, Entity] = {}
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        if entity["type"] not in _SPLITTABLE:
            kept.append(entity)
            continue
        for start, end in _without(entity["offset"], entity["offset"] + entity["length"], verbatim):
            before = last.get(entity["type"])
            if before and before["offset"] + before["length"] >= start:
                before["length"] = max(before["length"], end - before["offset"])
                continue
            last[entity["type"]] = piece = {**entity, "offset": start, "length": end - start}
            kept.append(piece)
    return sorted(kept, key=lambda e: (e["offset"], -e["length"]))


def _without(start: int, end: int, holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    spans = [(start, end)]
    for low, high in holes:
        spans = [
            part
            for a, b in spans
            for part in ((a, min(b, low)), (max(a, high), b))
            if part[0] < part[1]
        ]
    return spans


def automatic(text: str, taken: list[Entity]) -> list[Entity]:
    """What Telegram finds by itself in a text: links, commands, mentions, hashtags, addresses."""
    closed = [
        (e["offset"], e["offset"] + e["length"])
        for e in taken
        if e["type"] in _VERBATIM or e["type"] == "text_link"
    ]
    found: list[Entity] = []
    for match in _AUTOMATIC.finditer(text):
        offset, length = units(text[: match.start()]), units(match[0])
        if any(offset < end and start < offset + length for start, end in closed):
            continue
        found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found
