"""Every rule is there, says what it needs, and finds its own examples."""

from bot.coach import Coach
from bot.coach.load import load
from bot.coach.names import GOOD, PARTS, RULES


def test_all_examples_come_out_as_their_rules_say(files: dict[str, str]) -> None:
    assert Coach.problems(files) == []


def test_every_fixed_id_has_a_rule_and_every_good_move_a_way(files: dict[str, str]) -> None:
    library = load(files)
    assert {w.name for w in library.ways if w.target == "rule"} == set(RULES)
    assert {w.name for w in library.ways if w.target == "good"} == set(GOOD)
    assert {w.name for w in library.ways if w.target == "part"} >= set(PARTS)


def test_every_rule_has_examples_on_both_sides(files: dict[str, str]) -> None:
    for way in load(files).ways:
        if way.target == "rule":
            assert way.spec.flags, (way.name, way.line)
            assert way.spec.passes, (way.name, way.line)


def test_every_rule_names_the_skill_it_trains(files: dict[str, str], coach: Coach) -> None:
    assert all(coach.skill(rule).strip() for rule in RULES)


def test_the_lexicons_are_large_and_graded(coach: Coach) -> None:
    assert len(coach.feelings.words) >= 250
    assert {f.intensity for f in coach.feelings.words.values()} == {1, 2, 3}
    assert len(coach.feelings.families) >= 8
    assert len(coach.faux_feelings) >= 80
    assert all(faux.under for faux in coach.faux_feelings.values())
    assert len(coach.needs) >= 60


def test_pain_is_never_policed(coach: Coach) -> None:
    groups = {word: faux.group for word, faux in coach.faux_feelings.items()}
    for word in ("betrayed", "abandoned", "humiliated", "used"):
        assert groups[word] == "open"
    for word in ("unsafe", "controlled", "threatened"):
        assert groups[word] == "screening"
    for word in ("betrayed", "abandoned", "humiliated", "used", "unsafe", "controlled"):
        assert coach.reading(f"I feel {word}.", "statement").findings == ()
