"""Answers held against the annotation of the line, or against the line alone."""

import pytest

from bot.coach import Annotation, Coach

LINE = Annotation(
    "Oh, come on. You think I wanted to sit in that meeting?",
    feelings=("torn", "frustrated"),
    meanings=("had no choice about the meeting",),
    point=("meeting",),
    accept=("forced", "stuck", "no choice"),
)


def changes(coach: Coach, reply: str, line: Annotation | str = LINE) -> set[str]:
    reading = coach.reading(reply, "mirror", line)
    return {f.rule for f in reading.findings if f.severity == "change"}


@pytest.mark.parametrize(
    "reply",
    [
        "sounds like you felt torn and had no choice. is that it?",
        "You were stuck there. I get that.",
        "So you felt frustrated about the meeting. Did I get that?",
        "sounds like you felt torn and had no choice. i still want to finish about the dinner",
        "We can stop here. Tomorrow at eight?",
        "What was the hardest part for you?",
    ],
)
def test_good_answers_pass(coach: Coach, reply: str) -> None:
    assert changes(coach, reply) == set()


@pytest.mark.parametrize(
    ("reply", "rule"),
    [
        ("but you could have told them no", "rebuttal"),
        ("You should tell your boss no.", "advice"),
        ("I was only trying to save our evening.", "self-defence"),
        ("Don't worry, it's fine.", "quick-reassurance"),
        ("It was just a meeting.", "minimizing"),
        ("Where was it? Who was there? Why did it take so long?", "interrogation"),
        ("I'm tired too, nobody asks me.", "self-focus"),
        ("You think you wanted to sit in that meeting?", "parrot"),
        ("It sounds like you are happy about the new car.", "misses-point"),
        ("Did you feed the cat before dinner?", "off-topic"),
    ],
)
def test_what_closes_a_talk_is_named(coach: Coach, reply: str, rule: str) -> None:
    assert rule in changes(coach, reply)


def test_nonsense_with_the_words_of_the_line_is_no_mirror(coach: Coach) -> None:
    reading = coach.reading("meeting wanted sit think on come you", "mirror", LINE)
    assert "mirrors" not in reading.good


def test_a_missing_check_is_only_something_to_consider(coach: Coach) -> None:
    reading = coach.reading("You felt torn, and you had no choice.", "mirror", LINE)
    assert [(f.rule, f.severity) for f in reading.findings] == [("no-check", "consider")]
    assert "mirrors" in reading.good


@pytest.mark.parametrize(
    "reply", ["but you could have told them no", "You should tell your boss no."]
)
def test_a_check_is_only_missed_where_nothing_else_wants_changing(coach: Coach, reply: str) -> None:
    assert "no-check" not in {f.rule for f in coach.reading(reply, "mirror", LINE).findings}


@pytest.mark.parametrize(
    ("reply", "praised"),
    [
        (
            "sounds like you felt torn and had no choice. is that it? "
            "i still want to finish about the dinner",
            ("mirrors", "checked", "holds"),
        ),
        ("sounds like you felt torn and had no choice.", ("mirrors",)),
        ("You wanted to be asked first. Is that it?", ("checked",)),
        ("Is that it? I still want to finish about the dinner.", ("holds",)),
    ],
)
def test_each_thing_that_is_there_is_praised(
    coach: Coach, reply: str, praised: tuple[str, ...]
) -> None:
    assert coach.reading(reply, "mirror", LINE).praise == praised


def test_without_an_annotation_the_line_itself_is_used(coach: Coach) -> None:
    line = "I was alone with the children all weekend and I felt so lonely."
    assert changes(coach, "It was a lonely weekend for you. Is that it?", line) == set()
    assert "rebuttal" in changes(coach, "But you said you didn't mind.", line)


@pytest.mark.parametrize(
    ("reply", "move"),
    [
        ("It sounds like you felt left out.", "reflection"),
        ("You should talk to a counsellor about it.", "advice"),
        ("What happened after that?", "question"),
        ("Good morning!", "other"),
    ],
)
def test_every_answer_has_a_move(coach: Coach, reply: str, move: str) -> None:
    assert coach.reading(reply, "mirror", "They went without me.").move == move
