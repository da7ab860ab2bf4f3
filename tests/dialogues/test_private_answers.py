"""Private answers are never coached: whatever the blame in them, it is only taken.

Every state of every dialogue that has no coach type, as the content declares them, gets a text
full of blame. A new state is covered by being there.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, get_args

from bot.coach import Coach
from bot.coach.reading import TextType
from bot.content import Content
from bot.engine.effects import Say
from tests.dialogues.test_every_state_meets_danger import STATES, there

CONTENT = Content.read()
BLAME = (
    "you never listen, you're such a selfish liar, you ruin everything and you don't care at all"
)
PRIVATE = [
    (dialogue, name)
    for dialogue, name in STATES
    if CONTENT.book.expects(there(dialogue, name).session).coach is None
]


class Counting:
    """The coach, with a count of the texts that it was given to read."""

    def __init__(self, coach: Coach) -> None:
        self.read: list[str] = []
        self._coach = coach

    def reading(self, text: str, *arguments: Any, **more: Any) -> Any:
        self.read.append(text)
        return self._coach.reading(text, *arguments, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._coach, name)


def wordings() -> set[str]:
    """All that the coach would say of the blame: labels, reasons, rewordings, in each phrasing."""
    said = set()
    for type_ in get_args(TextType):
        for finding in CONTENT.coach.reading(BLAME, type_).findings:
            name = f"coach/{finding.rule}"
            pieces = {"they": "they", "them": "them", "their": "their", "slots": {}}
            values = {**pieces, "quote": finding.quote, "pieces": finding.pieces, "variant": 0}
            for block in CONTENT.phrasebook.block_names(name):
                words = CONTENT.phrasebook.shared(name, block, **values)
                said.add(" ".join(words.split()))
    return {words for words in said if len(words) > 12}


def test_blame_in_a_private_answer_is_taken_and_nothing_is_said_of_it() -> None:
    coach_says = wordings()
    assert len(coach_says) > 10
    for dialogue, state in PRIVATE:
        visitor = there(dialogue, state)
        coach = Counting(CONTENT.coach)
        visitor.content = replace(CONTENT, coach=coach)
        visitor.type(BLAME)
        texts, shown = [visitor.text], list(visitor.effects)
        if CONTENT.book.state(dialogue, state).ask == "texts":
            visitor.press("done")
            texts.append(visitor.text)
            shown += visitor.effects
        where = f"{dialogue}/{state}"
        assert coach.read == [], where
        kept = json.dumps([[f.work, f.slots.get("reading")] for f in visitor.session.frames])
        assert '"findings"' not in kept, where
        for effect in shown:
            if isinstance(effect, Say):
                assert effect.view.block not in ("feedback", "example"), where
                assert {note for note, _ in effect.view.notes}.isdisjoint({"good"}), where
        said = " ".join(" ".join(texts).split())
        assert "› “" not in said, where
        assert not [words for words in coach_says if words in said], where


def test_the_same_words_meant_to_be_said_are_coached() -> None:
    """So that the test above can fail."""
    coach_says, worded = wordings(), 0
    for dialogue, name in STATES:
        visitor = there(dialogue, name)
        state = CONTENT.book.state(dialogue, name)
        if CONTENT.book.expects(visitor.session).coach is None or state.seen or state.mirrors:
            continue
        visitor.type(BLAME)
        if state.ask == "texts":
            visitor.press("done")
        assert "› “" in visitor.text, f"{dialogue}/{name}"
        said = " ".join(visitor.text.split())
        worded += any(words in said for words in coach_says)
    assert worded > 10


def test_most_states_are_private() -> None:
    assert len(PRIVATE) > 60
