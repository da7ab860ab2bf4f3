"""The ten steps that every bot in `benchmarks.turns` takes with every person, as raw updates.

Texts and taps through the first stages of a rehearsal, one of them in words that the coach
reads. What the bot answers was recorded once from ours, so that all bots send texts and
keyboards of the same size.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

BOT = 123456
TOKEN = f"{BOT}:" + "A" * 35
DATE = 1_790_000_000

Data = dict[str, Any]
Keyboard = list[list[Data]]


@dataclass(frozen=True, slots=True)
class Step:
    """What a person does: types `text`, or taps the button whose callback data ends so."""

    text: str = ""
    tap: str = ""


PREPARATION = (Step("/start"), Step(tap="agree"))
"""What a newcomer does before; not measured."""

STEPS = (
    Step("/rehearse"),
    Step(tap="sore"),
    Step(tap="5"),
    Step("He cancelled our anniversary dinner again, two hours before, and I sat there alone."),
    Step(tap="done"),
    Step(tap="hurt"),
    Step(tap="disappointed"),
    Step(tap="done"),
    Step(tap="defensive"),
    Step("Please tell me by lunch if our dinner is at risk, so that I can make another plan."),
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the text, its buttons, whether it took the place of the last message."""

    text: str
    keyboard: Keyboard
    edits: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """A step as it went: what was typed or tapped, under which message, and what came back."""

    text: str
    data: str
    under: Reply | None
    reply: Reply
    calls: int
    """Messages sent, edited or given other buttons by our bot."""


class Crowd:
    """Numbers people and updates as they come, and writes the updates of the steps they take."""

    def __init__(self) -> None:
        self._people = itertools.count(1)
        self._updates = itertools.count(1)

    def newcomer(self) -> int:
        """The id of somebody new."""
        return next(self._people)

    def update(self) -> int:
        """The id of a new update."""
        return next(self._updates)

    def script(self, steps: Sequence[Recorded], user: int) -> list[Data]:
        """The raw updates of one person who takes all steps."""
        return [
            typed(user, self.update(), step.text)
            if step.under is None
            else tapped(user, self.update(), step.data, step.under)
            for step in steps
        ]


async def timed(works: Iterable[Coroutine[Any, Any, None]]) -> float:
    """All at once; the seconds it took."""
    start = time.perf_counter()
    await asyncio.gather(*works)
    return time.perf_counter() - start


def typed(user: int, number: int, text: str) -> Data:
    """The update for something typed, as Telegram sends it."""
    message = {**_message(user, number, text), "from": _person(user)}
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": number, "message": message}


def tapped(user: int, number: int, data: str, under: Reply) -> Data:
    """The update for a tap; it carries the whole message that was tapped under."""
    message = {
        **_message(user, number, under.text),
        "from": {"id": BOT, "is_bot": True, "first_name": "Bot", "username": "some_bot"},
        "reply_markup": {"inline_keyboard": under.keyboard},
    }
    query = {
        "id": str(number),
        "from": _person(user),
        "message": message,
        "chat_instance": "1",
        "data": data,
    }
    return {"update_id": number, "callback_query": query}


def _person(user: int) -> Data:
    return {"id": user, "is_bot": False, "first_name": "Anna", "language_code": "en"}


def _message(user: int, number: int, text: str) -> Data:
    return {
        "message_id": number,
        "date": DATE,
        "chat": {"id": user, "type": "private", "first_name": "Anna"},
        "text": text,
    }
