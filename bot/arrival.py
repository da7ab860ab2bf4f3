"""What reached us from a person, in no messenger's words: the ingress makes it, a turn takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ArrivalKind = Literal["text", "tap", "edited", "unsupported", "group", "blocked", "unblocked"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update, parsed and cleaned (no NUL, no lone surrogates).

    `bot` and `update_id` together name the update for deduplication. `text` is a message's text
    or caption (a command is a text that begins with a slash), `tap` a button's callback data,
    `message_id` the message it came in or was tapped under, `sent_at` unix seconds.
    `callback_id` is what acknowledges a tap. `language` is the sender's app language, like "de".
    `helped`: it asks for help now, which was given already while the store was down.
    """

    bot: int
    update_id: int
    user: int
    chat: int
    kind: ArrivalKind
    sent_at: float
    text: str = ""
    tap: str = ""
    message_id: int | None = None
    callback_id: str | None = None
    language: str | None = None
    helped: bool = False
