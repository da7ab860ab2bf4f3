"""Taking a time that was typed: shown back as it was understood, and taken once it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.engine.effects import Shown

if TYPE_CHECKING:
    from bot.engine.events import Text
    from bot.engine.walk import Walk

MEANT = "meant-"
"""Begins the id of each thing that a typed time can mean."""


def take_time(walk: Walk, event: Text) -> None:
    """What was typed is shown back, or asked anew where it was not understood."""
    when = event.when
    if when is not None and when.meant:
        walk.frame.work = {"meant": [dict(one) for one in when.meant]}
    else:
        walk.frame.work = {"unclear": when.why if when is not None else "unclear"}


def sure_choices(meant: Sequence[Mapping[str, Any]]) -> tuple[Shown, ...]:
    """One meaning is confirmed, of several one is chosen; and there is always another time."""
    if len(meant) == 1:
        return (Shown(f"{MEANT}0", block="meant_yes"), Shown("another", block="meant_another"))
    ways = tuple(Shown(f"{MEANT}{i}", block="meant", wide=True) for i in range(len(meant)))
    return (*ways, Shown("another", block="meant_another", wide=True))


def take_sure(walk: Walk, id_: str) -> bool:
    """Takes a tap under what was shown back. Is the time settled by it?"""
    frame, slot = walk.frame, walk.state.save
    if not id_.startswith(MEANT):
        frame.work = {}
        return False
    chosen = frame.work["meant"][int(id_.removeprefix(MEANT))]
    frame.slots[f"{slot}_own"] = chosen["words"]
    frame.slots[f"{slot}_spec"] = chosen["spec"]
    return True
