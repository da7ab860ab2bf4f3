"""Telegram counts text in UTF-16 code units."""

from __future__ import annotations


def units(text: str) -> int:
    """Length of `text` in UTF-16 code units (a lone surrogate counts as one)."""
    if text.isascii():
        return len(text)
    return len(text) + sum(char > "\uffff" for char in text)


def fit(text: str, limit: int) -> int:
    """How many code points of `text` fit into `limit` UTF-16 units."""
    if text.isascii():
        return min(len(text), limit)
    used = 0
    for index, char in enumerate(text):
        used += 2 if char > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def pieces(text: str, limit: int) -> list[str]:
    """`text` in pieces of at most `limit` units, broken as Telegram's apps break long messages.

    A break is put at a newline, else at a space, of the piece's second half, else anywhere;
    the white space at a break is left out, since every piece is trimmed on its way.
    """
    found: list[str] = []
    rest = text.strip()
    while rest:
        end = fit(rest, limit)
        if end < len(rest):
            for mark in ("\n", " "):
                at = rest.rfind(mark, end // 2, end + 1)
                if at > 0:
                    end = at
                    break
        piece = rest[:end].strip()
        if piece:
            found.append(piece)
        rest = rest[end:].strip()
    return found
