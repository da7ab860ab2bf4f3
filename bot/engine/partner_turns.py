"""The simulated partner's turns: what a state's `partner` asks of them, and the answers given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.engine.model import PartnerTurn
    from bot.engine.session import Frame
    from bot.engine.walk import Walk

REMEMBERED = 400
"""How many of the lines heard before are kept, so that they do not come again."""

TRIES = 12
"""How many answers of one exchange are kept, to go back to and to look back on."""


def speak(walk: Walk) -> None:
    """Has the partner do what the state on top wants of them, and remembers the line."""
    frame, session = walk.frame, walk.session
    for turn in walk.state.partner:
        _turn(walk, turn)
        line = (frame.partner or {}).get("line")
        if line is not None and line not in session.used:
            session.used = [*session.used, line][-REMEMBERED:]


def _turn(walk: Walk, turn: PartnerTurn) -> None:
    frame, partner = walk.frame, walk.book.partner
    if turn in ("begin", "listen"):
        seed = walk.session.seed + walk.session.prompt
        start = partner.begin if turn == "begin" else partner.listen
        # How hard it may be is chosen once, for every rehearsal.
        known = {"difficulty": walk.session.me.get("difficulty"), **frame.slots}
        frame.partner = start(slots=known, seed=seed, used=walk.session.used)
        frame.tries = []
    if turn == "review":
        frame.slots.update(partner.review(frame.tries))
    if turn == "go-on" and frame.partner is None:
        _join(walk)
    if frame.partner is None:
        return
    last: Mapping[str, Any] = frame.slots.get("move", {})
    good, findings = last.get("good", ()), last.get("findings", ())
    if turn == "reply":
        move = last.get("move")
        frame.partner = partner.reply(frame.partner, good=good, findings=findings, move=move)
        if frame.tries:
            frame.tries[-1] = {**frame.tries[-1], "led_to": frame.partner.get("line")}
    elif turn == "repair":
        frame.partner = partner.repair(frame.partner, good=good, findings=findings)
    elif turn == "onward":
        frame.partner = partner.onward(frame.partner)
    elif turn == "go-on":
        frame.partner = partner.go_on(frame.partner)
    elif turn == "again":
        tried = _answered_before(frame)
        if tried is not None:
            frame.partner = partner.again(frame.partner, tried["moment"])
    elif turn == "recast":
        frame.partner = partner.recast(frame.partner, frame.slots["what_if"])


def _join(walk: Walk) -> None:
    """Takes over the partner of the dialogue that called this one, with what was answered there."""
    for caller in walk.session.frames[-2:-1]:
        walk.frame.partner, walk.frame.tries = caller.partner, list(caller.tries)


def _answered_before(frame: Frame) -> dict[str, Any] | None:
    """The try that led to the line now open. Of several, the last: the others were left."""
    exchange = (frame.partner or {}).get("exchange", 0) - 1
    return next((t for t in reversed(frame.tries) if t["moment"]["exchange"] == exchange), None)


def answered(walk: Walk, said: Any) -> None:
    """Keeps an answer to the partner's line, with the moment it answered and how it read.

    Words that were offered are no skill of the person's.
    """
    frame = walk.frame
    if frame.partner is None or not isinstance(said, str):
        return
    read = frame.slots.get("move", {})
    tried = {
        "moment": walk.book.partner.moment(frame.partner),
        "said": said,
        "good": [] if read.get("offered") else list(read.get("good", ())),
        "findings": list(read.get("findings", ())),
    }
    frame.tries = [*frame.tries, tried][-TRIES:]


def tried_here(frame: Frame) -> tuple[Mapping[str, Any], ...]:
    """What was answered before at the moment that is open now, oldest first.

    Each as `said`, with the ids of the lines that it answered and `led_to`. They are of other
    branches, too: of the same moment with somebody who took it in another style.
    """
    exchange = (frame.partner or {}).get("exchange")
    return tuple(
        {"said": tried["said"], "line": tried["moment"]["line"], "led_to": tried.get("led_to")}
        for tried in frame.tries
        if tried["moment"]["exchange"] == exchange
    )
