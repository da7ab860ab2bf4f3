"""Nothing is put into a person's mouth by the practices that they did not say themselves."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.effects import View
from tests.dialogues.test_no_invented_facts import CONTENT, foreign, phrases, shown

NEUTRAL = {
    "boundary/new.words": "need okay",
    "boundary/quiet.words": "means helps takes longer",
    "boundary/crossed.again": "told still true",
    "repair/words.pick": "sorry help going think thought",
    "thanks/give.words": "thank",
    "journal/after.question": "story way",
    "journal/one.share": "understood",
    "debrief/ask.invite": "choose some thing",
}
"""What each may say besides the small list: words that claim nothing about anybody."""

SLOTS = ("need", "okay", "act", "quiet_when", "means", "helps", "long", "deed", "impact", "step",
         "what", "effect", "story", "insight", "words", "back_in_own")  # fmt: skip
TAPPED = {"back_in": ["in-20", "in-hour", "tonight", "tomorrow", "other"],
          "report": ["10080", "20160", "43200", "none"]}  # fmt: skip


@st.composite
def said(draw: st.DrawFn) -> dict[str, Any]:
    slots: dict[str, Any] = {name: draw(phrases) for name in SLOTS}
    return slots | {name: draw(st.sampled_from(ids)) for name, ids in TAPPED.items()}


@pytest.mark.parametrize("state", sorted(NEUTRAL))
def test_every_word_of_an_offer_is_the_persons(state: str) -> None:
    @settings(max_examples=30)
    @given(said())
    def holds(slots: dict[str, Any]) -> None:
        view = View(state, slots=slots, choices=shown(state))
        for choice in view.choices:
            if choice.offer:
                block = f"offer_{choice.id.replace('-', '_')}"
                text = CONTENT.phrasebook.plain(view, block)
                tokens = [slots["back_in"], "month weeks"]
                extra = foreign(text, list(slots.values()), tokens, NEUTRAL[state])
                assert extra == set(), f"{state}: {text}"

    holds()
