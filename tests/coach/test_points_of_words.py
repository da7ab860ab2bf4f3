"""Points of words: what they add to the rules, and that the file is what was learned."""

import json
from pathlib import Path
from typing import Any

import jinja2
import pytest

from benchmarks.coach_cues import CUES
from benchmarks.coach_points import learn_change
from benchmarks.coach_texts import GROUPS, Sources
from benchmarks.learning import blocks
from bot.coach import Coach
from bot.coach.cues import Cues, CuesFile, compiled, runs
from bot.coach.names import RULES
from bot.coach.normal import Spelling
from bot.coach.source import read

LEARN = Path(__file__).parent / "learn"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "en" / "coach"
PLAIN = Spelling({}, frozenset(), frozenset(), {})


def cues(**points: int) -> Cues:
    ids = {"you": [("blame", 9)], "maybe": [("hint", 9)]}
    change = {run.replace("_", " "): n for run, n in points.items()}
    return Cues(-10, 20, 14, change, ("blame", "hint", "vague"), ids)


def wants(points: Cues, text: str, found: bool = False, *marks: str) -> bool:
    normal = PLAIN.normal(text)
    return points.wants_change(normal, runs(normal, 0, len(normal.words)) | {*marks}, found)


def foremost(points: Cues, text: str, *found: str) -> tuple[str, bool]:
    normal = PLAIN.normal(text)
    return points.foremost(normal, runs(normal, 0, len(normal.words)), found)


def test_points_of_words_and_runs_add_up() -> None:
    text = "well done you"
    assert not wants(cues(well=10), text, False)
    assert wants(cues(well=15, done_you=15), text, False)
    assert not wants(cues(well=15, done_you=15, well_done_you=-25), text, False)


def test_a_rules_find_counts_and_words_may_speak_against_it() -> None:
    text = "well done you"
    assert wants(cues(), text, True)
    assert not wants(cues(well=-40), text, True)


def test_how_an_answer_stands_to_its_line_counts() -> None:
    text = "well done you"
    marked = Cues(-10, 20, 14, {"<gives-back-0>": 40}, ("blame", "hint"), {})
    assert wants(marked, text, False, "<gives-back-0>")
    assert not wants(marked, text, False)


def test_what_a_rule_found_is_named_unless_the_words_clearly_say_something_else() -> None:
    text = "you"
    assert foremost(cues(), text) == ("blame", False)
    assert foremost(cues(), text, "hint") == ("hint", False)
    assert foremost(cues(), text, "blame") == ("blame", True)


def test_the_gravest_clause_is_quoted() -> None:
    text = PLAIN.normal("I was cooking, you ruin it all. Then we ate.")
    start, end = cues(ruin=30).place(text)
    assert text.quote(start, end) == "you ruin it all"


def test_a_long_text_is_as_grave_as_its_gravest_stretch() -> None:
    calm = "we ate and then we went home. " * 30
    grave = cues(ruin=70, we=-5)
    assert wants(grave, calm + "you ruin ruin it. " + calm)
    assert not wants(grave, calm)


def test_the_file_is_what_is_learned() -> None:
    """For the smallest group; a tenth more or less is the machine's arithmetic."""
    group = next(g for g in GROUPS if g.name == "apology")
    start, points = learn_change(Sources().rows(group))
    kept = compiled(CuesFile.model_validate(read(str(CUES), CUES.read_text("utf-8"))))["apology"]
    assert kept.start == round((start + group.offset) * 10)
    assert blocks(points, "")
    missing = {run for run in points.keys() ^ kept.change.keys() if abs(points.get(run, 0)) > 0.36}
    assert missing == set()
    assert all(abs(kept.change.get(run, 0) - value * 10) < 4 for run, value in points.items())


def rows(name: str) -> list[dict[str, Any]]:
    lines = (LEARN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", ["statements", "requests", "apologies", "mirrors"])
def test_what_is_learned_from_is_well_formed(name: str) -> None:
    texts = [row["text"] for row in rows(name)]
    assert len(set(texts)) == len(texts)
    for row in rows(name):
        bad = not row["good"] if name == "mirrors" else row["flagged"]
        assert (row["rule"] in RULES) is bad, row
        assert set(row["also"]) <= set(RULES), row
        assert row["author"], row


@pytest.mark.parametrize("rule", RULES)
def test_a_guess_is_worded_as_one(rule: str) -> None:
    """For every rule, which takes in all that the words alone can speak for."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True)
    environment.filters["capital"] = str.capitalize

    def block(name: str, block: str) -> str:
        template = environment.get_template(f"{name}.j2")
        words = template.new_context({"they": "they", "them": "them", "their": "their"})
        return "".join(template.blocks[block](words)).strip()

    guess = block(rule, "guess")
    for name in (guess, f"{guess}_2"):
        said = block("unsure", name)
        assert 6 <= len(said.split()) <= 26, said
        assert said.count("?") == 1, said


def test_malice_without_any_rule_is_heard(coach: Coach) -> None:
    text = "One of us grew up in a barn, and it shows every time we have guests."
    (finding, *_) = coach.reading(text, "statement").findings
    assert finding.severity == "change"
