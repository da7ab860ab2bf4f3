"""The way back, step by step."""

from __future__ import annotations

from tests.engine.person import Person
from tests.engine.small_book import TALK, book_of, change


def test_back_takes_steps_back_one_by_one() -> None:
    someone = Person()
    someone.send("talk")
    stages = [(someone.at, dict(someone.slots))]
    someone.tap("sore")
    stages.append((someone.at, dict(someone.slots)))
    someone.type("you left the dishes")
    someone.tap("done")
    stages.append((someone.at, dict(someone.slots)))
    someone.tap("calm", "done")
    stages.append((someone.at, dict(someone.slots)))
    someone.type("help on Sunday")
    for at, slots in reversed(stages):
        someone.send("back")
        assert (someone.at, someone.slots) == (at, slots)
        assert someone.asked.template == at
    someone.send("back")
    assert someone.notes == ["nothing_back"]
    assert someone.at == "talk/calm.kind"


def test_back_restores_what_an_answer_had_overwritten() -> None:
    someone = Person(book_of()).to_request()
    someone.type("help on Sunday")
    someone.send("back")
    someone.type("cook on Monday")
    assert someone.slots["request"] == "cook on Monday"
    someone.send("back")
    assert "request" not in someone.slots


def test_back_after_back_and_another_answer() -> None:
    someone = Person().to_story()
    someone.send("back")
    someone.tap("quick")
    assert someone.slots["kind"] == "quick"
    someone.send("back")
    assert someone.slots == {}
    assert someone.at == "talk/calm.kind"


def test_back_restores_the_partner() -> None:
    someone = Person().to_answer()
    someone.type("I hear you")
    before = someone.session.frames[0].partner
    assert before is not None
    assert before["line"] == "line-1"
    someone.type("I hear you")
    someone.send("back")
    assert someone.session.frames[0].partner == before


def test_back_leaves_a_dialogue_just_called() -> None:
    someone = Person().to_feelings()
    someone.send("pause")
    someone.send("back")
    assert someone.at == "talk/calm.feelings"
    someone.send("back")
    assert someone.at == "talk/calm.story"


def test_back_from_a_called_dialogue_is_the_step_that_called_it() -> None:
    text = change(TALK, ("call: pause, to: calm.kind", "call: pause, to: calm.story"))
    someone = Person(book_of(text))
    someone.send("talk")
    someone.tap("rest")
    someone.send("back")
    assert someone.at == "talk/calm.kind"
    assert someone.slots == {}
    someone.tap("rest", "20", "later")
    assert someone.at == "talk/calm.story"
    someone.send("back")
    assert someone.at == "talk/calm.kind"


def test_back_within_a_called_dialogue_and_then_out_of_it() -> None:
    someone = Person().to_feelings()
    someone.send("pause")
    someone.tap("20")
    someone.send("back")
    assert someone.at == "pause/stop.long"
    someone.send("back")
    assert someone.at == "talk/calm.feelings"


def test_back_goes_into_a_dialogue_that_is_still_there_only() -> None:
    """A pause that ended has left no steps behind for a later one."""
    someone = Person().to_feelings()
    someone.send("pause")
    someone.tap("20")
    someone.send("talk")
    someone.send("pause")
    someone.send("back")
    assert someone.at == "talk/calm.feelings"


def test_back_leaves_danger_for_where_it_was() -> None:
    someone = Person().to_request()
    someone.type("he locked me in")
    someone.tap("meant-otherwise")
    someone.send("back")
    assert someone.at == "talk/words.ask"


def test_back_from_feedback_is_the_question_itself() -> None:
    someone = Person().to_request()
    someone.type("stop it", "vague")
    assert someone.said == ["talk/words.ask:feedback"]
    someone.send("back")
    assert someone.said == ["talk/words.ask:text"]
    assert someone.at == "talk/words.ask"


def test_back_when_nothing_is_under_way() -> None:
    someone = Person()
    someone.send("back")
    assert someone.notes == ["nothing_back"]
    assert someone.at == "home/home.ask"
