"""`advance` changes nothing it is given, and does the same again."""

from __future__ import annotations

import copy
import json

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.advance import advance
from bot.engine.events import Choice, Command, Due, Event, Skipped, Standing, Text, Unsupported
from bot.engine.session import TRAIL_LENGTH, Session
from tests.engine.small_book import ALL, NOW, book_of, reading, risky

BOOK = book_of()
IDS = sorted(
    {c.id for d in BOOK.dialogues.values() for s in d.states.values() for c in s.choices}
    | {n for d in BOOK.dialogues.values() for s in d.states.values() for c in s.choices
       for n in c.under}
    | {"done", "plain", "show", "use", "keep", "retry", "other", "7", "numb", "x"}
)  # fmt: skip
TEXTS = [
    "you left",
    "he locked me in",
    "I feel like dying",
    "nothing",
    "",
    "own:sad",
    "dying, locked",
]


def commands() -> st.SearchStrategy[Event]:
    names = [*BOOK.commands, "back", "cancel", "resume", "start", "nonsense"]
    return st.sampled_from(names).map(Command)


def texts() -> st.SearchStrategy[Event]:
    return st.builds(
        lambda text, changes, edited, foreign: Text(
            text, risky(text), reading(text, *changes, move="other"), edited, foreign
        ),
        st.sampled_from(TEXTS),
        st.lists(st.sampled_from(["label", "~vague", "rebuttal"]), max_size=3),
        st.sampled_from([False, False, False, True]),
        st.sampled_from([False, False, False, True]),
    )


def taps() -> st.SearchStrategy[tuple[str, int]]:
    """A choice id and how far off the prompt is: mostly the present one."""
    return st.tuples(st.sampled_from(IDS), st.sampled_from([0, 0, 0, 0, 0, -1, 1]))


def dues() -> st.SearchStrategy[Event]:
    places = [("pause", "stop.heat"), ("talk", "calm.kind"), ("talk", "gone"), ("gone", "a.b")]
    return st.sampled_from(places).map(
        lambda p: Due("r", {"dialogue": p[0], "state": p[1], "slots": {"minutes": "20"}})
    )


EVENTS = st.one_of(
    commands(), texts(), taps(), taps(), taps(), dues(),
    st.sampled_from([Unsupported(), Skipped(), Standing("nonsense", "1")]),
)  # fmt: skip


@given(st.lists(EVENTS, max_size=40), st.booleans())
def test_nothing_is_changed_and_the_same_comes_of_the_same(events: list, new: bool) -> None:
    session = Session("abcdef", 5, me={} if new else {"consented": "yes"})
    for drawn in events:
        event = drawn
        if isinstance(drawn, tuple):
            event = Choice(drawn[0], session.prompt + drawn[1], "some words", 5)
        before = copy.deepcopy(session)
        turn = advance(BOOK, session, event, NOW)
        assert session == before, "the session given was changed"
        after = copy.deepcopy(turn.session)
        stored = json.loads(json.dumps(session.as_data()))
        assert Session.from_data(stored) == session
        again = advance(BOOK, Session.from_data(stored), event, NOW)
        assert again.session == turn.session == after
        assert again.effects == turn.effects
        assert len(turn.session.trail) <= TRAIL_LENGTH
        assert turn.session.prompt >= session.prompt
        session = turn.session


def test_the_book_is_not_changed_by_a_walk() -> None:
    again = book_of()
    assert {n: d.model_dump() for n, d in BOOK.dialogues.items()} == {
        n: d.model_dump() for n, d in again.dialogues.items()
    }
    assert set(BOOK.dialogues) == set(ALL)
