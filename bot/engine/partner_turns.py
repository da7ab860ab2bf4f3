"""The simulated partner's turns: what a state's `partner` asks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.engine.walk import Walk

REMEMBERED = 400
"""How many of the lines heard before are kept, so that they do not come again."""


def speak(walk: Walk) -> None:
    """Has the partner do what the state on top wants of them, and remembers the line."""
    frame, session = walk.frame, walk.session
    wanted = walk.state.partner
    if wanted == "begin":
        frame.partner = walk.book.partner.begin(
            slots=frame.slots, seed=session.seed + session.prompt, used=session.used
        )
    elif wanted == "reply" and frame.partner is not None:
        last = frame.slots.get("move", {})
        frame.partner = walk.book.partner.reply(
            frame.partner,
            good=last.get("good", ()),
            findings=last.get("findings", ()),
            move=last.get("move"),
        )
    else:
        return
    line = (frame.partner or {}).get("line")
    if line is not None and line not in session.used:
        session.used = [*session.used, line][-REMEMBERED:]
