"""The words of the feedback: all there, short, plain, and without a fact nobody gave."""

import re
from pathlib import Path
from typing import get_args

import jinja2
import pytest

from bot.coach import Coach
from bot.coach.examples import example_reading
from bot.coach.load import load
from bot.coach.names import GOOD, RULES
from bot.coach.reading import TextType

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "en" / "coach"
PLAIN = jinja2.Environment(autoescape=False)
_NEUTRAL_WORDS = """
    a about again and are as at back be by can could did do feel felt for from get give good have
    hear heard here how i i'm i'd if in instead into is it know last like liked look looks matter
    matters me mean minutes moment more most my myself need needed needn't next no not now of on
    one or other out say see so sorry sounds take talk tell than that the them then they thing
    things think this time to today told tonight understand us wait want wanted was way week went
    were what when who will willing with would you your first answer because left mine part
    going between it's we am saw noticed wish ask
"""
NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
"""Small words and the grammar of saying and asking; no feeling, no deed, no person, no place."""


def block(rule: str, name: str, **values: object) -> str:
    template = PLAIN.from_string((TEMPLATES / f"{rule}.j2").read_text("utf-8"))
    context = template.new_context({"they": "they", "them": "them", "their": "their", **values})
    return "".join(template.blocks[name](context)).strip()


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_words(rule: str) -> None:
    values = {"quote": "that", "pieces": {}, "slots": {}}
    label = block(rule, "label", **values)
    assert 1 <= len(label.split()) <= 6
    for name in ("reason", "reason_2"):
        text = block(rule, name, **values)
        assert 3 <= len(text.split()) <= 26, text
        assert not re.search(r"\bshould\b|!|\bgreat\b|\bdistort|statistic|always be", text, re.I)
    assert block(rule, "reason", **values) != block(rule, "reason_2", **values)
    for name in ("reword", "reword_2"):
        block(rule, name, **values)


def test_control_is_never_reworded() -> None:
    values = {"quote": "give me your password", "pieces": {}, "slots": {}}
    assert block("control", "reword", **values) == block("control", "reword_2", **values) == ""


def test_every_good_move_is_a_clause() -> None:
    for move in GOOD:
        name = move.replace("-", "_")
        for variant in (name, f"{name}_2"):
            clause = block("good", variant)
            assert clause.startswith("you ")
            assert not clause.endswith(".")


@pytest.mark.parametrize("type_", get_args(TextType))
def test_comfort_comes_in_two_phrasings_and_praises_nothing(type_: TextType) -> None:
    name = type_ if type_ != "draft" else "statement"
    said = [block("comfort", name), block("comfort", f"{name}_2")]
    assert len(set(said)) == 2
    for text in said:
        assert 3 <= len(text.split()) <= 12
        assert not re.search(
            r"\byou (did|named|asked|said|saw)\b|\?|!|\bgood (job|work)\b", text
        ), text


def test_no_rewording_invents_a_word(files: dict[str, str], coach: Coach) -> None:
    seen = 0
    for way in load(files).ways:
        if way.target != "rule":
            continue
        for row in way.spec.flags:
            reading = example_reading(coach, way, row)
            own = set(re.findall(r"[\w']+", reading.text.lower()))
            for finding in reading.findings:
                values = {"quote": finding.quote, "pieces": finding.pieces, "slots": {}}
                for name in ("reword", "reword_2"):
                    text = block(finding.rule, name, **values).lower().replace("___", " ")
                    invented = set(re.findall(r"[\w']+", text)) - own - NEUTRAL
                    assert not invented, (finding.rule, text, invented)
                    seen += 1
    assert seen > 300


@pytest.mark.parametrize(
    ("text", "reworded"),
    [
        ("You always leave the lights on.", "When you leave the lights on, I feel ___."),
        ("you're always late", "When you are late, I feel ___."),
        ("You never listen to me.", "I would like you to listen to me when ___."),
        ("You make me so angry.", "When you ___, I felt angry."),
        ("u make me feel like shit", "When you ___, I felt ___."),
        ("Could you stop leaving it on?", "Instead of leaving it on, would you ___?"),
        ("I wish you wouldn't look at your phone at dinner.", "Would you ___ instead?"),
        ("Please don't bring your laptop to bed.", "Would you ___ instead?"),
    ],
)
def test_rewordings_keep_the_actor_and_their_words(coach: Coach, text: str, reworded: str) -> None:
    finding = coach.reading(text, "statement").findings[0]
    values = {"quote": finding.quote, "pieces": finding.pieces, "slots": {}}
    assert block(finding.rule, "reword", **values) == reworded


@pytest.mark.parametrize(
    ("type_", "text", "reworded"),
    [
        ("apology", "Sorry.", "I am sorry that I ___."),
        ("thanks", "Thanks!", "Thank you for ___. I felt ___."),
        ("repair", "I'll try to be better.", "On ___, I will ___."),
        ("apology", "I'll try to be better.", "On ___, I will ___."),
        ("request", "more support", "Would you ___ on ___?"),
    ],
)
def test_what_is_hard_to_picture_is_asked_for_as_what_it_is(
    coach: Coach, type_: TextType, text: str, reworded: str
) -> None:
    finding = coach.reading(text, type_).findings[0]
    values = {"quote": finding.quote, "pieces": finding.pieces, "work": {"type": type_}}
    assert finding.rule == "vague"
    assert block("vague", "reword", **values) == reworded
    assert ("would you see" in block("vague", "reason", **values)) is (type_ == "request")
