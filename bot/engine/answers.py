"""Taking an answer: a typed text, a tick, a tap. What it means depends on what the state asks."""

from __future__ import annotations

import re
from typing import Any

from bot.coach.reading import Finding, Reading
from bot.engine import deeds
from bot.engine.effects import Chosen, Rated, Shown, View
from bot.engine.events import Choice, Text
from bot.engine.offered import OWN, own_ticks
from bot.engine.walk import Walk

ROUNDS = 2
"""How often the coach comes back to one part."""

INTERRUPTIONS = 4
"""How often the coach interrupts in one run of a dialogue."""

RATINGS = 6
"""How many of the last feedbacks the person may still say something about."""

FOLLOWING = re.compile(r"((?:[ ]+[^\s,.;:!?…—]+){1,3})([ ]+[^\s,.;:!?…—])?")
"""A few words after a finding, within its clause, and whether there are more of them."""

OFFERED = {"good": ["mirrors"], "findings": [], "move": "reflection"}
"""How an answer to the partner reads that the coach offered: it gives back what they said."""


# Typed


def take_text(walk: Walk, event: Text) -> None:
    """Takes something typed as the answer to the open question."""
    ask = walk.state.ask
    if ask == "texts":
        _one_more_message(walk, event)
    elif ask == "text":
        _try_words(walk, event.text, event.reading, event.foreign)
    elif walk.state.other:
        _something_else(walk, event.text)
    elif (typed := next((c for c in walk.state.choices if c.typed), None)) is not None:
        said = len(walk.effects)
        feedback = _feedback(walk)
        walk.follow(f"tap {typed.id}")
        del walk.effects[said:]
        take_text(walk, event)
        _show_typed(walk, feedback)
    else:
        walk.note("still_here" if walk.urgent else "please_tap")
        walk.again()


def _one_more_message(walk: Walk, event: Text) -> None:
    work = walk.frame.work
    if "findings" in work:
        work = walk.frame.work = {"round": work["round"]}
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


def _try_words(walk: Walk, text: str, reading: Reading | None, foreign: bool = False) -> None:
    """Words meant to be said get a reading; where something wants changing, feedback first."""
    frame = walk.frame
    rounds = frame.work.get("round", 0)
    feedback = _feedback(walk)
    wants_change = reading is not None and any(f.severity == "change" for f in reading.findings)
    if walk.state.seen:
        frame.slots["reading"] = _seen(text, reading, foreign)
        _accept(walk, text, reading)
    elif wants_change and rounds < ROUNDS and _interruptions(walk) < INTERRUPTIONS:
        assert reading is not None
        frame.coached += 1
        frame.work = {
            "draft": text,
            "round": rounds + 1,
            "findings": [_finding(f) for f in _foremost(reading)],
            "good": list(reading.good),
            "move": _move(reading),
        }
        walk.ask()
    else:
        if reading is not None and reading.good and not wants_change:
            walk.note("good", moves=list(reading.good))
        _accept(walk, text, reading)
    _show_typed(walk, feedback)


def _interruptions(walk: Walk) -> int:
    """How often the coach interrupted in the dialogues that lie on each other."""
    return sum(frame.coached for frame in walk.session.frames)


def _seen(text: str, reading: Reading | None, foreign: bool) -> dict[str, Any]:
    """What the coach sees, for the states after it to show: the two foremost changes, as they come.

    `after` are the words that follow a finding, by which it is found again in a long text.
    """
    changes = [f for f in reading.findings if f.severity == "change"] if reading else []
    foremost = list({f.rule: f for f in reversed(changes)}.values())[::-1][:2]
    return {
        "findings": [
            {**_finding(f), "after": _after(text, f.end)}
            for f in sorted(foremost, key=lambda f: f.start)
        ],
        "good": list(reading.good) if reading else [],
        "foreign": foreign,
    }


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
    if state.save is not None:
        frame.slots[state.save] = value
    walk.derive()
    walk.follow("go on")


def _after(text: str, end: int) -> str:
    following = FOLLOWING.match(text, end)
    if following is None:
        return ""
    return following[1].strip() + ("…" if following[2] else "")


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
    rules = _rules_shown(walk)
    if state.ask == "texts" and shown.id == "done":
        _try_words(walk, "\n".join(frame.work["said"]), event.reading, event.foreign)
    elif state.ask == "choices":
        picked = frame.work.get("picked", [])
        tapped = tuple(Shown(p, ticked=True) for p in picked if not p.startswith(OWN))
        summary = (*tapped, *own_ticks(frame.work))[:6]
        _accept(walk, picked)
    elif choice is not None and (choice.to or choice.call):
        if state.save is not None and state.ask not in ("text", "texts"):
            frame.slots[state.save] = _value(walk, shown, event)
            walk.derive()
        walk.follow(f"tap {choice.id}")
    else:
        if choice is not None:
            frame.slots.update(choice.set)
            deeds.do(walk, choice.do)
        _accept(walk, _value(walk, shown, event))
    _show_chosen(walk, event, prompt, view, summary or (shown,), rules)


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


def _answer_feedback(walk: Walk, shown: Shown, event: Choice) -> None:
    frame = walk.frame
    view, prompt = walk.open_view(), walk.session.prompt
    rules = _rules_shown(walk) if shown.id != "show" else []
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
    _show_chosen(walk, event, prompt, view, (shown,), rules)


def _show_chosen(
    walk: Walk,
    event: Choice,
    prompt: int,
    view: View,
    shown: tuple[Shown, ...],
    rules: list[str],
) -> None:
    """Where the tap led to another question, the buttons give way to what was chosen."""
    if event.message_id is not None and walk.session.prompt != prompt:
        rate = _ratable(walk, prompt, rules)
        walk.effects.append(Chosen(view, shown, event.message_id, rate=rate))


def _show_typed(walk: Walk, feedback: tuple[View, str, list[str]] | None) -> None:
    """Feedback that was answered by typing loses its buttons, too."""
    if feedback is not None and walk.session.prompt != feedback[0].prompt:
        view, ref, rules = feedback
        rate = _ratable(walk, view.prompt, rules)
        walk.effects.append(Chosen(view, (), None, ref, rate))


# Feedback on the feedback


def _feedback(walk: Walk) -> tuple[View, str, list[str]] | None:
    """The feedback in the open question: its view, the name of its message, and the rules."""
    rules = _rules_shown(walk)
    if not rules:
        return None
    notes, walk.notes = walk.notes, []
    view = walk.open_view()
    walk.notes = notes
    return view, walk.ref(), rules


def _rules_shown(walk: Walk) -> list[str]:
    """The rules behind the feedback in the open question, in their order."""
    frame = walk.frame
    shown = frame.work.get("findings", [])
    if walk.state.rated:
        shown = frame.slots.get("reading", {}).get("findings", [])
    return list(dict.fromkeys(f["rule"] for f in shown))


def _ratable(walk: Walk, prompt: int, rules: list[str]) -> int | None:
    """Remembers what feedback may be rated under this number; the oldest are let go."""
    if not rules:
        return None
    ratings = walk.session.ratings | {str(prompt): rules}
    walk.session.ratings = dict(list(ratings.items())[-RATINGS:])
    return prompt


def rate(walk: Walk, number: str, helped: bool, message_id: int | None) -> None:
    """Takes the word on one feedback, once."""
    rules = walk.session.ratings.pop(number, None)
    if rules:
        walk.effects.append(Rated(tuple(rules), helped, message_id))
