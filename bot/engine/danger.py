"""When a text sounds like danger: the exercise stops and the danger dialogue lies on top.

The text that set it off waits in the frame, so that nothing written is lost: it is fed again,
with that hit waived, when the person says that it was meant otherwise or wants to go on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.coach.reading import Finding, Reading
from bot.engine.events import Command, Text, When

if TYPE_CHECKING:
    from bot.engine.book import Screen
    from bot.engine.walk import Walk


def meet_danger(walk: Walk, event: Text | Command) -> None:
    """Puts the danger dialogue on top, or starts it anew where it is already there."""
    risk = event.risk
    slots: dict[str, Any] = {
        "risk": risk.risk,
        "kind": risk.kind,
        "role": risk.role,
        "rules": list(risk.rules),
        "signs": list(event.signs) if isinstance(event, Text) else [],
    }
    pending = _pending(event)
    danger = walk.book.roles["danger"]
    frames = walk.session.frames
    if frames and frames[-1].dialogue == danger:
        before = frames.pop().slots
        slots["pending"] = before.get("pending", pending)
        slots["waived"] = list(waived(before))
        slots["stood"] = before.get("stood", [])
    else:
        slots["pending"] = pending
        slots["waived"] = list(walk.waived)
        slots["stood"] = [name for name, until in walk.session.marks.items() if until > walk.now]
    walk.push(danger, slots=slots)


def waived(slots: Mapping[str, Any]) -> tuple[str, ...]:
    """The rules that the text waiting in a danger frame has hit so far."""
    return (*slots.get("waived", ()), *slots.get("rules", ()))


def released(slots: Mapping[str, Any], screen: Screen) -> Text | Command | None:
    """The event that waits in a danger frame, screened anew without the rules that hit it."""
    pending = slots.get("pending")
    if pending is None:
        return None
    if "command" in pending:
        return Command(pending["command"])
    text, reading = pending["text"], pending.get("reading")
    return Text(
        text,
        risk=screen(text, waived(slots)),
        reading=None if reading is None else _reading(text, reading),
        when=When(**pending["when"]) if "when" in pending else None,
        edited=pending["edited"],
    )


def _pending(event: Text | Command) -> dict[str, Any]:
    if isinstance(event, Command):
        return {"command": event.name}
    pending: dict[str, Any] = {"text": event.text, "edited": event.edited}
    if event.when is not None:
        pending["when"] = {"meant": list(event.when.meant), "why": event.when.why}
    if event.reading is not None:
        pending["reading"] = {
            "findings": [
                [f.rule, f.severity, f.start, f.end, f.quote, dict(f.pieces), f.sure]
                for f in event.reading.findings
            ],
            "good": list(event.reading.good),
            "move": event.reading.move,
            "checked": event.reading.checked,
        }
    return pending


def _reading(text: str, data: dict[str, Any]) -> Reading:
    findings = tuple(Finding(*f) for f in data["findings"])
    checked = data.get("checked", False)
    return Reading(text, findings, good=tuple(data["good"]), move=data["move"], checked=checked)
