"""What is shown to a person, before any messenger's words are put on it.

Phrasing makes a `Message`; the outbox keeps it; `telegram/` and the terminal translate it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TAGS = ("b", "i", "code", "blockquote")
"""The only tags a text may hold. Everything else in it is already escaped (&lt; &gt; &amp;)."""


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: a tap that comes back, a text that is copied, or a page that is opened."""

    label: str
    tap: str | None = None
    copy: str | None = None
    url: str | None = None

    def as_data(self) -> dict[str, str]:
        """The button as plain data, empty fields left out."""
        data = {"label": self.label}
        if self.tap is not None:
            data["tap"] = self.tap
        if self.copy is not None:
            data["copy"] = self.copy
        if self.url is not None:
            data["url"] = self.url
        return data


@dataclass(frozen=True, slots=True)
class Message:
    """A text with the four tags of `TAGS`, rows of buttons, and what each choice would say.

    `offers` maps a choice id to the plain words behind it, so that chosen wording can come
    back to the engine as the person's answer.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    offers: Mapping[str, str] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Text and buttons as plain data for the outbox (offers belong to the session)."""
        return {"text": self.text, "buttons": [[b.as_data() for b in row] for row in self.buttons]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Message:
        """The message that `as_data` described."""
        rows = tuple(tuple(Button(**b) for b in row) for row in data["buttons"])
        return cls(text=data["text"], buttons=rows)
