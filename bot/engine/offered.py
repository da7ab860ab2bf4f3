"""What is on offer in the open question: choices, ticks, nuances, feedback."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zlib import crc32

from bot.engine.effects import Shown
from bot.engine.model import SCALE, Choice, State
from bot.engine.records import MOST, Kept
from bot.engine.timing import sure_choices

if TYPE_CHECKING:
    from bot.engine.walk import Walk

OLDER, NEWER = "older", "newer"
"""The ways to further records."""

OWN = "own:"
"""Marks a tick that the person typed."""

NUMBERS = tuple(Shown(n, block="number") for n in SCALE)
DONE = (Shown("done", wide=True),)


def offered(walk: Walk) -> tuple[Shown, ...]:
    """The buttons of the open question as it stands."""
    work = walk.frame.work
    if "findings" in work:
        always = (c for c in walk.state.choices if c.always and _is_open(walk, c))
        return _feedback_choices(walk.state, work) + tuple(c.shown for c in always)
    if "meant" in work:
        return sure_choices(work["meant"])
    state = walk.state
    if state.ask == "texts":
        return (DONE if work.get("said") else ()) + _choices(walk, state)
    if state.ask == "scale":
        return NUMBERS + _choices(walk, state)
    opened = state.choice(work["open"]) if work.get("open") else None
    if opened is not None:
        picked = work.get("picked", [])
        nuances = tuple(Shown(n, ticked=n in picked) for n in opened.under)
        return (*nuances, Shown("plain", wide=True))
    dynamic: tuple[Shown, ...] = ()
    if state.source is not None:
        ids = walk.book.sources[state.source](walk.session.me, walk.now)
        dynamic = tuple(Shown(i, block=state.source) for i in ids)
    if state.records is not None:
        dynamic = _page(walk.records.of(state.records.kind), work.get("page", 0))
    last = DONE if state.ask == "choices" else ()
    return dynamic + _choices(walk, state) + own_ticks(work) + last


def own_ticks(work: Mapping[str, Any]) -> tuple[Shown, ...]:
    """What the person typed among the ticks, ticked; its id stays when others come and go."""
    typed = [p.removeprefix(OWN) for p in work.get("picked", ()) if p.startswith(OWN)]
    return tuple(Shown(f"own-{_stamp(words)}", ticked=True, words=words) for words in typed)


def _stamp(words: str) -> str:
    return f"{crc32(words.encode(errors='replace')):08x}"


def _page(kept: Sequence[Kept], page: int) -> tuple[Shown, ...]:
    """So many records as a question offers at once, with the ways to those before and after."""
    shown = [_record(record) for record in kept[page * MOST : (page + 1) * MOST]]
    if len(kept) > (page + 1) * MOST:
        shown.append(Shown(OLDER, wide=True))
    if page:
        shown.append(Shown(NEWER, wide=True))
    return tuple(shown)


def _record(kept: Kept) -> Shown:
    return Shown(kept.id, block="record", record={**kept.data, "at": kept.at}, wide=True)


def _is_open(walk: Walk, choice: Choice) -> bool:
    """Is a choice on offer now? (Its guard, where it has one, decides.)"""
    return choice.when is None or walk.holds(choice.when)


def _choices(walk: Walk, state: State) -> tuple[Shown, ...]:
    picked: Collection[str] = walk.frame.work.get("picked", ())
    return tuple([_shown(c, picked) for c in state.choices if _is_open(walk, c)])


def _shown(choice: Choice, picked: Collection[str]) -> Shown:
    ticked = bool(picked) and (choice.id in picked or not set(choice.under).isdisjoint(picked))
    return replace(choice.shown, ticked=True) if ticked else choice.shown


def _feedback_choices(state: State, work: Mapping[str, Any]) -> tuple[Shown, ...]:
    """What is on offer under feedback: the rewording at once, or on request for requests and

    mirrors; another try; or to leave the words as they are.
    """
    if work.get("shown"):
        return (Shown("use", offer=True), Shown("keep"))
    on_request = state.mirrors or state.coach == "request"
    first = Shown("show", wide=True) if on_request else Shown("use", offer=True, wide=True)
    return (first, Shown("retry"), Shown("keep"))
