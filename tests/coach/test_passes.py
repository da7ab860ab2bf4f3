"""What must never be marked up, and what must be caught however it is typed."""

from pathlib import Path

import pytest

from bot.coach import Annotation, Coach
from bot.coach.reading import TextType

CLEAN = [
    line.partition(" | ")[::2]
    for line in (Path(__file__).parent / "clean.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def changes(coach: Coach, text: str, type_: TextType, **more: str) -> list[str]:
    reading = coach.reading(text, type_, **more)  # type: ignore[arg-type]
    return [f.rule for f in reading.findings if f.severity == "change"]


@pytest.mark.parametrize(("type_", "text"), CLEAN)
def test_clean(coach: Coach, type_: TextType, text: str) -> None:
    assert changes(coach, text, type_) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("you never listen", "absolute"),
        ("u nver listen to me", "absolute"),
        ("YOU ALWAYS LEAVE EVERYTHING TO ME", "absolute"),
        ("youre so selfish", "label"),
        ("ur such a liar", "label"),
        ("you’re toxic", "label"),
        ("its all your fault", "blame"),
        ("you make me soooo mad 😡", "you-made-me"),
        ("After everything I did for you, this is how you thank me.", "guilt-trip"),
        ("if u talk to him again im leaving you", "threat"),
    ],
)
def test_caught_however_it_is_typed(coach: Coach, text: str, rule: str) -> None:
    assert rule in changes(coach, text, "statement")


def test_after_broken_trust_demands_are_milder(coach: Coach) -> None:
    text = "You have to tell me what happened."
    (everyday,) = coach.reading(text, "statement").findings
    (after,) = coach.reading(text, "statement", kind="trust").findings
    assert (everyday.rule, everyday.severity) == ("demand", "change")
    assert (after.rule, after.severity) == ("demand", "consider")


def test_suspicion_after_broken_trust_is_no_distortion(coach: Coach) -> None:
    text = "You obviously want to be with her."
    assert changes(coach, text, "statement") == ["mind-reading"]
    assert changes(coach, text, "statement", kind="trust") == []


def test_control_is_never_praised(coach: Coach) -> None:
    text = "I felt sad on Friday. Would you give me your password?"
    reading = coach.reading(text, "request")
    assert "control" in [f.rule for f in reading.findings]
    assert reading.good == ()


@pytest.mark.parametrize(
    "text",
    [
        "Du hörst mir nie zu und immer bin ich schuld.",
        "Tu ne m'écoutes jamais et c'est toujours moi qui fais tout.",
        "Nunca me escuchas, siempre estás con el móvil.",
        "ты никогда меня не слушаешь",
        "你从来不听我说话",
        "",
        "   ",
        "🙂🙂",
        "...",
    ],
)
def test_other_languages_and_no_words_give_an_empty_reading(coach: Coach, text: str) -> None:
    reading = coach.reading(text, "statement")
    assert reading.findings == ()
    assert reading.text == text


@pytest.mark.parametrize("text", ["ok", "yes please", "idk", "Fine.", "u never listen"])
def test_short_english_is_english(coach: Coach, text: str) -> None:
    assert coach.is_english(text)


def test_the_reading_as_data_has_the_fixed_shape(coach: Coach) -> None:
    data = coach.reading("you never listen", "draft").as_data()
    assert set(data) == {"text", "findings", "parts", "good"}
    assert set(data["findings"][0]) == {"rule", "severity", "start", "end", "quote"}
    assert "move" in coach.reading("You feel sad.", "mirror", "I am sad.").as_data()


def test_a_request_is_not_praised_for_what_it_does_not_say(coach: Coach) -> None:
    wish = "that he stops treating us like were the least important thing"
    reading = coach.reading(wish, "request")
    assert reading.good == ()
    assert "observation" not in reading.parts


def test_praise_for_a_mirror_names_all_that_is_there(coach: Coach) -> None:
    line = Annotation(
        "You think I wanted to sit in that meeting?",
        ("torn",),
        ("he had no choice",),
        ("meeting",),
        ("choice", "torn"),
    )
    felt, point = "sounds like you felt torn and had no choice.", "i still want to finish about it"
    text = f"{felt} is that it? {point}"
    assert coach.reading(text, "mirror", line).praise == ("mirrors", "checked", "holds")
    assert coach.reading(f"{felt} {point}", "mirror", line).praise == ("mirrors", "holds")
    assert coach.reading("is that it?", "mirror", line).praise == ()
