"""retelling.yaml: it is sound, and what is wrong with it is named by line."""

import pytest

from bot.lined_yaml import SourceError
from bot.retelling import Retelling


def test_the_file_is_sound(yaml_text: str) -> None:
    assert Retelling.problems(yaml_text, "retelling.yaml") == []


def line_of(text: str, part: str) -> int:
    return next(n for n, row in enumerate(text.splitlines(), 1) if row.strip() == part)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    dont = don't\n", "    dont don't\n", "what is typed = what is meant"),
        ("    dont = don't\n", "    dont = don't\n    dont = do not\n", "stands twice"),
        ("    go went gone\n", "    go went\n", "base, past, participle"),
        ("  names: |", "  nombres: |", "names"),
        ("  adverbs: |", "  adverbs: [just]\n  odd: |", "no lists here"),
        ("  violent: beat hit", "  violent: zorble hit", "not among the verbs"),
        ("  owners: ", "  owners: ''\n  old: ", "old"),
    ],
)
def test_a_fault_is_named_with_its_line(yaml_text: str, old: str, new: str, said: str) -> None:
    assert old in yaml_text
    problems = Retelling.problems(yaml_text.replace(old, new, 1), "some/retelling.yaml")
    assert problems
    assert any(said in problem for problem in problems), problems
    for problem in problems:
        path, line, what = problem.split(":", 2)
        assert path == "some/retelling.yaml"
        assert int(line) >= 1
        assert what.strip()


def test_the_line_is_the_right_one(yaml_text: str) -> None:
    broken = yaml_text.replace("    dont = don't\n", "    dont don't\n", 1)
    [problem] = Retelling.problems(broken, "r.yaml")
    line = line_of(broken, "dont don't")
    assert problem.startswith(f"r.yaml:{line}:")


@pytest.mark.parametrize("text", ["", "a: [", "words: {}", "- a\n- b\n", "words: &a *a"])
def test_what_is_no_such_file_is_refused(text: str) -> None:
    assert Retelling.problems(text, "r.yaml")
    with pytest.raises(SourceError) as caught:
        Retelling.from_text(text, "r.yaml")
    assert all(problem.startswith("r.yaml:") for problem in caught.value.problems)
