"""Broken files are named with path and line, and say what to do."""

import pytest

from bot.partner import Partner

GOOD = """topic: money
lines:
  open:
    cool:
      - id: money-a
        text: "Okay. Show me what you mean by that."
        feelings: calm, curious
        meanings: wants to see
        point: show
        accept: see, tell
"""


def _problems(partner_files: dict[str, str], text: str) -> list[str]:
    core = {name: partner_files[name] for name in ("heat.yaml", "voice.yaml")}
    return Partner.problems({**core, "partner/money.yaml": text})


def test_the_good_one_lacks_only_the_other_stages(partner_files: dict[str, str]) -> None:
    faults = _problems(partner_files, GOOD)
    assert faults
    assert all("no line for the stage" in fault for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("topic: money", "topic: monny", 1, "topic"),
        ("  open:", "  frightening:", 3, "frightening"),
        ("    cool:", "    tepid:", 4, "tepid"),
        ("id: money-a", "id: Money A", 5, "id"),
        ("        feelings: calm, curious\n", "", 5, "'feelings' is missing"),
        ("        meanings: wants to see\n", "", 5, "'meanings' is missing"),
        ("        point: show\n", "", 5, "'point' is missing"),
        ("accept: see, tell", "accept: see", 10, "give 2 or more"),
        ("accept: see, tell", "accept: see, see", 10, "the same twice"),
        ("point: show", "point: Show", 9, "lower case"),
        ("Show me what", "Show him what", 6, "pronoun: 'him'"),
        ("Show me what", "My husband asks what", 6, "pronoun: 'husband'"),
        ("Show me what", "Idiot. Show me what", 6, "abuse: 'idiot'"),
        ("Show me what", "I feel that, show me what", 6, "jargon: 'i feel that'"),
        ("Show me what", "At Tom's, show me what", 6, "'Tom' looks like a name"),
        ("Show me what", "It was Sunday, show me what", 6, "'Sunday' looks like a name"),
        ("Show me what", "Show me 20 times what", 6, "a number"),
        ("Show me what", "Show me " + "and " * 40 + "what", 6, "characters"),
        ("Show me what", "Show me {request} and what", 6, "quotation marks"),
        ("Show me what", "Show me {name} and what", 6, "braces"),
        ("Show me what", "Show me  what", 6, "spaces"),
        ("        point: show\n", "        point: show\n        colour: red\n", 10, "colour"),
        ("        point: show\n", "        point: show\n        point: tell\n", 10, "twice"),
        ("        point: show\n", "        point: show\n        stage: later\n", 10, "stage"),
        ("        point: show\n", "        point: show\n        kinds: sore, odd\n", 10, "kinds"),
        ("        point: show\n", "        point: show\n        calls_for: hug\n", 10, "calls_for"),
        ("        point: show\n", "        point: [show\n", 10, "not sound YAML"),
    ],
)
def test_a_fault_is_named_with_its_line(
    partner_files: dict[str, str], old: str, new: str, line: int, said: str
) -> None:
    assert GOOD.count(old) == 1
    faults = _problems(partner_files, GOOD.replace(old, new))
    wanted = f"partner/money.yaml:{line}: "
    assert any(fault.startswith(wanted) and said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Okay. Show me what you mean by that.", "the very text of 'money-a'"),
        ("Okay. Show me, what do you mean by that?", "nearly the same as 'money-a'"),
    ],
)
def test_lines_that_sound_the_same_are_found(
    partner_files: dict[str, str], text: str, said: str
) -> None:
    entry = GOOD[GOOD.index("      - id") :].replace("money-a", "money-b")
    entry = entry.replace("Okay. Show me what you mean by that.", text)
    faults = _problems(partner_files, GOOD + entry)
    assert any(fault.startswith("partner/money.yaml:12: ") and said in fault for fault in faults)


def test_an_id_taken_twice_is_named_with_both_places(partner_files: dict[str, str]) -> None:
    entry = GOOD[GOOD.index("      - id") :].replace("Okay. Show me", "No idea")
    faults = _problems(partner_files, GOOD + entry)
    assert any("partner/money.yaml:11" in f and "partner/money.yaml:5" in f for f in faults)


@pytest.mark.parametrize("text", ["", "just words", "- a list", "topic: money"])
def test_a_file_that_is_no_sheet_is_a_fault_and_not_a_crash(
    partner_files: dict[str, str], text: str
) -> None:
    faults = _problems(partner_files, text)
    assert any(fault.startswith("partner/money.yaml:1: ") for fault in faults)
    core = {name: partner_files[name] for name in ("heat.yaml", "voice.yaml")}
    with pytest.raises(ValueError, match=r"money\.yaml:1: "):
        Partner.from_texts({**core, "partner/money.yaml": text})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("warm: [4, 6]", "warm: [5, 6]", "exactly one band"),
        (
            "  - moves: [mirrors]\n    heat: -2",
            "  - moves: [mirrors]\n    heat: 2",
            "must not heat",
        ),
        ("  gentle: {", "  mild: {", "'mild'"),
        ("  gentle: {start: 3, cold: 8, cooling: -1}\n", "", "no entry for gentle"),
        ("  withdrawn: shut-down\n", "", "no entry for withdrawn"),
        ("reflection: -1", "reflection: soft", "reflection"),
    ],
)
def test_faults_in_the_heat_table_are_named(
    partner_files: dict[str, str], old: str, new: str, said: str
) -> None:
    assert old in partner_files["heat.yaml"]
    files = {**partner_files, "heat.yaml": partner_files["heat.yaml"].replace(old, new, 1)}
    faults = Partner.problems(files)
    assert any(fault.startswith("heat.yaml:") and said in fault for fault in faults), faults


@pytest.mark.parametrize("name", ["heat.yaml", "voice.yaml"])
def test_a_missing_table_is_named(partner_files: dict[str, str], name: str) -> None:
    files = {path: text for path, text in partner_files.items() if path != name}
    assert any(name in fault and "missing" in fault for fault in Partner.problems(files))
    with pytest.raises(ValueError, match=name):
        Partner.from_texts(files)
