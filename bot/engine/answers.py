"""Taking an answer: a typed text, a tick, a tap. What it means depends on what the state asks."""

from __future__ import annotations

from typing import Any

from bot.coach.reading import Reading
from bot.engine import deeds, saying
from bot.engine.effects import Shown, View
from bot.engine.events import Choice, Text
from bot.engine.feedback import (
    feedback_shown,
    finding_data,
    foremost,
    move_of,
    rules_shown,
    seen,
    show_chosen,
    show_typed,
)
from bot.engine.offered import NEWER, OLDER, OWN, offered, own_ticks
from bot.engine.partner_turns import answered
from bot.engine.timing import take_sure, take_time
from bot.engine.walk import Walk

ROUNDS = 2
"""How often the coach comes back to one part."""


# Typed


def take_text(walk: Walk, event: Text) -> None:
    """Takes something typed as the answer to the open question."""
    ask = walk.state.ask
    if ask == "texts":
        _one_more_message(walk, event)
    elif ask == "text":
        _try_words(walk, event.text, event.reading, event.foreign)
    elif ask == "time":
        take_time(walk, event)
        saying.ask(walk)
    elif walk.state.other:
        _something_else(walk, event.text)
    elif (typed := next((c for c in walk.state.choices if c.typed), None)) is not None:
        said = len(walk.effects)
        feedback = feedback_shown(walk)
        walk.follow(f"tap {typed.id}")
        del walk.effects[said:]
        take_text(walk, event)
        show_typed(walk, feedback)
    else:
        walk.note("still_here" if walk.urgent else "please_tap")
        saying.again(walk)


def _one_more_message(walk: Walk, event: Text) -> None:
    work = walk.frame.work
    if "findings" in work:
        work = walk.frame.work = {"round": work["round"]}
    work["said"] = [*work.get("said", []), event.text]
    saying.listening(walk)


def _something_else(walk: Walk, text: str) -> None:
    state, frame = walk.state, walk.frame
    if state.ask == "choices":
        picked = [p for p in frame.work.get("picked", []) if p != OWN + text]
        frame.work = {"picked": [*picked, OWN + text]}
        saying.again(walk)
        return
    slot = state.save or "answer"
    frame.slots[f"{slot}_own"] = text
    _accept(walk, "other")


def _try_words(walk: Walk, text: str, reading: Reading | None, foreign: bool = False) -> None:
    """Words meant to be said get a reading; where something wants changing, feedback first."""
    frame = walk.frame
    rounds = frame.work.get("round", 0)
    feedback = feedback_shown(walk)
    wants_change = reading is not None and any(f.severity == "change" for f in reading.findings)
    if walk.state.seen:
        frame.slots["reading"] = seen(text, reading, foreign)
        _accept(walk, text, reading)
    elif wants_change and rounds < ROUNDS and _interruptions(walk) < walk.dialogue.interruptions:
        assert reading is not None
        frame.coached += 1
        frame.work = {
            "draft": text,
            "type": walk.state.coach,
            "round": rounds + 1,
            "findings": [finding_data(f) for f in foremost(reading)],
            "good": list(reading.praise),
            "move": move_of(reading),
        }
        saying.ask(walk)
    else:
        if reading is not None and reading.praise and not wants_change:
            walk.note("good", moves=list(reading.praise))
        elif reading is not None and wants_change and walk.state.mirrors:
            # The coach has come back often enough; what it sees is named in passing.
            walk.note("in_passing", findings=[finding_data(f) for f in foremost(reading)[:1]])
        _accept(walk, text, reading)
    show_typed(walk, feedback)


def _interruptions(walk: Walk) -> int:
    """How often the coach interrupted in the dialogues that lie on each other."""
    return sum(frame.coached for frame in walk.session.frames)


def _accept(walk: Walk, value: Any, reading: Reading | None = None) -> None:
    frame, state = walk.frame, walk.state
    if frame.partner is not None or state.mirrors:
        frame.slots["move"] = move_of(reading) if reading else frame.work.get("move", {})
    if state.mirrors:
        answered(walk, value)
    _save(walk, value)
    walk.follow("go on")


def _save(walk: Walk, value: Any) -> None:
    frame, state = walk.frame, walk.state
    if state.save is not None:
        frame.slots[state.save] = value
    if state.ask == "time" and value != "other":
        frame.slots.pop(f"{state.save}_own", None)
        frame.slots[f"{state.save}_spec"] = {"tap": value, "said": walk.now}
    walk.derive()


# Tapped


def take_tap(walk: Walk, event: Choice) -> None:
    """Takes a tap, if it is on offer in the open question; otherwise shows where we are."""
    if not walk.session.frames or event.prompt != walk.session.prompt:
        if not _tapped_aside(walk, event):
            stale(walk)
        return
    on_offer, work = offered(walk), walk.frame.work
    shown = next((s for s in on_offer if s.id == event.id and s.kind == "tap"), None)
    if shown is None or (shown.offer and not event.text):
        stale(walk)
    elif "findings" in work:
        _answer_feedback(walk, shown, event, saying.open_view(walk, on_offer))
    elif "meant" in work:
        _settle_time(walk, shown, event, saying.open_view(walk, on_offer))
    elif walk.state.ask == "choices" and shown.id != "done":
        _tick(walk, shown, event)
    elif walk.state.records is not None and shown.id in (OLDER, NEWER):
        _turn_page(walk, shown, event)
    else:
        _tapped(walk, shown, event, saying.open_view(walk, on_offer))


