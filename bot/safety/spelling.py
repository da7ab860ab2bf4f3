"""Spelling evened out: plain small letters, and words that are one slip of the finger apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def fold(text: str) -> tuple[str, list[int] | None]:
    """Lower case and plain letters, and for each character where it came from (None: same place).

    Source: Unicode compatibility decomposition (UAX 15), marks left out, and a short list of
    letters of other alphabets that look like Latin ones.
    """
    if text.isascii():
        return text.lower(), None
    out: list[str] = []
    back: list[int] = []
    for at, char in enumerate(text):
        if char.isascii():
            out.append(char.lower())
            back.append(at)
            continue
        for piece in unicodedata.normalize("NFKD", _LOOKALIKES.get(char, char)):
            low = piece.lower()
            if len(low) == 1 and not unicodedata.category(low).startswith(("M", "Cf")):
                out.append(_LOOKALIKES.get(low, low))
                back.append(at)
    return "".join(out), back


_LOOKALIKES = {"‘": "'", "’": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "а": "a",
               "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ı": "i",
               "к": "k", "м": "m", "т": "t", "ѕ": "s", "ο": "o", "ß": "ss"}  # fmt: skip


def deletions(word: str) -> Iterable[str]:
    """The word with each of its letters left out once, in order."""
    # In order: of two words that are one slip away, every process has to take the same.
    return dict.fromkeys(word[:i] + word[i + 1 :] for i in range(len(word)))


def one_slip(a: str, b: str) -> bool:
    """Whether one letter more, less, wrong, or two swapped turns `a` into `b` (Damerau 1964)."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return a == b
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    rest_a, rest_b = a[head:], b[head:]
    if len(a) == len(b):
        swapped = rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:]
        return swapped or rest_a[1:] == rest_b[1:]
    return rest_a[1:] == rest_b if len(a) > len(b) else rest_a == rest_b[1:]
