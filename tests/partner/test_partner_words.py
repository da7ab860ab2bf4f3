"""The person's own words in the partner's mouth, topics by key words, annotations."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from partner_plays import answers, play, settings_of_play

from bot.partner import STYLES, TOPICS, Partner, Standing

REQUEST = "tell me by lunch if dinner is at risk"


def _woven(partner: Partner, request: str, kind: str = "sore") -> set[str]:
    """All lines said at the start, over many seeds, that hold the request."""
    said = set()
    for seed in range(150):
        for style in STYLES:
            start = partner.begin(
                style=style, topic="other", kind=kind, seed=seed, words={"request": request}
            )
            if start.words and start.words["request"] in partner.say(start):
                said.add(partner.say(start))
    return said


def test_a_short_request_comes_back_as_a_quotation(partner: Partner) -> None:
    said = _woven(partner, f"  {REQUEST}.\n")
    assert said
    for line in said:
        assert '"Tell me by lunch if dinner is at risk."' in line


@pytest.mark.parametrize(
    "request_text",
    [
        "",
        "no",
        "x" * 61,
        "that he stops treating us like the least important thing",
        "what exactly she told her",
        "I won't lend any more money",
        'say "yes" for once',
        "use {request} well",
        "look at <b>me</b>",
        "you to call me",
        "my husband to come home",
    ],
)
def test_what_would_sound_wrong_is_not_quoted(partner: Partner, request_text: str) -> None:
    start = partner.begin(style="open", topic="other", seed=1, words={"request": request_text})
    assert start.words == {}
    assert not _woven(partner, request_text)


def test_after_broken_trust_nothing_is_quoted(partner: Partner) -> None:
    assert not _woven(partner, REQUEST, kind="trust")
    assert not _woven(partner, REQUEST, kind="hurt")


@given(settings_of_play, st.lists(answers, max_size=8), st.text(max_size=80))
@limits(max_examples=80, deadline=None)
def test_no_placeholder_is_ever_left(
    partner: Partner, chosen: dict[str, Any], run: list[Any], request_text: str
) -> None:
    standing = partner.begin(**chosen, words={"request": request_text, "other": "unasked"})
    assert set(standing.words) <= {"request"}
    for good, rules in [*run, ([], [])]:
        text = partner.say(standing)
        assert "{" not in text
        assert "\n" not in text
        standing = partner.reply(standing, good=good, findings=rules)


@pytest.mark.parametrize("words", [{}, {"request": REQUEST}])
def test_one_quotation_is_enough_and_none_comes_without_words(
    partner: Partner, words: dict[str, str]
) -> None:
    most = 0
    for seed in range(400):
        start = partner.begin(style=STYLES[seed % 7], topic="other", seed=seed, words=words)
        run = play(partner, start, [([], ["advice"]), (["mirrors"], []), (["holds"], [])])
        most = max(most, sum(partner.say(standing).startswith('"') for standing in run))
    assert most == len(words)


def test_quoted_words_count_as_giving_it_back(partner: Partner) -> None:
    for seed in range(200):
        start = partner.begin(style="open", topic="other", seed=seed, words={"request": REQUEST})
        if REQUEST[1:] in partner.say(start):
            annotation = partner.annotation(start)
            assert annotation.text == partner.say(start)
            assert {"lunch", "dinner", "risk"} <= set(annotation.accept)
            return
    pytest.fail("no line quoted the request in two hundred rehearsals")


@given(settings_of_play)
@limits(max_examples=60, deadline=None)
def test_what_is_to_be_given_back_is_annotated(partner: Partner, chosen: dict[str, Any]) -> None:
    standing = partner.begin(**chosen)
    annotation = partner.annotation(standing)
    assert annotation.text == partner.say(standing)
    assert annotation.feelings
    assert annotation.meanings
    assert annotation.point
    assert len(annotation.accept) >= 2


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        (
            "he cancelled our anniversary dinner AGAIN 2 hrs before like it's nothing",
            "changed-plans",
        ),
        ("she never does the dishes and the kitchen is a mess", "chores"),
        ("my mother in law decides what our son eats", "elders"),
        ("i said in front of her friends that she cant handle money and her debts", "money"),
        ("on his phone all evening, scrolling", "phone"),
        ("they promised to quit smoking. promised!", "broken-promise"),
        ("we haven’t kissed or had sex in months", "closeness"),
        ("we live like roommates, so distant", "distance"),
        ("he was flirting with a colleague, i'm jealous", "jealousy"),
        ("she got a job offer abroad and wants to move", "move-or-job"),
        ("bedtime with the kids is always on me", "parenting"),
        ("never home, always working, no date night, no time together", "time-together"),
        ("wont see a doctor about the pain", "health"),
        ("it was just everything", "other"),
        ("", "other"),
        ("\x00 🙂 שלום", "other"),
    ],
)
def test_topics_are_found_by_key_words(partner: Partner, text: str, topic: str) -> None:
    assert partner.topic_of(text) == topic


@given(st.text(max_size=5000))
@limits(max_examples=60, deadline=None)
def test_any_text_has_a_topic(partner: Partner, text: str) -> None:
    assert partner.topic_of(text) in TOPICS


def test_an_unknown_topic_is_other(partner: Partner) -> None:
    assert partner.begin(style="open", topic="unheard-of", seed=1).topic == "other"


def test_a_drill_rises_in_heat_and_repeats_nothing(partner: Partner) -> None:
    used: list[str] = []
    for seed in range(4):
        lines = partner.drill(seed=seed, topic="money" if seed % 2 else None, used=used)
        assert len(set(lines)) == 5
        assert not set(lines) & set(used)
        for line in lines:
            assert partner.line_annotation(line).point
        used += lines
    assert partner.drill(seed=1) == partner.drill(seed=1)


def test_a_standing_survives_json_with_keys_it_does_not_know(partner: Partner) -> None:
    standing = partner.begin(style="open", topic="money", seed=9, words={"request": REQUEST})
    assert Standing.from_data({**standing.as_data(), "from_a_newer_version": 1}) == standing
