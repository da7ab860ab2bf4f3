"""What phrasing is told of the state on top, and what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine.effects import Shown, View
from bot.engine.partner_turns import tried_here

if TYPE_CHECKING:
    from bot.engine.walk import Walk


def view_of(
    walk: Walk, block: str = "text", choices: tuple[Shown, ...] = (), *, asks: bool = False
) -> View:
    """What phrasing needs to word a message of the state on top, with the remarks that wait."""
    frame, session, state = walk.frame, walk.session, walk.state
    notes, walk.notes = tuple(walk.notes), []
    return View(
        template=f"{frame.dialogue}/{frame.state}",
        block=block,
        slots=frame.slots,
        me=session.me,
        work=frame.work,
        partner=frame.partner if _with_partner(walk) else None,
        tries=tried_here(frame) if state.mirrors else (),
        choices=choices,
        columns=state.columns,
        notes=notes,
        prompt=session.prompt,
        variant=session.seed + session.prompt,
        stage=_stage(walk) if block == "text" and state.ask else None,
        now=walk.now,
        asks=asks,
    )


def _with_partner(walk: Walk) -> bool:
    """Does the partner speak in this state, or is it they who are answered?

    Nowhere else are their words at hand, so that nothing they said can become a fact.
    """
    return bool(walk.state.partner) or walk.state.mirrors


def _stage(walk: Walk) -> tuple[int, int, str] | None:
    dialogue = walk.dialogue
    stages = next(
        (short for guard, short in dialogue.short.items() if walk.holds(guard)), dialogue.stages
    )
    name = dialogue.stage_of(walk.frame.state)
    return (stages.index(name) + 1, len(stages), name) if name in stages else None
