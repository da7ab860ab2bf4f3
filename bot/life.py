"""What is stored of a person as their session: the engine's part, and where to reach them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.arrival import Arrival
from bot.engine.session import Session
from bot.safety.helplines import Helplines

IDLE_DAYS = 30
"""After so many days without a sign of the person, what they left open is dropped."""

DAY = 86400.0
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Life:
    """A session, the chat it is held in, and the person's app language."""

    session: Session
    chat: int
    language: str | None

    @classmethod
    def begin(
        cls,
        stored: dict[str, Any] | None,
        arrival: Arrival,
        ids: Callable[[int], bytes],
        helplines: Helplines,
    ) -> Life:
        """The stored life, or a new one; the country is guessed from the app language."""
        if stored is not None:
            return cls(Session.from_data(stored["session"]), arrival.chat, stored["language"])
        name = "".join(LETTERS[b % len(LETTERS)] for b in ids(6))
        session = Session(id=name, seed=int.from_bytes(ids(3), "big"))
        session.me["country"] = helplines.guess_country(arrival.language)
        return cls(session, arrival.chat, arrival.language)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Life:
        """The life that `as_data` described."""
        return cls(Session.from_data(data["session"]), data["chat"], data["language"])

    def as_data(self) -> dict[str, Any]:
        """Plain data for the store."""
        return {
            "session": self.session.as_data(),
            "chat": self.chat,
            "language": self.language,
        }

    def with_session(self, session: Session) -> Life:
        """The same life, a step further."""
        return Life(session, self.chat, self.language)

    def expires_at(self, now: float) -> float:
        """When an idle session is dropped, in unix seconds."""
        return now + IDLE_DAYS * DAY
