"""Random people walk through every shipped dialogue: nothing raises, nobody is ever stuck."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Content
from bot.engine.advance import advance
from bot.engine.events import Command, Event
from bot.engine.filled import filled_before
from bot.engine.records import Kept
from bot.engine.session import Session
from bot.partner import KINDS
from tests.dialogues.visitor import NOW, Visitor, assert_sendable, slots_given
from tests.phrasing.people import CARDS, sample

CONTENT = Content.read()

LONGEST = 600
"""Answers by chance until up to six dialogues that lie on each other have all ended."""
DIALOGUES = sorted(CONTENT.book.dialogues)

TEXTS = (
    "he cancelled our anniversary dinner AGAIN",
    "tell me by lunch if dinner is at risk",
    "you never listen to me, you always do this",
    "sounds like you felt torn. is that it? i still want to finish about the dinner",
    "I'm sorry I said that in front of your friends",
    "when you raise your voice",
    "Sunday after lunch",
    "I will leave the room if there's shouting",
    "i don't want to live any more",
    "last time i said no he locked me in the bathroom",
    "hm",
    "💔",
    "?!",
    "<b>bold</b> & <script>",
    "{{7*7}} {% block text %}",
    "لا أعرف ماذا أقول له بعد كل هذا",
    "ich weiß nicht, was ich ihm sagen soll",
    "own:sad",
    "side",
    "word " * 800,
    "x" * 4096,
)
COMMANDS = (*CONTENT.book.commands, "start", "back", "back", "cancel", "resume", "nonsense")

KEPT = [
    Kept("abcdef-1", "promise", NOW, {"who": "them", "what": "to call", "due": "1440"}),
    Kept("abcdef-2", "promise", NOW, {"who": "me", "what": "tea on Sunday", "moved": "once"}),
    Kept("abcdef-3", "limit", NOW, {"about": "money", "words": "I keep my own account"}),
    Kept("abcdef-4", "refusal", NOW, {}),
    Kept("abcdef-5", "refusal", NOW, {}),
    *(Kept(f"abcdef-{n}", "journal", NOW, {"set_off": "the phone", "feeling": ["sad"]})
      for n in (6, 7, 8)),
]  # fmt: skip
"""What somebody may have kept before."""

PRACTICES = ("debrief", "promise", "boundary", "repair", "thanks", "journal", "checkin")
"""Where a walk may begin in any state, with what may be known there."""

MOVES = st.one_of(
    *[st.tuples(st.just("tap"), st.integers(0, 40))] * 6,
    *[st.tuples(st.just("answer"), st.integers(0, 6))] * 4,
    st.tuples(st.just("type"), st.integers(0, len(TEXTS) - 1)),
    st.tuples(st.just("send"), st.integers(0, len(COMMANDS) - 1)),
    st.tuples(st.just("odd"), st.integers(0, 6)),
)


def do(visitor: Visitor, move: tuple[str, int]) -> None:
    """What a person does next: mostly what is asked of them."""
    what, n = move
    if what == "answer" and visitor.asks_text:
        visitor.type(TEXTS[n])
    elif what in ("tap", "answer") and visitor.choices:
        visitor.press(visitor.choices[n % len(visitor.choices)])
    elif what == "send":
        visitor.send(COMMANDS[n])
    elif what == "odd":
        odd(visitor, n)
    else:
        visitor.type(TEXTS[n % len(TEXTS)])


def answer(visitor: Visitor, chance: Random) -> None:
    """Answers what is asked, one way or the other."""
    if visitor.session.top is not None and not visitor.said:
        visitor.arrive("unsupported")
    if visitor.asides and chance.random() < 0.3:
        visitor.tap(chance.choice(visitor.asides))
    elif "done" in visitor.choices and chance.random() < 0.4:
        # Ticks alone would take up the walk.
        visitor.press("done")
    elif visitor.choices and not (visitor.asks_text and chance.random() < 0.5):
        visitor.press(chance.choice(visitor.choices))
    else:
        visitor.type(TEXTS[chance.randrange(8)])


def odd(visitor: Visitor, n: int) -> None:
    prompt = visitor.session.prompt
    if n == 0:
        visitor.arrive("unsupported")
    elif n == 1:
        visitor.arrive("edited", "I changed that")
    elif n == 2:
        visitor.skip()
    elif n == 3:
        visitor.tap(f"abcdef:{prompt - 1}:sore")
    elif n == 4:
        visitor.tap("zzzzzz:1:sore")
    elif n == 5:
        visitor.tap("~help:now")
    elif visitor.due:
        visitor.come_due(min(visitor.due), late=4000.0)


def begin(dialogue: str, seed: int) -> Visitor:
    me: dict[str, Any] = {}
    if dialogue == "words":
        me["last_card"] = CARDS[seed % len(CARDS)]
    elif dialogue == "again":
        kind = Random(seed).choice(KINDS)
        me["last_card"] = {"kind": kind, "topic": "money", "reaction": "open"}
    visitor = Visitor(CONTENT, seed=seed, consented=dialogue != "start", me=me)
    slots = slots_given(CONTENT, dialogue, seed)
    declared = CONTENT.book.dialogues[dialogue]
    if dialogue in PRACTICES and seed % 3:
        visitor.records = {k.id: k for k in KEPT}
        asking = sorted(name for name, state in declared.states.items() if state.ask)
        state = asking[seed % len(asking)]
        visitor.enter(dialogue, state, sample(declared, filled_before(declared).possibly[state]))
    elif dialogue == "their_side":
        # The partner stands already; the dialogue that would call it has begun with them.
        kind = {"kind": Random(seed).choice(KINDS)}
        asking = sorted(name for name, state in declared.states.items() if state.ask)
        if seed % 3:
            state = asking[seed % len(asking)]
            known = sample(declared, filled_before(declared).possibly[state])
            visitor.enter(dialogue, state, known | kind)
        else:
            visitor.enter(dialogue, declared.start, kind)
    elif dialogue == "start":
        visitor.send("start")
    else:
        visitor.begin(dialogue, slots)
    return visitor


@pytest.mark.parametrize("dialogue", DIALOGUES)
def test_a_random_walk_never_raises_and_is_never_stuck(dialogue: str) -> None:
    ways_out_checked: set[str] = set()
    reached: set[str] = set()

    long = dialogue == "rehearsal"

    @settings(max_examples=250 if long else 40)
    @given(
        st.integers(0, 2**24),
        st.integers(0, 24 if long else 8),
        st.lists(MOVES, min_size=4, max_size=12),
    )
    def walk(seed: int, depth: int, moves: list[tuple[str, int]]) -> None:
        visitor = begin(dialogue, seed)
        assert_sendable(visitor.rows)
        reached.add(visitor.at)
        chance = Random(seed)
        for _ in range(depth):
            answer(visitor, chance)
            assert_sendable(visitor.rows)
            reached.add(visitor.at)
        for move in moves:
            restored = visitor.restored()
            do(visitor, move)
            do(restored, move)
            assert restored.life == visitor.life, "a restart in between made a difference"
            assert restored.rows == visitor.rows
            assert_sendable(visitor.rows)
            reached.add(visitor.at)
            assert_something_leads_on(visitor)
            if visitor.at not in ways_out_checked:
                assert_ways_out(visitor)
                assert_leads_to_the_end(visitor, seed)
                ways_out_checked.add(visitor.at)

    walk()
    states = CONTENT.book.dialogues[dialogue].states
    asking = {f"{dialogue}/{name}" for name, state in states.items() if state.ask}
    assert len(asking & reached) >= 0.6 * len(asking), sorted(asking - reached)


def assert_something_leads_on(visitor: Visitor) -> None:
    """The open question takes a text or has a button that leads on."""
    if visitor.session.top is None:
        return
    assert CONTENT.book.state(*visitor.at.split("/")).ask is not None, f"{visitor.at} asks nothing"
    probe = visitor.restored()
    probe.arrive("unsupported")
    assert probe.asks_text or probe.choices, f"stuck in {visitor.at}"


def told(visitor: Visitor, event: Event) -> Session:
    """What comes of an event, without taking it; the person must be told something."""
    turn = advance(
        CONTENT.book, visitor.session, event, visitor.now, list(visitor.records.values())
    )
    assert turn.effects, f"{event} in {visitor.at} is left without a word"
    return turn.session


def assert_ways_out(visitor: Visitor) -> None:
    """/back, /pause, /cancel and /help_now, in whatever state this is."""
    frames, role = visitor.dialogues, CONTENT.book.roles
    helped = told(visitor, Command("help_now"))
    assert [f.dialogue for f in helped.frames] == frames
    probe = visitor.restored()
    probe.send("help_now")
    assert "988" in probe.text or "findahelpline" in probe.text
    told(visitor, Command("back"))
    if not visitor.session.me.get("consented"):
        assert told(visitor, Command("pause")).waiting == "pause"
        return
    paused = told(visitor, Command("pause"))
    assert paused.top is not None
    assert paused.top.dialogue == "pause"
    session, kept = visitor.session, list(visitor.records.values())
    for _ in range(len(frames) + 1):
        stopped = advance(CONTENT.book, session, Command("cancel"), visitor.now, kept)
        assert stopped.effects
        session = stopped.session
    assert [f.dialogue for f in session.frames] == [role["home"]]


def assert_leads_to_the_end(visitor: Visitor, seed: int) -> None:
    """From here on somebody who only answers what is asked comes to an end."""
    chance = Random(seed)
    other = visitor.restored()
    other.arrive("unsupported")
    for _ in range(LONGEST):
        if other.forgotten or not set(other.dialogues) - {"home", "start"}:
            return
        assert_sendable(other.rows)
        answer(other, chance)
    raise AssertionError(f"{visitor.at} does not come to an end; last {other.at}")


def test_a_stored_life_is_plain_json() -> None:
    visitor = begin("rehearsal", 3)
    for _ in range(4):
        do(visitor, ("answer", 0))
    data = visitor.life.as_data()
    assert json.loads(json.dumps(data)) == data
