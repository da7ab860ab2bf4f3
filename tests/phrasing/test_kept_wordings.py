"""What the phrasebook keeps between messages holds nobody's words."""

from __future__ import annotations

from typing import Any

from bot.content import Content
from bot.engine.filled import deeds_of, filled_before
from bot.phrasing.blocks import FEW
from tests.dialogues.visitor import Visitor, slots_given
from tests.phrasing.people import ANSWERS, sample

CANARY = "zqcanary"


def typed(value: Any) -> Any:
    """What `sample` has for a typed answer, as somebody's own word."""
    return CANARY if value == ANSWERS[0] else value


def test_no_typed_word_stays_in_what_is_kept(content: Content) -> None:
    book, rendered = content.phrasebook, 0
    card = {"kind": "sore", "words": CANARY, "observation": CANARY, "when": "saturday-morning"}
    me = {"last_card": card, "name": CANARY, "pause_word": CANARY, "zone": "Europe/Berlin"}
    for dialogue, declared in content.book.dialogues.items():
        possibly = filled_before(declared).possibly
        for name, state in declared.states.items():
            if state.silent:
                continue
            visitor = Visitor(content, me=me)
            slots = {k: typed(v) for k, v in sample(declared, possibly[name]).items()}
            visitor.enter(dialogue, name, slots | (slots_given(content, dialogue, 0) or {}))
            said = visitor.text
            if visitor.asks_text:
                visitor.type(f"{CANARY} you never listen, {CANARY}")
                said += visitor.text
            rendered += CANARY in said
    blocks = book._blocks
    kept = repr([list(each.items()) for each in (book._found, blocks._few, blocks._kept)])
    assert rendered > 25, "the words were shown"
    assert len(blocks._kept) > 20, "some wordings are kept"
    assert CANARY not in kept


def test_no_slot_is_named_like_what_may_be_kept(content: Content) -> None:
    """A slot named `stage`, say, would have what somebody typed kept as a stage's name."""
    for declared in content.book.dialogues.values():
        slots = {s for possible in filled_before(declared).possibly.values() for s in possible}
        slots |= {s.save for s in declared.states.values() if s.save}
        recalled = (d.recall for s in declared.states.values() for d in deeds_of(s) if d.recall)
        slots |= {slot for recall in recalled for slot in recall.slots}
        assert not slots & FEW, declared.dialogue
