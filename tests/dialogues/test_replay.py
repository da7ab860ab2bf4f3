"""The rehearsal replayed: tries are kept and shown, a step is answered, four moves are taught."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import escape

from bot.content import Content
from bot.partner import KINDS, NEEDS, STYLES
from tests.dialogues.visitor import NOW, Visitor

STORY = "you cancelled our dinner two hours before"
WAYS = {
    "sore": "3 ...{story} done done {style} ...{ask} short",
    "unsure": "3 ...{story} done done {style} ...{ask} short",
    "hurt": "3 ...{story} done {style} ...{impact} short",
    "trust": "3 ...{story} done done {style} impact done short",
    "quiet": "3 {style} ...{ask} ...{ask} tonight short",
    "theyquiet": "3 ...{story} done done {style} time short",
    "decide": "3 ...{story} done {style} ...{ask} nothing short",
}
SAID: dict[str, str] = {
    "{story}": STORY,
    "{ask}": "tell me by lunch if dinner is at risk",
    "{impact}": "it left you alone with it",
}
MOVES = {
    "mirror": "it sounds like you felt hurt. is that it?",
    "validate": "i can see why that felt unfair to you",
    "hold": "i hear you, and i'd like to finish about the dinner",
    "ask": "can you tell me what you got from that?",
    "space": "we can stop. tomorrow at eight?",
}
LINES = ("their_side/side.line", "their_side/side.own", "their_side/side.stay")
WARM = "it sounds like you felt hurt. is that it?"


def to_the_answer(content: Content, kind: str, style: str, seed: int = 7) -> Visitor:
    """Somebody who hears the partner's first line."""
    visitor = Visitor(content, seed=seed)
    rehearse(visitor, kind, style)
    return visitor


def rehearse(visitor: Visitor, kind: str, style: str) -> None:
    visitor.send("rehearse")
    visitor.press(kind)
    for step in WAYS[kind].replace("{style}", style).split():
        if step.startswith("..."):
            type_(visitor, SAID[step[3:]])
        elif step in visitor.choices:
            visitor.press(step)
    while visitor.at.partition("/")[2].startswith("words."):
        if "short" in visitor.choices:
            visitor.press("short")
        else:
            type_(visitor, STORY)
    assert visitor.at.startswith("rehearsal/answer."), visitor.at


def type_(visitor: Visitor, text: str) -> None:
    """Types it, and keeps it when there is feedback."""
    visitor.type(text)
    if "keep" in visitor.choices:
        visitor.press("keep")


def aside(visitor: Visitor, id_: str) -> None:
    """Taps that button of the message above the open question."""
    (data,) = [tap for tap in visitor.asides if tap.endswith(f":{id_}")]
    visitor.tap(data)


def partner(visitor: Visitor) -> dict[str, Any]:
    assert visitor.session.top is not None
    assert visitor.session.top.partner is not None
    return visitor.session.top.partner


def to_the_landing(visitor: Visitor) -> None:
    while visitor.at != "rehearsal/take.landing":
        for id_ in ("nothing", "skip", "unknown", "this-evening", "no-reminder"):
            if id_ in visitor.choices:
                visitor.press(id_)
                break
        else:
            type_(visitor, "i will tell you by lunch on fridays")