def _tapped_aside(walk: Walk, event: Choice) -> bool:
    """Was an aside of the state before the open question tapped? Then that way is taken."""
    frame = walk.session.top
    aside = frame.work.get("aside") if frame is not None else None
    if frame is None or aside is None or event.prompt != aside["prompt"]:
        return False
    if walk.session.prompt != aside["prompt"] + 1:
        return False
    state = walk.dialogue.states.get(aside["state"])
    choice = state.choice(event.id) if state is not None else None
    if choice is None or not (choice.to or choice.call):
        return False
    if choice.when is not None and not walk.holds(choice.when):
        return False
    frame.state = aside["state"]
    view = saying.open_view(walk, offered(walk))
    walk.follow(f"tap {choice.id}")
    show_chosen(walk, event, view, (Shown(choice.id),), [])
    return True


def stale(walk: Walk) -> None:
    """A tap that is not on offer any more (or never was): shows where we are."""
    if walk.session.frames:
        walk.note("stale")
        saying.again(walk)


def _tapped(walk: Walk, shown: Shown, event: Choice, view: View) -> None:
    frame, state = walk.frame, walk.state
    choice = state.choice(shown.id)
    summary: tuple[Shown, ...] = (shown,)
    if state.records is not None:
        deeds.open_record(frame, walk.records.find(shown.id), state.records)
    rules = rules_shown(walk)
    if state.ask == "texts" and shown.id == "done":
        _try_words(walk, "\n".join(frame.work["said"]), event.reading, event.foreign)
    elif state.ask == "choices":
        picked = frame.work.get("picked", [])
        tapped = tuple(Shown(p, ticked=True) for p in picked if not p.startswith(OWN))
        summary = (*tapped, *own_ticks(frame.work))[:6]
        _accept(walk, picked)
    elif choice is not None and (choice.to or choice.call):
        if state.save is not None and state.ask not in ("text", "texts"):
            _save(walk, _value(walk, shown, event))
        walk.follow(f"tap {choice.id}")
    else:
        if choice is not None:
            frame.slots.update(choice.set)
            deeds.do(walk, choice.do)
        _accept(walk, _value(walk, shown, event))
    show_chosen(walk, event, view, summary or (shown,), rules)


def _value(walk: Walk, shown: Shown, event: Choice) -> Any:
    if shown.offer:
        return event.text
    if walk.state.ask == "scale" and shown.id.isdigit():
        return int(shown.id)
    return shown.id


def _tick(walk: Walk, shown: Shown, event: Choice) -> None:
    """Ticks and unticks in place; a choice with nuances opens them below it."""
    work = walk.frame.work
    picked: list[str] = list(work.get("picked", []))
    open_id = work.get("open")
    if shown.words is not None:
        walk.frame.work = {"picked": [p for p in picked if p != OWN + shown.words]}
    elif open_id is not None:
        _toggle(picked, open_id if shown.id == "plain" else shown.id)
        walk.frame.work = {"picked": picked}
    else:
        choice = walk.state.choice(shown.id)
        under = choice.under if choice is not None else ()
        if shown.ticked:
            picked = [p for p in picked if p != shown.id and p not in under]
            walk.frame.work = {"picked": picked}
        elif under:
            walk.frame.work = {"picked": picked, "open": shown.id}
        else:
            _toggle(picked, shown.id)
            walk.frame.work = {"picked": picked}
    saying.edit(walk, event.message_id)


def _turn_page(walk: Walk, shown: Shown, event: Choice) -> None:
    page = walk.frame.work.get("page", 0) + (1 if shown.id == OLDER else -1)
    walk.frame.work = {"page": page}
    saying.edit(walk, event.message_id)


def _toggle(picked: list[str], id_: str) -> None:
    if id_ in picked:
        picked.remove(id_)
    else:
        picked.append(id_)


def _settle_time(walk: Walk, shown: Shown, event: Choice, view: View) -> None:
    if take_sure(walk, shown.id):
        _accept(walk, "other")
    else:
        saying.ask(walk)
    show_chosen(walk, event, view, (shown,), [])


def _answer_feedback(walk: Walk, shown: Shown, event: Choice, view: View) -> None:
    frame = walk.frame
    rules = rules_shown(walk) if shown.id != "show" else []
    if shown.id == "show":
        frame.work = {**frame.work, "shown": True}
        saying.ask(walk)
    elif shown.id == "retry":
        frame.work = {"round": frame.work["round"]}
        saying.ask(walk)
    elif (choice := walk.state.choice(shown.id)) is not None:
        walk.follow(f"tap {choice.id}")
    elif shown.id == "use":
        # Offered words read as any others do; they only are no skill of the person's.
        read = move_of(event.reading) if event.reading is not None else {}
        frame.work = {**frame.work, "move": {**read, "offered": True}}
        _accept(walk, event.text)
    else:
        _accept(walk, frame.work["draft"])
    show_chosen(walk, event, view, (shown,), rules)
