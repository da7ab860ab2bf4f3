"""Weak signs: words that stop nothing by themselves, but are worth one gentle question.

A dialogue names the signs it `hears`. It comes up when one of them is heard that was not standing
already, with all that stand in its slot `signs`, and how many they are in `count`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine import facts
from bot.engine.effects import Say
from bot.engine.session import Frame

if TYPE_CHECKING:
    from bot.engine.events import Text
    from bot.engine.model import Dialogue
    from bot.engine.walk import Walk

DAY = 86400.0


def hear(walk: Walk, event: Text) -> None:
    """Notes the signs in a text that was taken; the first dialogue that hears a new one comes up.

    What was typed is never lost to it: the text was taken before, and the question that followed
    is shown when that dialogue ends.
    """
    if event.risk.risk != "none" or not walk.session.me.get("consented"):
        return
    hearing = [d for d in walk.book.hearing if _hears_anew(walk, d, event)]
    called = next((d for d in hearing if not _is_out_of_place(walk, d)), None)
    if called is None:
        return
    assert called.hears is not None
    signs = walk.session.signs
    standing = [s for s in called.hears.signs if signs.get(s, 0.0) > walk.now]
    walk.effects = [e for e in walk.effects if not (isinstance(e, Say) and e.asks)]
    walk.push(called.dialogue, slots={"signs": standing, "count": len(standing)})


def _hears_anew(walk: Walk, dialogue: Dialogue, event: Text) -> bool:
    """Notes the signs that a dialogue hears in the text; was one of them not standing before?"""
    hears, signs = dialogue.hears, walk.session.signs
    assert hears is not None
    heard = [s for s in hears.signs if s in event.signs]
    new = any(signs.get(s, 0.0) <= walk.now for s in heard)
    signs.update(dict.fromkeys(heard, walk.now + hears.days * DAY))
    return new


def _is_out_of_place(walk: Walk, dialogue: Dialogue) -> bool:
    """Is safety talked about already, or does the dialogue not want to come now?"""
    hears = dialogue.hears
    assert hears is not None
    if walk.urgent:
        return True
    frame = Frame(dialogue.dialogue, dialogue.start)
    return any(
        facts.holds(g, dialogue, frame, walk.session, walk.now, walk.records) for g in hears.unless
    )
