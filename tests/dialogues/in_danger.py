"""Somebody on the way through a rehearsal, who then types what tells of danger."""

from __future__ import annotations

from bot.content import Content
from tests.dialogues.visitor import Visitor

STORY = "we argue about the car"
LOCKED = "last time i said no he locked me in the bathroom"
DYING = "i want to kill myself"
STEPS: dict[str, list[str]] = {
    "calm.heat": ["sore"],
    "calm.story": ["sore", "3"],
    "calm.feelings": ["sore", "3", "..." + STORY, "done"],
    "words.request": ["sore", "3", "..." + STORY, "done", "done", "defensive"],
    "words.pick": ["sore", "3", "..." + STORY, "done", "done", "defensive",
                   "...sit down with me on Sunday", "...spent our savings on it"],
}  # fmt: skip
STEPS["answer.line"] = [*STEPS["words.pick"], "short"]
STEPS["forward.step"] = [*STEPS["answer.line"], "...so you were scared. is that it?"]


def rehearsing(content: Content, state: str) -> Visitor:
    """Somebody who came as far as that state."""
    visitor = Visitor(content)
    visitor.send("rehearse")
    for step in STEPS[state]:
        if step.startswith("..."):
            visitor.answer(step[3:])
        else:
            visitor.press(step)
    assert visitor.at == f"rehearsal/{state}"
    return visitor


def typed(content: Content, text: str) -> Visitor:
    """Somebody who typed that as their story."""
    visitor = rehearsing(content, "calm.story")
    visitor.type(text)
    return visitor
