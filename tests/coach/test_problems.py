"""What is wrong in a content file is named by file and line."""

import pytest

from bot.coach import Coach, CoachError

RULE = """\
id: blame
skill: s
rank: 3
ways:
  - type: phrase
    patterns: |
      {pattern}
    flags: |
      It is your fault.
    passes: |
      It is my fault.
"""
PATH = "dialogues/language/en/rules/blame.yaml"


def problems(files: dict[str, str], text: str, path: str = PATH) -> list[str]:
    return Coach.problems({**files, path: text})


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (RULE.replace("skill: s", "skil: s"), 2, "unknown field 'skil'"),
        (RULE.replace("type: phrase", "type: guess"), 5, "unknown rule type 'guess'"),
        (RULE.replace("    flags", "    flgs"), 8, "unknown field 'flgs'"),
        (RULE.replace("id: blame", "id: nagging"), 1, "unknown rule id 'nagging'"),
        (RULE.replace("rank: 3", "rank: high"), 3, "whole number"),
        (RULE.replace("{pattern}", "your (fault"), 7, "bracket"),
        (RULE.replace("{pattern}", "your {nothing}"), 7, "no list named 'nothing'"),
        (RULE.replace("{pattern}", "re:(a+)+ your fault"), 7, "unsafe"),
        (RULE.replace("{pattern}", "re:(your|you) fault ["), 7, "cannot be read"),
        (RULE.replace("{pattern}", "<a:your> <a:fault>"), 7, "cannot be compiled"),
        (RULE.replace("{pattern}", "your mistake"), 9, "is not found in its example"),
        (RULE.replace("{pattern}", "fault"), 11, "is wrongly found in its example"),
        (RULE.replace("skill: s", "skill: s\nskill: t"), 3, "stands here twice"),
        (RULE.replace("ways:", "ways: ["), 5, "not valid YAML"),
        (RULE.replace("rank: 3", "rank: 3\x07"), 3, "not valid YAML"),
    ],
)
def test_a_fault_is_named_by_line(files: dict[str, str], text: str, line: int, words: str) -> None:
    found = [p for p in problems(files, text) if p.startswith(f"{PATH}:")]
    assert any(p.startswith(f"{PATH}:{line}: ") and words in p for p in found), found


def test_a_duplicate_id_is_named(files: dict[str, str]) -> None:
    text = RULE.replace("{pattern}", "your fault")
    path = "dialogues/language/en/rules/zz_again.yaml"
    assert any(path in p and "already in" in p for p in problems(files, text, path))


def test_a_missing_file_is_named(files: dict[str, str]) -> None:
    for name in ("words.yaml", "lists.yaml"):
        without = {k: v for k, v in files.items() if not k.endswith(f"/{name}")}
        assert any(name in p for p in Coach.problems(without))


def test_a_coach_is_not_made_from_faulty_files(files: dict[str, str]) -> None:
    with pytest.raises(CoachError, match=r"blame\.yaml:7"):
        Coach.from_texts({**files, PATH: RULE.replace("{pattern}", "your (fault")})


def test_a_feeling_without_intensity_is_named(files: dict[str, str]) -> None:
    path = "dialogues/language/en/feelings.yaml"
    text = "families:\n  - id: sad\n    tone: hard\n    words: |\n      sad 2\n      blue\n"
    assert any(p.startswith(f"{path}:6: ") for p in Coach.problems({**files, path: text}))
