"""What comes due: a reminder leads into its state, unless it would come at a bad moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine import facts
from bot.engine.effects import Remind
from bot.engine.events import Due
from bot.engine.session import Frame

if TYPE_CHECKING:
    from bot.engine.walk import Walk

PUT_OFF = 900.0
"""Seconds after which a reminder looks again whether somebody's safety is still talked about."""

LONGEST_PUT_OFF = 86400.0
"""Seconds after which it is given up: a reminder for yesterday helps nobody."""

LATE = 3600.0
"""Seconds from which on a reminder says that it is late."""


def come_due(walk: Walk, event: Due) -> None:
    """A reminder leads into its state: in its own dialogue where that waits, else on top.

    One that keeps its place is not waiting for it: the nudge before a talk does not end the
    rehearsal of the next. No reminder lies down on top of a message about somebody's safety; it
    waits, as it does in the person's quiet hours. One into what is barred now says nothing.
    """
    data = event.data
    name, state = data.get("dialogue"), data.get("state")
    dialogue = walk.book.dialogues.get(str(name))
    if dialogue is None or state not in dialogue.states:
        return
    waited = float(data.get("waited", 0.0))
    late = event.late + waited > LATE or data.get("late", False)
    awake = walk.now if data.get("exact") else walk.book.awake(walk.session.me, walk.now)
    if awake > walk.now:
        walk.effects.append(Remind(event.name, awake, {**data, "late": late}))
        return
    top = walk.session.top
    if top is not None and walk.book.dialogues[top.dialogue].about_safety:
        if waited < LONGEST_PUT_OFF:
            again = {**data, "waited": waited + PUT_OFF, "late": late}
            walk.effects.append(Remind(event.name, walk.now + PUT_OFF, again))
        return
    slots = {**data.get("slots", {}), "late": late}
    led_to = Frame(dialogue.dialogue, str(state), slots)
    if facts.bar(dialogue, led_to, walk.session, walk.now, walk.records) is not None:
        return
    if top is not None and top.dialogue == dialogue.dialogue and not dialogue.keeps_place:
        top.slots.update(slots)
        walk.enter(str(state))
    else:
        walk.leave_home()
        nudge, record = dialogue.keeps_place, data.get("record")
        walk.push(dialogue.dialogue, str(state), slots, nudge=nudge, record=record)
