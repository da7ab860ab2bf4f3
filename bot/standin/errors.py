"""What the stand-in says no with."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A Bot API refusal: `{"ok": false, "error_code": …, "description": …}`.

    `parameters` is Telegram's optional object beside it, as `{"retry_after": 5}`.
    """

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> Refused:
    """Telegram's 400, with its "Bad Request: " in front of the reason."""
    return Refused(400, f"Bad Request: {reason}")


def not_played(reason: str) -> Refused:
    """A 400 for what Telegram may allow and this stand-in does not play; it says so."""
    return Refused(400, f"Bad Request: stand-in: {reason}")


class PhoneError(Exception):
    """What a phone cannot do: an HTTP status and a sentence saying what to do instead."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
