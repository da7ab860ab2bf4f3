"""Reading a text from left to right: what stands here, by a table or a pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.times.lists import Table, typed


class Scan:
    """A place in a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def more(self) -> bool:
        """Is something left?"""
        return bool(self.text[self.at :].strip())

    def _rest(self) -> int:
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1
        return self.at

    def take(self, table: Table) -> Any:
        """The meaning of what stands here, if the table has it."""
        found = table.pattern.match(self.text, self._rest())
        if found is None:
            return None
        self.at = found.end()
        return table.meaning[" ".join(found[0].split())]

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What a pattern finds here."""
        found = pattern.match(self.text, self._rest())
        if found is not None:
            self.at = found.end()
        return found

    def word(self, word: str) -> bool:
        """Takes that word, if it stands here."""
        found = re.compile(rf"{word}\b").match(self.text, self._rest())
        if found is not None:
            self.at = found.end()
        return found is not None


def ways(text: str) -> Table:
    """A table of ways to write one thing."""
    return Table.of(dict.fromkeys(typed(text), True))


def meaning(by_value: Mapping[int, str]) -> Table:
    """A table of ways to write each of several values."""
    return Table.of({way: value for value, ways in by_value.items() for way in typed(ways)})


def flat(text: str) -> str:
    """In small letters, on one line, without marks at the end of words."""
    kept = text.lower().replace("’", "'").replace("@", " at ").replace("–", "-")
    kept = re.sub(r"[.!?…,;:]+(?=\s|$)", " ", kept)
    kept = re.sub(r"[()\"“”~]", " ", kept)
    return " ".join(kept.split())
