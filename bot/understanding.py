"""From what arrived to what it means for the session: screening, the coach, whose button it was."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.arrival import Arrival
from bot.content import Content
from bot.engine.events import Choice, Command, Event, Standing, Text, Unsupported, When
from bot.engine.session import Session
from bot.life import Life

COMMAND = re.compile(r"/([a-z0-9_]{1,32})(?:\s+(.*))?", re.DOTALL)


def understand(content: Content, life: Life, arrival: Arrival) -> Event | None:
    """The event that an arrival is for the person's session, or None where it is none."""
    session = life.session
    if arrival.kind == "tap" and arrival.helped:
        return None
    if arrival.kind == "tap":
        return _tap(content, session, arrival)
    if arrival.kind in ("text", "edited", "unsupported"):
        return _words(content, session, arrival)
    return None


def _words(content: Content, session: Session, arrival: Arrival) -> Event | None:
    """Everything typed is screened first, captions, edits and command arguments too."""
    text = arrival.text
    risk = content.screen.risk(text)
    command = COMMAND.fullmatch(text) if arrival.kind == "text" else None
    if arrival.helped and risk.risk == "none":
        return None
    if command is not None:
        return Command(command[1], command[2] or "", risk)
    if arrival.kind == "unsupported" and risk.risk == "none":
        return Unsupported()
    edited = arrival.kind == "edited"
    expects = content.book.expects(session)
    # Who gives back what the partner feels is not telling how it is for them.
    gives_back = expects.coach == "mirror" or (expects.coach == "apology" and expects.standing)
    signs = () if gives_back else content.screen.signals(text, risk)
    if expects.time is not None and not edited:
        when = _when(content, session, arrival, expects.time)
        return Text(text, risk, when=when, foreign=_foreign(content, text), signs=signs)
    if expects.coach is None or expects.said is not None or edited:
        return Text(text, risk, edited=edited, foreign=_foreign(content, text), signs=signs)
    line = content.lines.annotation(expects.standing) if expects.standing else None
    reading = content.coach.reading(text, expects.coach, context=line, kind=expects.kind)
    signs = (*signs, *(finding.rule for finding in reading.findings))
    return Text(text, risk, reading, foreign=_foreign(content, text), signs=signs)


def _when(content: Content, session: Session, arrival: Arrival, wants: Any) -> When:
    """What a typed time can mean for this person, seen from when it was sent."""
    read = content.times.read(arrival.text, arrival.sent_at, session.me.get("zone"), wants)
    return When(tuple({"words": m.words, "spec": m.spec} for m in read.meant), read.why)


def _foreign(content: Content, text: str) -> bool:
    return len(text) > 12 and not content.coach.is_english(text)


def _tap(content: Content, session: Session, arrival: Arrival) -> Event:
    if arrival.tap.startswith("~"):
        verb, _, id_ = arrival.tap[1:].partition(":")
        return Standing(verb, id_, arrival.message_id)
    owner, _, rest = arrival.tap.partition(":")
    prompt, _, choice = rest.partition(":")
    if owner != session.id or not prompt.isdecimal() or len(prompt) > 9:
        return Choice("", -1, message_id=arrival.message_id)
    tapped = Choice(choice, int(prompt), session.offers.get(choice), arrival.message_id)
    if choice == "use":
        return _read(content, session, tapped, tapped.text)
    return tapped if choice != "done" else _that_is_all(content, session, tapped)


def _that_is_all(content: Content, session: Session, tapped: Choice) -> Choice:
    """Words meant to be said that came in several messages are read as a whole."""
    return _read(content, session, tapped, content.book.expects(session).said)


def _read(content: Content, session: Session, tapped: Choice, words: str | None) -> Choice:
    """The tap with what the coach sees in the words that it stands for."""
    expects = content.book.expects(session)
    if expects.coach is None or not words:
        return tapped
    line = content.lines.annotation(expects.standing) if expects.standing else None
    reading = content.coach.reading(words, expects.coach, context=line, kind=expects.kind)
    return replace(tapped, reading=reading, foreign=_foreign(content, words))
