"""What a bot says about itself: its name, descriptions and commands, per language."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

DEFAULT_NAME = "Before We Talk"


@dataclass(slots=True)
class Profile:
    """Texts by (field, language) and command lists by (scope, language)."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)

    def text(self, name: str, language: str = "") -> str:
        """The text of field `name` in `language`, else in no particular language, else empty."""
        return self.texts.get((name, language)) or self.texts.get((name, ""), "")

    def set_text(self, name: str, language: str, text: str) -> None:
        """Sets a text; an empty one takes it away."""
        if text:
            self.texts[name, language] = text
        else:
            self.texts.pop((name, language), None)

    def menu(self, language: str) -> list[dict[str, str]]:
        """The commands a private chat shows: the narrowest scope first, then the language."""
        for scope in ("all_private_chats", "default"):
            for wanted in (language, ""):
                found = self.commands.get((scope, wanted))
                if found:
                    return found
        return []


def scope_key(scope: dict[str, Any] | None) -> str:
    """One string per BotCommandScope."""
    if scope is None:
        return "default"
    if set(scope) == {"type"}:
        return str(scope["type"])
    return json.dumps(scope, sort_keys=True)
