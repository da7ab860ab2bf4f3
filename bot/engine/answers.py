"""Taking an answer: a typed text, a tick, a tap. What it means depends on what the state asks."""

from __future__ import annotations

from typing import Any

from bot.coach.reading import Finding, Reading
from bot.engine import deeds
from bot.engine.effects import Chosen, Forget, Hide, Shown, View
from bot.engine.events import Choice, Text
from bot.engine.offered import OWN, own_ticks
from bot.engine.timing import take_sure, take_time
from bot.engine.walk import Walk

ROUNDS = 2
"""How often the coach comes back to one part."""

INTERRUPTIONS = 4
"""How often the coach interrupts in one run of a dialogue."""

OFFERED = {"good": ["mirrors"], "findings": [], "move": "reflection"}
"""How an answer to the partner reads that the coach offered: it gives back what they said."""


# Typed


def take_text(walk: Walk, event: Text) -> None:
    """Takes something typed as the answer to the open question."""
    ask = walk.state.ask
    if ask == "texts":
        _one_more_message(walk, event)
    elif ask == "text":
        _try_words(walk, event)
    elif ask == "time":
        take_time(walk, event)
    elif walk.state.other:
        _something_else(walk, event.text)
    elif (typed := next((c for c in walk.state.choices if c.typed), None)) is not None:
        said = len(walk.effects)
        walk.follow(f"tap {typed.id}")
        del walk.effects[said:]
        _try_words(walk, event)
    else:
        walk.note("still_here" if walk.urgent else "please_tap")
        walk.again()


def _one_more_message(walk: Walk, event: Text) -> None:
    work = walk.frame.work
    work["said"] = [*work.get("said", []), event.text]
    walk.listening()


def _something_else(walk: Walk, text: str) -> None:
    state, frame = walk.state, walk.frame
    if state.ask == "choices":
        picked = [p for p in frame.work.get("picked", []) if p != OWN + text]
        frame.work = {"picked": [*picked, OWN + text]}
        walk.again()
        return
    slot = state.save or "answer"
    frame.slots[f"{slot}_own"] = text
    _accept(walk, "other")


def _try_words(walk: Walk, event: Text) -> None:
    """Words meant to be said get a reading; where something wants changing, feedback first."""
    frame, reading = walk.frame, event.reading
    rounds = frame.work.get("round", 0)
    wants_change = reading is not None and any(f.severity == "change" for f in reading.findings)
    if wants_change and rounds < ROUNDS and frame.coached < INTERRUPTIONS:
        assert reading is not None
        frame.coached += 1
        frame.work = {
            "draft": event.text,
            "round": rounds + 1,
            "findings": [_finding(f) for f in _foremost(reading)],
            "good": list(reading.good),
            "move": _move(reading),
        }
        walk.ask()
        return
    if reading is not None and reading.good and not wants_change:
        walk.note("good", moves=list(reading.good))
    _accept(walk, event.text, reading)


def _foremost(reading: Reading) -> list[Finding]:
    """At most two findings, the ones that want a change first."""
    return sorted(reading.findings, key=lambda f: f.severity != "change")[:2]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "quote": finding.quote,
        "pieces": dict(finding.pieces),
    }


def _move(reading: Reading) -> dict[str, Any]:
    return {
        "good": list(reading.good),
        "findings": [f.rule for f in reading.findings],
        "move": reading.move,
    }


def _accept(walk: Walk, value: Any, reading: Reading | None = None) -> None:
    frame, state = walk.frame, walk.state
    if state.mirrors:
        frame.slots["move"] = _move(reading) if reading else frame.work.get("move", {})
    _save(walk, value)
    walk.follow("go on")


def _save(walk: Walk, value: Any) -> None:
    frame, state = walk.frame, walk.state
    if state.save is not None:
        frame.slots[state.save] = value
    if state.ask == "time" and value != "other":
        frame.slots.pop(f"{state.save}_own", None)
        frame.slots[f"{state.save}_spec"] = value
    walk.derive()


# Tapped


def take_tap(walk: Walk, event: Choice) -> None:
    """Takes a tap, if it is on offer in the open question; otherwise shows where we are."""
    if not walk.session.frames or event.prompt != walk.session.prompt:
        stale(walk)
        return
    shown = next((s for s in walk.shown() if s.id == event.id and s.kind == "tap"), None)
    if shown is None or (shown.offer and not event.text):
        stale(walk)
        return
    if "findings" in walk.frame.work:
        _answer_feedback(walk, shown, event)
    elif "meant" in walk.frame.work:
        _settle_time(walk, shown, event)
    elif walk.state.ask == "choices" and shown.id != "done":
        _tick(walk, shown, event)
    else:
        _tapped(walk, shown, event)


def stale(walk: Walk) -> None:
    """A tap that is not on offer any more (or never was): shows where we are."""
    if walk.session.frames:
        walk.note("stale")
        walk.again()


def _tapped(walk: Walk, shown: Shown, event: Choice) -> None:
    frame, state = walk.frame, walk.state
    view, prompt = walk.open_view(), walk.session.prompt
    choice = state.choice(shown.id)
    summary: tuple[Shown, ...] = (shown,)
    if state.records is not None:
        deeds.open_record(frame, walk.records.find(shown.id), state.records)
    if state.ask == "texts" and shown.id == "done":
        _accept(walk, "\n".join(frame.work["said"]))
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
    _show_chosen(walk, event, prompt, view, summary or (shown,))


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
    walk.edit(event.message_id)


def _toggle(picked: list[str], id_: str) -> None:
    if id_ in picked:
        picked.remove(id_)
    else:
        picked.append(id_)


def _settle_time(walk: Walk, shown: Shown, event: Choice) -> None:
    view, prompt = walk.open_view(), walk.session.prompt
    if take_sure(walk, shown.id):
        _accept(walk, "other")
    _show_chosen(walk, event, prompt, view, (shown,))


def _answer_feedback(walk: Walk, shown: Shown, event: Choice) -> None:
    frame = walk.frame
    view, prompt = walk.open_view(), walk.session.prompt
    if shown.id == "show":
        frame.work = {**frame.work, "shown": True}
        walk.ask()
    elif shown.id == "retry":
        frame.work = {"round": frame.work["round"]}
        walk.ask()
    elif shown.id == "use":
        frame.work = {**frame.work, "move": OFFERED}
        _accept(walk, event.text)
    else:
        _accept(walk, frame.work["draft"])
    _show_chosen(walk, event, prompt, view, (shown,))


def _show_chosen(
    walk: Walk, event: Choice, prompt: int, view: View, shown: tuple[Shown, ...]
) -> None:
    """Where the question is not open any more, its buttons give way to what was chosen.

    (Not where its message is taken away in this turn.)
    """
    over = walk.session.prompt != prompt or walk.session.top is None
    gone = any(isinstance(effect, Hide | Forget) for effect in walk.effects)
    if event.message_id is not None and over and not gone:
        walk.effects.append(Chosen(view, shown, event.message_id))
