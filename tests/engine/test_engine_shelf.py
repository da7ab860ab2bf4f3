"""Stopping, putting aside and taking up again."""

from __future__ import annotations

from tests.engine.person import Person


def test_cancel_keeps_the_place_of_a_practice_and_resume_brings_it_back() -> None:
    someone = Person().to_feelings()
    someone.tap("hurt", "stung")
    someone.send("cancel")
    assert someone.notes == ["kept"]
    assert someone.at == "home/home.ask"
    assert someone.on_offer == ["go-on", "talk"]
    someone.send("resume")
    assert someone.notes == ["resumed"]
    assert someone.at == "talk/calm.feelings"
    assert [s.id for s in someone.asked.choices if s.ticked] == ["hurt"]
    assert someone.slots["story"] == "you left the dishes"
    assert someone.session.shelf == []
    someone.tap("done")
    assert someone.at == "talk/words.ask"


def test_home_offers_what_is_unfinished() -> None:
    someone = Person().to_feelings()
    someone.send("cancel")
    someone.tap("go-on")
    assert someone.at == "talk/calm.feelings"


def test_cancel_of_what_keeps_no_place() -> None:
    someone = Person().to_feelings()
    someone.send("pause")
    someone.send("cancel")
    assert someone.notes == ["stopped"]
    assert someone.at == "talk/calm.feelings"
    assert someone.session.shelf == []


def test_cancel_when_nothing_is_under_way() -> None:
    someone = Person()
    someone.send("cancel")
    assert someone.notes == ["nothing_open"]
    assert someone.at == "home/home.ask"


def test_resume_when_nothing_was_put_aside() -> None:
    someone = Person()
    someone.send("resume")
    assert someone.notes == ["nothing_kept"]
    someone.to_story()
    someone.send("resume")
    assert someone.at == "talk/calm.story"


def test_the_shelf_holds_the_latest_of_each_practice() -> None:
    someone = Person().to_feelings()
    someone.send("cancel")
    someone.to_story()
    someone.send("cancel")
    assert [f.state for f in someone.session.shelf] == ["calm.story"]


def test_a_new_practice_leaves_the_one_put_aside() -> None:
    someone = Person().to_feelings()
    someone.send("cancel")
    someone.send("note")
    someone.type("one")
    someone.type("two")
    assert someone.at == "nowhere"
    someone.send("resume")
    assert someone.at == "talk/calm.feelings"
