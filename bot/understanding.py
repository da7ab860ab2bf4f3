"""From what arrived to what it means for the session: screening, the coach, whose button it was."""

from __future__ import annotations

import re

from bot.arrival import Arrival
from bot.content import Content
from bot.engine.events import Choice, Command, Event, Standing, Text, Unsupported
from bot.engine.session import Session
from bot.life import Life

COMMAND = re.compile(r"/([a-z0-9_]{1,32})(?:\s+(.*))?", re.DOTALL)


def understand(content: Content, life: Life, arrival: Arrival) -> Event | None:
    """The event that an arrival is for the person's session, or None where it is none."""
    session = life.session
    if arrival.kind == "tap" and arrival.helped:
        return None
    if arrival.kind == "tap":
        return _tap(session, arrival)
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
    signs = content.screen.signals(text)
    expects = content.book.expects(session)
    if expects.coach is None or edited:
        return Text(text, risk, edited=edited, foreign=_foreign(content, text), signs=signs)
    line = content.lines.annotation(expects.standing) if expects.standing else None
    reading = content.coach.reading(text, expects.coach, context=line, kind=expects.kind)
    signs = (*signs, *(finding.rule for finding in reading.findings))
    return Text(text, risk, reading, foreign=_foreign(content, text), signs=signs)


def _foreign(content: Content, text: str) -> bool:
    return len(text) > 12 and not content.coach.is_english(text)


def _tap(session: Session, arrival: Arrival) -> Event:
    if arrival.tap.startswith("~"):
        verb, _, id_ = arrival.tap[1:].partition(":")
        return Standing(verb, id_, arrival.message_id)
    owner, _, rest = arrival.tap.partition(":")
    prompt, _, choice = rest.partition(":")
    if owner != session.id or not prompt.isdecimal() or len(prompt) > 9:
        return Choice("", -1, message_id=arrival.message_id)
    return Choice(choice, int(prompt), session.offers.get(choice), arrival.message_id)
