"""What guards may ask about: slots, the person, safety marks, the simulated partner, time."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from typing import Any

from bot.engine.model import Bar, Dialogue, Test
from bot.engine.records import Records
from bot.engine.session import Frame, Session


def fact(path: str, frame: Frame, session: Session, now: float, records: Records) -> Any:
    """The value behind a name: a slot, or a fact of one of the `SCOPES`; else None.

    Raises:
        RecordsWanted: it asks how many records there are, and they are not loaded.
    """
    scope, dot, name = path.partition(".")
    if not dot:
        return frame.slots.get(path)
    if scope == "me":
        return _within(session.me, name)
    if scope == "mark":
        return any(until > now for mark, until in session.marks.items() if name in ("any", mark))
    if scope == "partner":
        return (frame.partner or {}).get(name)
    if scope == "shelf":
        return any(f.dialogue == name or name == "any" for f in session.shelf)
    if scope == "kept":
        return len(records.of(name))
    if scope == "last":
        return frame.slots.get("move", {}).get(name)
    if path == "time.minutes":
        return (now - frame.began) / 60.0
    if scope == "below":
        under = takewhile(lambda f: f is not frame, session.frames)
        return any(f.dialogue == name or name == "any" for f in under)
    return None


def _within(data: Mapping[str, Any], path: str) -> Any:
    """The value at `last_card.kind` in what is known of a person."""
    name, dot, rest = path.partition(".")
    value = data.get(name)
    if not dot:
        return value
    return _within(value, rest) if isinstance(value, Mapping) else None


SCOPES = ("me", "mark", "partner", "last", "shelf", "kept", "below", "time")
"""What a name may begin with before its dot; `kept.…` counts the records of a kind."""


def passes(test: Test, value: Any) -> bool:
    """Does a value pass a guard's test? Of a list, `is` wants one member and `not` forbids all."""
    there = value is not None and value is not False and value not in ("", [])
    if test.filled is not None and test.filled != there:
        return False
    several = value if isinstance(value, list) else [value]
    if test.is_ is not None and not any(v in test.is_ for v in several):
        return False
    if test.not_ is not None and any(v in test.not_ for v in several):
        return False
    if test.at_least is None and test.at_most is None:
        return True
    number = _number(value)
    if number is None:
        return False
    low, high = test.at_least, test.at_most
    return (low is None or number >= low) and (high is None or number <= high)


def holds(
    name: str, dialogue: Dialogue, frame: Frame, session: Session, now: float, records: Records
) -> bool:
    """Does the dialogue's guard of that name hold?

    Raises:
        KeyError: there is no such guard.
        RecordsWanted: it asks for records, and they are not loaded.
    """
    tests: Mapping[str, Test] = dialogue.guards[name]
    return all(
        passes(test, fact(path, frame, session, now, records)) for path, test in tests.items()
    )


def bar(
    dialogue: Dialogue, frame: Frame, session: Session, now: float, records: Records
) -> Bar | None:
    """What bars a dialogue from coming up in the state that the frame is in, if anything does."""
    stage = dialogue.stage_of(frame.state)
    bars = (b for b in dialogue.barred if not b.stages or stage in b.stages)
    return next((b for b in bars if holds(b.when, dialogue, frame, session, now, records)), None)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
