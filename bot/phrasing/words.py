"""Small helpers for templates: joining, quoting, capitals, pronouns. No wording of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from markupsafe import escape

SENTENCES = re.compile(r"[^\s.!?…][^.!?…]*[.!?…]*[”\"’)]*")

ONE = {"s": "s", "es": "es", "are": "is", "have": "has"}
SEVERAL = {"s": "", "es": "", "are": "are", "have": "have"}
"""What goes with the pronoun: `s` and `es` end a verb."""

PRONOUNS = {
    "he": {"they": "he", "them": "him", "their": "his", "theirs": "his", **ONE},
    "she": {"they": "she", "them": "her", "their": "her", "theirs": "hers", **ONE},
    "they": {"they": "they", "them": "them", "their": "their", "theirs": "theirs", **SEVERAL},
}
"""How the person spoke of their partner; "they" until they wrote otherwise."""

for _forms in PRONOUNS.values():  # with capitals, as a sentence begins
    _forms |= {name.capitalize(): _forms[name].capitalize() for name in ("they", "their", "theirs")}


def pronouns(written: str | None) -> dict[str, str]:
    """The pronouns for templates, with capitals as `They` and `Their`; to be read only."""
    return PRONOUNS.get(written or "they", PRONOUNS["they"])


def joined(items: Sequence[str], last: str = " and ") -> str:
    """A, b and c."""
    items = [str(i) for i in items if i]
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + last + items[-1]


def capital(text: str) -> str:
    """The first letter large, the rest as it is (escaped text stays escaped)."""
    return type(text)(text[:1].upper()) + text[1:] if text else text


def small(text: str) -> str:
    """The first letter small, unless the word is "I" or written in capitals."""
    first = text.split(" ", 1)[0] if text else ""
    keep = first in ("I", "I'm", "I've", "I'd", "I'll") or (len(first) > 1 and first.isupper())
    return text if keep or not text else text[0].lower() + text[1:]


def bare(text: str) -> str:
    """Without the full stop at the end, so that a sentence can go on."""
    return text.rstrip().rstrip(".!,;").rstrip()


def escaped(text: str) -> str:
    """Plain text made safe to stand between tags."""
    return str(escape(text))


def lines(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line.strip() for line in str(text).splitlines() if line.strip()]


def short(text: str, length: int = 240) -> str:
    """At most so many characters, cut at a word, with an ellipsis where something is missing."""
    flat = " ".join(str(text).split())
    if len(flat) <= length:
        return flat
    cut = flat[: length - 1].rsplit(" ", 1)[0] or flat[: length - 1]
    return cut.rstrip(",;:") + "…"


def own(items: Any) -> list[str]:
    """What the person ticked or typed, the mark of typed ones taken off."""
    return [str(i).removeprefix("own:") for i in items or ()]


def feeling_words(items: Any) -> list[str]:
    """Ticked feelings as words, at most three; hyphens of their ids are spaces."""
    return [w.replace("-", " ") if o == w else w for o, w in zip(items, own(items), strict=True)][
        :3
    ]


def flat(text: str) -> str:
    """On one line (escaped text stays escaped)."""
    return type(text)(" ".join(str(text).split()))


def without_that(text: str) -> str:
    """Without a "that" or "I understand that" at the beginning, where a sentence has its own."""
    for beginning in ("I understand that ", "i understand that ", "that "):
        if text.startswith(beginning):
            return text[len(beginning) :]
    return text


def after(text: str, *beginnings: str) -> str:
    """Without these beginnings, one after the other, where a sentence has its own ("I will …")."""
    for beginning in beginnings:
        head, rest = text[: len(beginning)], text[len(beginning) :]
        if head.lower().replace("’", "'") == beginning and rest[:1].isspace():
            text = rest.lstrip()
    return text


def with_one_question(texts: Sequence[str]) -> list[str]:
    """Texts to stand in one message: where several ask, only the first still does.

    A text that is nothing but a question keeps it, and then the others ask none.
    """
    asking = [i for i, text in enumerate(texts) if "?" in text]
    bare = [" ".join(s for s in SENTENCES.findall(text) if "?" not in s) for text in texts]
    keeps = next((i for i in asking if not bare[i]), asking[0] if asking else None)
    return [text if i == keeps else bare[i] for i, text in enumerate(texts)]


FILTERS: dict[str, Callable[..., Any]] = {
    "joined": joined,
    "capital": capital,
    "small": small,
    "bare": bare,
    "lines": lines,
    "short": short,
    "own": own,
    "feeling_words": feeling_words,
    "flat": flat,
    "without_that": without_that,
    "after": after,
}
