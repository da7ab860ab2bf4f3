"""Danger stops everything; what was written waits and is not lost."""

from __future__ import annotations

import pytest

from bot.engine.effects import Hide, Say
from bot.engine.events import Choice, Command, Text, Unsupported
from bot.safety.risk import Risk
from tests.engine.person import Person
from tests.engine.small_book import NOW, reading, risky

LOCKED = "he locked me in"


def test_danger_lies_on_top_of_what_was_under_way() -> None:
    someone = Person().to_request()
    someone.type(LOCKED)
    assert someone.at == "danger/ask.safe"
    assert [f.dialogue for f in someone.session.frames] == ["talk", "danger"]
    assert someone.session.marks == {"harm": NOW + 7 * 86400}
    assert "request" not in someone.session.frames[0].slots
    (say,) = someone.all(Say)
    assert say.urgent
    assert say.ref.startswith("h")
    assert say.view.slots["risk"] == "violence"


def test_danger_in_every_kind_of_arrival() -> None:
    risk = risky(LOCKED)
    for event in (
        Text(LOCKED, risk),
        Text(LOCKED, risk, edited=True),
        Command("talk", LOCKED, risk),
        Command("nonsense", LOCKED, risk),
    ):
        for someone in (Person(), Person().to_story(), Person(consented=False)):
            someone.take(event)
            assert someone.at == "danger/ask.safe"


def test_that_is_not_what_i_meant_feeds_the_same_text_again() -> None:
    someone = Person().to_request()
    someone.type(LOCKED)
    someone.tap("meant-otherwise")
    assert someone.slots["request"] == LOCKED
    assert someone.at == "talk/words.pick"
    assert someone.session.marks == {}
    assert "pending" not in str(someone.session.as_data())


def test_the_text_that_waited_keeps_its_reading() -> None:
    someone = Person().to_request()
    someone.type(LOCKED, "label", good=("names-feeling",))
    someone.tap("meant-otherwise")
    assert someone.said == ["talk/words.ask:feedback"]
    assert [f["rule"] for f in someone.asked.work["findings"]] == ["label"]
    assert someone.asked.work["good"] == ["names-feeling"]
    someone.tap("keep")
    assert someone.slots["request"] == LOCKED


def test_a_message_of_several_waits_and_joins_the_others() -> None:
    someone = Person().to_story()
    someone.type("we had a row")
    someone.type(LOCKED)
    someone.tap("meant-otherwise")
    assert someone.said == ["talk/calm.story:listening"]
    someone.tap("done")
    assert someone.slots["story"] == f"we had a row\n{LOCKED}"


def test_ticks_survive_danger() -> None:
    someone = Person().to_feelings()
    someone.tap("hurt", "stung")
    someone.type(LOCKED)
    someone.tap("meant-otherwise", "done")
    assert someone.slots["feelings"] == ["stung", f"own:{LOCKED}"]


def test_a_command_that_waited_is_carried_out() -> None:
    someone = Person()
    someone.take(Command("pause", LOCKED, risky(LOCKED)))
    someone.tap("meant-otherwise")
    assert someone.at == "pause/stop.long"


@pytest.mark.parametrize("text", ["he locked me in, I feel like dying", "dying, locked"])
def test_a_text_with_two_dangers_comes_through_in_the_end(text: str) -> None:
    someone = Person().to_request()
    someone.type(text)
    assert someone.session.frames[-1].slots["risk"] == "self-harm", "the gravest first"
    someone.tap("meant-otherwise")
    assert someone.session.frames[-1].slots["risk"] == "violence"
    someone.tap("meant-otherwise")
    assert someone.at == "talk/words.pick"
    assert someone.slots["request"] == text


def test_what_was_waived_once_is_not_waived_for_another_text() -> None:
    someone = Person().to_request()
    someone.type(LOCKED)
    someone.tap("meant-otherwise")
    someone.tap("own")
    someone.type(LOCKED)
    assert someone.at == "danger/ask.safe"


def test_more_of_it_starts_the_help_anew_and_keeps_the_first_text() -> None:
    someone = Person().to_request()
    someone.type(LOCKED)
    someone.type("really, he locked the door")
    assert [f.dialogue for f in someone.session.frames] == ["talk", "danger"]
    someone.tap("meant-otherwise")
    assert someone.slots["request"] == LOCKED


def test_a_harmless_text_in_danger_shows_the_help_again() -> None:
    someone = Person().to_request()
    someone.type(LOCKED)
    someone.type("hm")
    assert someone.at == "danger/ask.safe"
    assert someone.all(Say)[-1].urgent
    someone.take(Unsupported())
    assert someone.at == "danger/ask.safe"


def test_stopping_help_returns_without_taking_the_text() -> None:
    for leave in (lambda p: p.tap("yes"), lambda p: p.send("cancel"), lambda p: p.send("back")):
        someone = Person().to_request()
        someone.type(LOCKED)
        leave(someone)
        assert someone.at == "talk/words.ask"
        assert "request" not in someone.slots
        assert someone.session.marks, "the mark stands; only time or the person clears it"


def test_hide_takes_the_help_away() -> None:
    someone = Person().to_request()
    someone.type(LOCKED)
    someone.tap("hide")
    (hide,) = someone.all(Hide)
    assert hide.refs == "h"


def test_a_page_shown_from_within_help_is_hidden_with_it() -> None:
    """What was called from the danger dialogue is part of the help that [Hide this] takes."""
    someone = Person().to_request()
    someone.type(LOCKED)
    someone.send("about")
    assert [s.ref[0] for s in someone.all(Say)] == ["h", "h"]


def test_danger_before_consent_and_then_the_welcome() -> None:
    someone = Person(consented=False)
    someone.take(Text(LOCKED, Risk("violence", "violence", rules=("locked",)), reading(LOCKED)))
    someone.tap("meant-otherwise")
    assert someone.at == "welcome/hello.consent"


def test_a_forged_answer_to_help_is_refused() -> None:
    someone = Person().to_request()
    someone.type(LOCKED)
    someone.take(Choice("meant-otherwise", someone.session.prompt - 1))
    assert someone.at == "danger/ask.safe"
    assert "stale" in someone.notes
