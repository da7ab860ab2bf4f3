"""What is on offer in the open question: choices, ticks, nuances, feedback."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from zlib import crc32

from bot.engine.effects import Shown
from bot.engine.model import SCALE, Choice, State
from bot.engine.records import MOST, Kept
from bot.engine.timing import sure_choices

if TYPE_CHECKING:
    from bot.engine.walk import Walk

OWN = "own:"
"""Marks a tick that the person typed."""


def offered(walk: Walk) -> tuple[Shown, ...]:
    """The buttons of the open question as it stands."""
    work = walk.frame.work
    if "findings" in work:
        always = (c for c in walk.state.choices if c.always and _is_open(walk, c))
        return _feedback_choices(walk.state, work) + tuple(_shown(c, ()) for c in always)
    if "meant" in work:
        return sure_choices(work["meant"])
    state = walk.state
    if state.ask == "texts":
        done = (Shown("done", wide=True),) if work.get("said") else ()
        return done + _choices(walk, state)
    if state.ask == "scale":
        numbers = tuple(Shown(n, block="number") for n in SCALE)
        return numbers + _choices(walk, state)
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
        dynamic = tuple(map(_record, walk.records.of(state.records.kind)[:MOST]))
    last = (Shown("done", wide=True),) if state.ask == "choices" else ()
    return dynamic + _choices(walk, state) + own_ticks(work) + last


def own_ticks(work: Mapping[str, Any]) -> tuple[Shown, ...]:
    """What the person typed among the ticks, ticked; its id stays when others come and go."""
    typed = [p.removeprefix(OWN) for p in work.get("picked", ()) if p.startswith(OWN)]
    return tuple(Shown(f"own-{_stamp(words)}", ticked=True, words=words) for words in typed)


def _stamp(words: str) -> str:
    return f"{crc32(words.encode(errors='replace')):08x}"


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
    if choice.picture is not None:
        what = f"{choice.picture.name}.{choice.picture.form}"
        return Shown(choice.id, "picture", wide=choice.wide, what=what)
    kind = "copy" if choice.copies else "url" if choice.url else "open" if choice.opens else "tap"
    return Shown(
        choice.id,
        kind,
        ticked,
        offer=choice.offer or choice.copies or choice.url,
        wide=choice.wide,
        verbatim=choice.verbatim,
        opens=choice.opens,
    )


def _feedback_choices(state: State, work: Mapping[str, Any]) -> tuple[Shown, ...]:
    """What is on offer under feedback: the rewording at once, or on request for requests and

    mirrors; another try; or to leave the words as they are.
    """
    if work.get("shown"):
        return (Shown("use", offer=True), Shown("keep"))
    on_request = state.mirrors or state.coach == "request"
    first = Shown("show", wide=True) if on_request else Shown("use", offer=True, wide=True)
    return (first, Shown("retry"), Shown("keep"))
