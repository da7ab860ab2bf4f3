"""Consent, taps that are not on offer, and whatever cannot be an answer."""

from __future__ import annotations

import pytest

from bot.engine.effects import Say
from bot.engine.events import Choice, Due, Event, FromPartner, Skipped, Standing, Text, Unsupported
from tests.engine.person import Person
from tests.engine.small_book import DANGER, NOW, book_of, change, reading

# Consent


def test_the_first_thing_is_the_welcome() -> None:
    for event in (Text("hello"), Unsupported(), Choice("x", 3), Skipped()):
        someone = Person(consented=False)
        someone.take(event)
        assert someone.at == "welcome/hello.consent"
        assert someone.on_offer == ["agree"]


def test_a_command_sent_before_consent_is_carried_out_after_it() -> None:
    someone = Person(consented=False)
    someone.send("talk")
    assert someone.at == "welcome/hello.consent"
    someone.tap("agree")
    assert someone.at == "talk/calm.kind"
    assert someone.session.waiting is None


def test_the_latest_of_several_commands_waits() -> None:
    someone = Person(consented=False)
    someone.send("start")
    someone.send("talk")
    someone.send("pause")
    someone.send("start")
    someone.type("hello?")
    someone.tap("agree")
    assert someone.at == "pause/stop.long"
    someone.tap("20", "later")
    assert someone.at == "nowhere", "it is carried out once"


def test_after_consent_alone_comes_the_home_question() -> None:
    someone = Person(consented=False)
    someone.send("start")
    someone.tap("agree")
    assert someone.at == "home/home.ask"


@pytest.mark.parametrize("command", ["talk", "pause", "note", "resume", "cancel", "back", "bogus"])
def test_nothing_else_happens_before_consent(command: str) -> None:
    someone = Person(consented=False)
    someone.send("start")
    someone.send(command)
    assert [f.dialogue for f in someone.session.frames] == ["welcome"]
    assert someone.session.shelf == []


def test_what_may_be_read_before_consent() -> None:
    someone = Person(consented=False)
    someone.send("about")
    assert someone.said == ["about/page.all:text"]
    someone.send("start")
    someone.send("about")
    assert someone.said == ["about/page.all:text", "welcome/hello.consent:text"]


# Taps


def taps(someone: Person) -> dict[str, Choice]:
    prompt = someone.session.prompt
    return {
        "of an older question": Choice("calm", prompt - 1),
        "of a question to come": Choice("calm", prompt + 1),
        "of somebody else": Choice("", -1),
        "of what is not there": Choice("rest", prompt),
        "of an own word": Choice("own:calm", prompt),
        "of a slot": Choice("kind", prompt),
        "of nothing": Choice("", prompt),
    }


@pytest.mark.parametrize("name", taps(Person()))
def test_a_tap_that_is_not_on_offer_shows_where_we_are(name: str) -> None:
    someone = Person().to_feelings()
    before = someone.session.as_data()
    someone.take(taps(someone)[name])
    assert someone.notes == ["stale"]
    assert someone.asked.template == "talk/calm.feelings"
    assert someone.session.as_data() == before


def test_words_cannot_be_put_into_a_plain_button() -> None:
    someone = Person()
    someone.send("talk")
    someone.tap("sore", text="something forged")
    assert someone.slots["kind"] == "sore"


def test_a_guarded_button_cannot_be_tapped_while_it_is_not_shown() -> None:
    someone = Person()
    someone.send("start")
    someone.take(Choice("go-on", someone.session.prompt))
    assert someone.notes == ["stale"]


def test_a_button_that_copies_is_no_answer() -> None:
    text = change(DANGER, ('- {id: "yes", to: end}', '- {id: "yes", copy: true}'))
    someone = Person(book_of(text))
    someone.type("he locked me in")
    someone.tap("yes", text="copied")
    assert "stale" in someone.notes


def test_a_standing_help_button_works_anywhere() -> None:
    for someone in (Person(), Person().to_feelings(), Person(consented=False)):
        someone.take(Standing("help", "now"))
        assert someone.said[0] == "help_now/now.lines:text"
        assert someone.all(Say)[0].urgent
    someone.take(Standing("nonsense", "1"))
    assert someone.effects == ()


# What is no answer


@pytest.mark.parametrize(
    ("event", "note"),
    [
        (Unsupported(), "only_text"),
        (Skipped(), "stumbled"),
        (Text("changed", edited=True), "edited"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_question_stays(event: Event, note: str) -> None:
    for someone in (Person().to_story(), Person().to_feelings(), Person().to_request(), Person()):
        at, data = someone.at, someone.session.as_data()
        someone.take(event)
        assert someone.notes == [note]
        assert someone.all(Say)[-1].asks
        if at != "nowhere":
            assert (someone.at, someone.session.as_data()) == (at, data)


def test_an_edit_under_feedback_shows_the_feedback_again() -> None:
    someone = Person().to_request()
    someone.type("stop it", "vague")
    someone.take(Text("stop this", edited=True))
    assert someone.said == ["talk/words.ask:feedback"]


def test_another_language_is_told_once() -> None:
    someone = Person().to_story()
    someone.take(Text("ich weiß nicht, was ich sagen soll", foreign=True))
    assert someone.notes == ["not_english"]
    assert someone.session.me["foreign"]
    someone.take(Text("es ist alles so schwer", foreign=True))
    assert someone.notes == []
    someone.tap("done")
    assert len(someone.slots["story"].splitlines()) == 2


def test_what_a_partner_causes_does_nothing_yet() -> None:
    someone = Person().to_story()
    before = someone.session.as_data()
    someone.take(FromPartner({"x": 1}))
    assert (someone.session.as_data(), someone.effects) == (before, ())


def test_a_text_when_nothing_is_under_way_asks_what_would_help() -> None:
    someone = Person()
    someone.take(Text("hi", reading=reading("hi")))
    assert someone.at == "home/home.ask"
    someone.take(Due("x", {"dialogue": "gone", "state": "a"}))
    assert (someone.at, someone.effects) == ("home/home.ask", ())
    assert someone.now == NOW