def to_the_end(visitor: Visitor) -> None:
    """What comes after the exchange, left as soon as it can be left."""
    for id_ in ("say", "skip", "none"):
        if id_ in visitor.choices:
            visitor.press(id_)


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_can_be_said_again_and_the_way_on_stays_open(content: Content, kind: str) -> None:
    visitor = to_the_answer(content, kind, "defensive")
    state, line = visitor.at, partner(visitor)["line"]
    type_(visitor, "but you could have called")
    aside(visitor, "again")
    assert (visitor.at, partner(visitor)["line"]) == (state, line)
    assert "Last time you said “but you could have called”" in visitor.text
    first_reply = partner(visitor)["used"][-1]
    type_(visitor, WARM)
    assert partner(visitor)["line"] not in (line, first_reply)
    to_the_landing(visitor)
    (card,) = [data for name, data in visitor.kept if name == "card"]
    assert not {"but you could have called", WARM} & {
        v for v in card.values() if isinstance(v, str)
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", STYLES)
def test_the_same_moment_with_somebody_else(content: Content, kind: str, style: str) -> None:
    visitor = to_the_answer(content, kind, "open")
    state, before = visitor.at, partner(visitor)
    type_(visitor, WARM)
    aside(visitor, "what-if")
    visitor.press(style)
    assert visitor.at == state
    now = partner(visitor)
    assert (now["style"], now["exchange"], now["heat"]) == (style, 0, before["heat"])
    assert now["line"] not in before["used"]


@pytest.mark.parametrize("kind", ["sore", "hurt"])
def test_a_step_is_taken_wanted_smaller_or_too_early(content: Content, kind: str) -> None:
    moods = set()
    for seed in range(30):
        visitor = to_the_answer(content, kind, "open", seed)
        type_(visitor, WARM)
        visitor.type("i will tell you by lunch on fridays")
        if "keep" in visitor.choices:
            visitor.press("keep")
        moods.add(partner(visitor)["mood"])
        assert [tap.partition(":")[2].partition(":")[2] for tap in visitor.asides] == (
            [{"sore": "smaller", "hurt": "less"}[kind]]
            if partner(visitor)["mood"] == "repair-smaller"
            else []
        )
    assert moods == {"repair-take", "repair-smaller", "repair-not-ready"}


@pytest.mark.parametrize("kind", ["trust", "quiet", "decide", "theyquiet"])
def test_nobody_is_asked_for_a_step_where_the_talk_has_none(content: Content, kind: str) -> None:
    visitor = to_the_answer(content, kind, "open")
    type_(visitor, WARM)
    to_the_landing(visitor)
    assert not partner(visitor)["mood"].startswith("repair")


def test_while_a_safety_mark_stands_nothing_is_replayed_and_no_step_answered(
    content: Content,
) -> None:
    visitor = to_the_answer(content, "sore", "open")
    type_(visitor, WARM)
    taps = visitor.asides
    assert taps
    visitor.type("i want to kill myself")
    visitor.send("cancel")
    assert visitor.at.startswith("rehearsal")
    assert visitor.session.marks
    for tap in taps:
        visitor.tap(tap)
        assert visitor.at == "rehearsal/forward.step"
        assert "blockquote" not in visitor.text
    type_(visitor, "i will tell you by lunch on fridays")
    assert visitor.at == "rehearsal/take.when"
    assert "blockquote" not in visitor.text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", STYLES)
def test_three_rehearsals_in_a_row_repeat_no_line(content: Content, kind: str, style: str) -> None:
    visitor = Visitor(content, seed=11)
    heard: list[str] = []
    for _ in range(3):
        rehearse(visitor, kind, style)
        type_(visitor, WARM)
        to_the_landing(visitor)
        visitor.press("more")
        while visitor.at in LINES:
            lines = partner(visitor)["used"]
            type_(visitor, WARM)
        to_the_end(visitor)
        assert not set(lines) & set(heard)
        assert len(set(lines)) == len(lines)
        heard += lines


@pytest.mark.parametrize("style", ["open", "hurt", "defensive", "withdrawn"])
def test_the_four_moves_are_taught_one_at_a_time(content: Content, style: str) -> None:
    taught: set[str] = set()
    for seed in range(16):
        visitor = to_the_answer(content, "sore", style, seed)
        type_(visitor, "i don't know")
        to_the_landing(visitor)
        visitor.press("more")
        assert partner(visitor)["taught"] == [partner(visitor)["needs"]], "the lesson begins here"
        while visitor.at == "their_side/side.line":
            needs = partner(visitor)["needs"]
            taught.add(needs)
            type_(visitor, MOVES[needs])
    last = "space" if style == "withdrawn" else "ask"
    assert taught >= {"mirror", "validate", "hold", last}
    assert ("space" in taught) == (style == "withdrawn")
    assert taught <= set(NEEDS)


def test_it_ends_with_what_went_well_in_words(content: Content) -> None:
    visitor = to_the_answer(content, "sore", "open")
    type_(visitor, WARM)
    to_the_landing(visitor)
    visitor.press("more")
    visitor.press("enough")
    visitor.press("skip")
    assert "Looking back, you" in visitor.text
    assert "One thing to try:" in visitor.text
    assert not any(character.isdigit() for character in visitor.text)


def test_going_on_after_the_card_takes_up_the_talk_before_the_step(content: Content) -> None:
    visitor = to_the_answer(content, "sore", "open")
    type_(visitor, WARM)
    line = partner(visitor)["line"]
    type_(visitor, "i will tell you by lunch on fridays")
    assert partner(visitor)["line"] != line
    to_the_landing(visitor)
    visitor.press("more")
    assert partner(visitor)["line"] == line
    assert visitor.now == NOW


@pytest.mark.parametrize(("state", "text"), [("more.line", WARM), ("more.pause", "a pause")])
def test_whoever_was_in_the_middle_of_it_when_it_became_a_dialogue_of_its_own_goes_on(
    content: Content, state: str, text: str
) -> None:
    visitor = to_the_answer(content, "sore", "open")
    type_(visitor, WARM)
    line = partner(visitor)["line"]
    to_the_landing(visitor)
    assert visitor.session.top is not None
    visitor.session.top.state = state
    visitor.type(text)
    assert "this part moved" in visitor.text
    assert (visitor.at, partner(visitor)["line"]) == ("their_side/side.line", line)
    type_(visitor, WARM)
    assert "this part moved" not in visitor.text
    assert "blockquote" in visitor.text


def test_back_goes_to_where_a_step_was_before_it_became_a_dialogue_of_its_own(
    content: Content,
) -> None:
    visitor = to_the_answer(content, "sore", "open")
    type_(visitor, WARM)
    to_the_landing(visitor)
    assert visitor.session.top is not None
    visitor.session.trail[-1].state = "more.stay"
    visitor.send("back")
    assert visitor.at == "their_side/side.line"
    assert "blockquote" in visitor.text


def at_the_end(content: Content, heat: str = "8", **more: Any) -> Visitor:
    """Somebody who heard more of their side, and is asked how it is now."""
    visitor = to_the_answer(content, "sore", "open", **more)
    assert visitor.session.top is not None
    visitor.session.top.slots["heat"] = int(heat) if heat.isdigit() else heat
    type_(visitor, WARM)
    to_the_landing(visitor)
    visitor.press("more")
    visitor.press("enough")
    return visitor


def photos(visitor: Visitor) -> list[dict[str, Any]]:
    return [row["picture"]["values"] for row in visitor.rows if row["op"] == "photo"]


def test_the_own_heat_before_and_after_is_drawn(content: Content) -> None:
    visitor = at_the_end(content)
    assert visitor.at == "their_side/after.heat"
    visitor.press("4")
    assert photos(visitor) == [{"heat": 8, "heat_after": 4}]
    assert visitor.at == "their_side/after.skills"


@pytest.mark.parametrize("answer", ["skip", "numb"])
def test_nothing_is_drawn_where_the_heat_is_not_told(content: Content, answer: str) -> None:
    visitor = at_the_end(content)
    visitor.press(answer)
    assert photos(visitor) == []
    assert visitor.at == "their_side/after.skills"


def test_whoever_was_numb_before_is_not_asked_for_a_number_after(content: Content) -> None:
    visitor = at_the_end(content, heat="numb")
    assert visitor.at == "their_side/after.skills"


def test_after_a_seven_or_more_a_pause_comes_before_anything_else(content: Content) -> None:
    visitor = at_the_end(content)
    visitor.press("7")
    assert visitor.at == "their_side/after.still_hot"
    visitor.press("pause")
    assert visitor.at == "pause/storm.duration"


def test_a_second_time_on_another_day_is_offered_and_brought_up_once(content: Content) -> None:
    visitor = at_the_end(content)
    visitor.press("4")
    visitor.press("4320")
    assert "take.night" not in visitor.at
    assert visitor.due["again"].at == NOW + 3 * 86400
    visitor.come_due("again")
    assert "blockquote" not in visitor.text
    assert "dinner" not in visitor.text, "it says nothing of the talk to whoever sees the phone"
    visitor.press("now")
    assert visitor.at == "again/scene.same"


def test_whoever_practises_again_before_is_not_reminded_of_it(content: Content) -> None:
    visitor = at_the_end(content)
    visitor.press("4")
    visitor.press("10080")
    assert "again" in visitor.due
    visitor.send("again")
    assert "again" not in visitor.due


def test_the_moves_used_stand_in_a_slot_after_the_first_answer_too(content: Content) -> None:
    visitor = to_the_answer(content, "sore", "open")
    type_(visitor, "i can see why that felt unfair to you")
    assert visitor.session.top is not None
    assert "validates" in visitor.session.top.slots["skills"]


def test_earlier_branches_are_kept_and_shown(content: Content) -> None:
    visitor = to_the_answer(content, "sore", "open")
    type_(visitor, "but you could have called")
    aside(visitor, "what-if")
    visitor.press("counter-attacking")
    other = escape(content.lines.say(partner(visitor)))
    type_(visitor, WARM)
    heard = escape(content.lines.say(partner(visitor)))
    aside(visitor, "again")
    assert "“but you could have called” → “" in visitor.text
    assert f"“{WARM}” → “{heard}”" in visitor.text
    assert other in visitor.text


def test_a_rehearsal_asked_for_while_the_last_one_only_waits_begins_anew(content: Content) -> None:
    visitor = at_the_end(content)
    visitor.send("rehearse")
    assert visitor.at == "rehearsal/calm.kind"
    assert "in the middle" not in visitor.text


def test_in_again_too_a_line_can_be_said_again_and_to_somebody_else(content: Content) -> None:
    visitor = Visitor(content)
    visitor.send("again")
    visitor.press("money")
    visitor.press("defensive")
    first = partner(visitor)["line"]
    type_(visitor, WARM)
    visitor.press("again")
    assert partner(visitor)["line"] == first
    assert WARM in visitor.text
    visitor.press("what-if")
    visitor.press("hurt")
    assert (partner(visitor)["style"], partner(visitor)["exchange"]) == ("hurt", 0)
    assert "If they got hurt" in visitor.text


@pytest.mark.parametrize("kind", ["sore", "hurt"])
@pytest.mark.parametrize("feeling", ["cornered", "numb"])
def test_what_the_partner_feels_is_no_sign_about_the_person(
    content: Content, kind: str, feeling: str
) -> None:
    visitor = to_the_answer(content, kind, "hurt")
    type_(visitor, f"it sounds like you felt {feeling} when i said that. is that it?")
    assert visitor.dialogues == ["rehearsal"]


def test_what_the_injured_say_of_themselves_is_heard(content: Content) -> None:
    visitor = to_the_answer(content, "trust", "hurt")
    type_(visitor, "i feel cornered when you say that")
    assert visitor.dialogues == ["rehearsal", "unease"]


@pytest.mark.parametrize("kind", ["sore", "hurt"])
def test_a_step_that_hurts_is_refused_and_can_be_said_again(content: Content, kind: str) -> None:
    visitor = to_the_answer(content, kind, "open")
    type_(visitor, WARM)
    type_(visitor, "you stop being such a selfish idiot")
    assert partner(visitor)["mood"] == "repair-refused"
    assert "A no, as it's said now." in visitor.text
    (tap,) = visitor.asides
    visitor.tap(tap)
    type_(visitor, "i will tell you by lunch on fridays")
    assert partner(visitor)["mood"] != "repair-refused"


def test_skipping_answers_is_always_open_after_broken_trust(content: Content) -> None:
    visitor = to_the_answer(content, "trust", "defensive")
    assert "skip" in visitor.choices
    visitor.type("you are a liar and you always were")
    assert {"retry", "skip"} <= set(visitor.choices)
    visitor.press("keep")
    aside(visitor, "what-if")
    assert "skip" in visitor.choices
    visitor.press("skip")
    assert visitor.at == "rehearsal/take.when"


@pytest.mark.parametrize("style", STYLES)
def test_nobody_injured_is_shown_how_to_see_the_other_s_side(content: Content, style: str) -> None:
    visitor = to_the_answer(content, "trust", style)
    while visitor.at != "their_side/after.heat":
        assert "what may" not in visitor.text
        if "more" in visitor.choices:
            visitor.press("more")
        elif "show" in visitor.choices:
            visitor.press("show")
            assert "One way: “" in visitor.text
            assert "you feel" not in visitor.text
            assert "see why" not in visitor.text
            visitor.press("use")
        elif "say" in visitor.choices:
            visitor.press("say")
        elif visitor.at.startswith("rehearsal/take"):
            to_the_landing(visitor)
        else:
            visitor.type("you are a liar and you always were")


@pytest.mark.parametrize("move", ["mirror", "validate", "hold", "ask", "space"])
def test_one_way_is_the_move_that_the_line_calls_for(content: Content, move: str) -> None:
    """And what the coach shows, the coach also sees, and the partner does not take amiss."""
    shows = {
        "mirror": "mirrors",
        "validate": "validates",
        "hold": "holds",
        "ask": "asks-to-be-heard",
        "space": "offers-space",
    }
    seen = 0
    for seed in range(40):
        visitor = to_the_answer(content, "sore", STYLES[seed % len(STYLES)], seed)
        if partner(visitor)["needs"] != move:
            type_(visitor, MOVES[partner(visitor)["needs"]])
            to_the_landing(visitor)
            visitor.press("more")
        while visitor.at == "their_side/side.line" and partner(visitor)["needs"] != move:
            type_(visitor, MOVES[partner(visitor)["needs"]])
        if not visitor.at.endswith(".line"):
            continue
        before = partner(visitor)["heat"]
        visitor.type("but you are always like that")
        visitor.press("show")
        visitor.press("use")
        top = visitor.session.frames[-1]
        assert shows[move] in top.slots["move"]["good"]
        assert top.partner is not None
        assert top.partner["heat"] <= before
        assert top.tries[-1]["good"] == [], "words that were offered are no skill"
        seen += 1
        if seen == 3:
            return
    assert seen, f"no line called for {move}"


def test_that_giving_it_back_is_not_agreeing_is_said_once(content: Content) -> None:
    said: list[str] = []
    visitor = Visitor(content, seen=lambda v: said.append(v.text))
    rehearse(visitor, "sore", "open")
    type_(visitor, "i don't know")
    to_the_landing(visitor)
    visitor.press("more")
    while visitor.at == "their_side/side.line":
        type_(visitor, MOVES[partner(visitor)["needs"]])
    without_the_card = [text for text in said if "Your card" not in text]
    assert sum(text.count("isn&#39;t agreeing") + text.count("isn't agreeing")
               for text in without_the_card) == 1  # fmt: skip


def test_how_hard_they_answer_is_chosen_in_the_settings(content: Content) -> None:
    heat = {}
    for chosen in ("gentle", None, "hard"):
        visitor = Visitor(content)
        if chosen is not None:
            visitor.send("settings")
            visitor.press("practice")
            visitor.press(chosen)
            visitor.press("enough")
        rehearse(visitor, "sore", "defensive")
        heat[partner(visitor)["difficulty"]] = partner(visitor)["heat"]
    assert heat["gentle"] < heat["realistic"] < heat["hard"]
