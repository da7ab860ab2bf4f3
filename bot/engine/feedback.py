"""What the coach saw: as data to show, and the word that a person may say on it afterwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.coach.reading import Finding, Reading
from bot.engine.effects import Chosen, Forget, Hide, Rated, Shown, View
from bot.engine.events import Choice
from bot.engine.offered import offered
from bot.engine.saying import open_view, ref_of

if TYPE_CHECKING:
    from bot.engine.walk import Walk

RATINGS = 6
"""How many of the last feedbacks the person may still say something about."""

FOLLOWING = re.compile(r"((?:[ ]+[^\s,.;:!?…—]+){1,3})([ ]+[^\s,.;:!?…—])?")
"""A few words after a finding, within its clause, and whether there are more of them."""


def seen(text: str, reading: Reading | None, foreign: bool) -> dict[str, Any]:
    """What the coach sees, for the states after it to show: the two foremost changes, as they come.

    `after` are the words that follow a finding, by which it is found again in a long text.
    """
    chosen = [f for f in foremost(reading) if f.severity == "change"] if reading else []
    return {
        "findings": [
            {**finding_data(f), "after": _after(text, f.end)}
            for f in sorted(chosen, key=lambda f: f.start)
        ],
        "good": list(reading.good) if reading else [],
        "foreign": foreign,
    }


def foremost(reading: Reading) -> list[Finding]:
    """At most two findings of different rules, the ones that want a change first."""
    of_each_rule: dict[str, Finding] = {}
    for finding in sorted(reading.findings, key=lambda f: f.severity != "change"):
        of_each_rule.setdefault(finding.rule, finding)
    return list(of_each_rule.values())[:2]


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as plain data."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "quote": finding.quote,
        "pieces": dict(finding.pieces),
        "sure": finding.sure,
    }


def move_of(reading: Reading) -> dict[str, Any]:
    """What an answer did, as the simulated partner takes it."""
    return {
        "good": list(reading.good),
        "findings": [f.rule for f in reading.findings],
        "move": reading.move,
    }


def _after(text: str, end: int) -> str:
    following = FOLLOWING.match(text, end)
    if following is None:
        return ""
    return following[1].strip() + ("…" if following[2] else "")


def show_chosen(
    walk: Walk,
    event: Choice,
    view: View,
    shown: tuple[Shown, ...],
    rules: list[str],
) -> None:
    """Where the question of `view` is not open any more, its buttons give way to what was chosen.

    (Not where its message is taken away in this turn.)
    """
    over = walk.session.prompt != view.prompt or walk.session.top is None
    gone = any(isinstance(effect, Hide | Forget) for effect in walk.effects)
    if event.message_id is not None and over and not gone:
        number = _ratable(walk, view.prompt, rules)
        walk.effects.append(Chosen(view, shown, event.message_id, rate=number))


def show_typed(walk: Walk, feedback: tuple[View, str, list[str]] | None) -> None:
    """Feedback that was answered by typing loses its buttons, too."""
    if feedback is not None and walk.session.prompt != feedback[0].prompt:
        view, ref, rules = feedback
        number = _ratable(walk, view.prompt, rules)
        walk.effects.append(Chosen(view, (), None, ref, number))


def feedback_shown(walk: Walk) -> tuple[View, str, list[str]] | None:
    """The feedback in the open question: its view, the name of its message, and the rules."""
    rules = rules_shown(walk)
    if not rules:
        return None
    notes, walk.notes = walk.notes, []
    view = open_view(walk, offered(walk))
    walk.notes = notes
    return view, ref_of(walk), rules


def rules_shown(walk: Walk) -> list[str]:
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
