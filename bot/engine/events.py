"""What can happen to a session. The turn builds these; the engine only reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.coach.reading import Reading
from bot.safety.risk import NO_RISK, Risk


@dataclass(frozen=True, slots=True)
class When:
    """What a typed time can mean, likeliest first: each its `words` and `spec`. Else `why` not."""

    meant: tuple[Mapping[str, Any], ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Something typed, already screened and, where the state wants it, read by the coach or as a

    time (`when`).
    `foreign`: it does not look English, so screening may have missed what it says. `signs` are
    weak signs in it, by the screening's signal rules and the coach's rules that found them.
    """

    text: str
    risk: Risk = NO_RISK
    reading: Reading | None = None
    edited: bool = False
    foreign: bool = False
    when: When | None = None
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A tap. `prompt` is the question it belongs to; `text` the words behind it, if any.

    Where it ends an answer of several messages that are meant to be said, `reading` and `foreign`
    are about all of them together; where it takes a wording that was offered, about that.
    """

    id: str
    prompt: int
    text: str | None = None
    message_id: int | None = None
    reading: Reading | None = None
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A tap on a standing button (`~verb:id`), valid wherever one is."""

    verb: str
    id: str
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, without the slash, and what stood behind it."""

    name: str
    rest: str = ""
    risk: Risk = NO_RISK


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder whose time has come. `late` is by how many seconds."""

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    late: float = 0.0


@dataclass(frozen=True, slots=True)
class FromPartner:
    """Something a paired partner caused (later)."""

    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A photo, a voice message, a sticker: nothing the dialogue can use."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A turn that failed and was given up: the person is told, and asked again."""


Event = Text | Choice | Standing | Command | Due | FromPartner | Unsupported | Skipped
