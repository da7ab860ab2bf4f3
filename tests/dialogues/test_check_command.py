"""`python -m bot check`: the shipped content has no fault; each fault is told with its place."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.content import ROOT, problems

PLACE = re.compile(r"[\w./-]+:\d+: \S")


LANGUAGE = "dialogues/language/"
"""The rules of coach and screen. They have tests of their own, and take long to check."""


SCREENING = ("words.yaml", "signals.yaml", "their-own-life.yaml")
"""Dialogues name the weak signs that they hear, so these have to be there."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The content alone, most of the rules left out, to break something in."""

    def left_out(folder: str, names: list[str]) -> list[str]:
        kept = {"rules": (), "screening": SCREENING}.get(Path(folder).name, names)
        return [name for name in names if name not in kept]

    for folder in ("dialogues", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=left_out)
    return tmp_path


def told(root: Path) -> list[str]:
    """What is wrong in the dialogues and templates of a copy."""
    return [p for p in problems(root) if not p.startswith(LANGUAGE)]


def broken(root: Path, name: str, old: str, new: str) -> int:
    """Breaks one file in one place, and says on which line."""
    path = root / name
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, f"{name} does not hold {old}"
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), "utf-8")
    return line


def check(root: Path) -> subprocess.CompletedProcess[str]:
    """Runs the command on a copy of the content."""
    script = (
        "import sys, pathlib, bot.content, bot.cli\n"
        "root = pathlib.Path(sys.argv.pop(1))\n"
        "bot.cli.problems = lambda: bot.content.problems(root)\n"
        "bot.cli.main()\n"
    )
    return subprocess.run(
        [sys.executable, "-c", script, str(root), "check"],
        capture_output=True, text=True, timeout=60, cwd=root,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def test_a_copy_has_no_problems(copy: Path) -> None:
    assert told(copy) == []


def test_the_command_says_that_nothing_is_wrong() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        capture_output=True, text=True, timeout=60, cwd=ROOT,
    )  # fmt: skip
    assert ran.stdout == "Nothing wrong.\n"
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_command_fails_and_names_every_place(copy: Path) -> None:
    target = broken(copy, "dialogues/pause.yaml", "next: down.way", "next: down.wya")
    label = broken(
        copy, "templates/en/home/home.ask.j2", "{% block label_pause %}", "{% block l %}"
    )
    ran = check(copy)
    assert ran.returncode == 1
    assert ran.stderr == ""
    lines = ran.stdout.splitlines()
    assert all(PLACE.match(line) for line in lines), ran.stdout
    assert f"dialogues/pause.yaml:{target}: unknown target `down.wya`" in lines
    assert f"templates/en/home/home.ask.j2:{label}: unused block `l`" in lines


FAULTS = [
    ("dialogues/solo.yaml", "private: true", "privat: true", "write.ask.privat: there is no such"),
    ("dialogues/solo.yaml", "start: write.ask", "start: [write.ask", "this is not YAML"),
    ("dialogues/pause.yaml", "leads_to: back.heat", "leads_to: back.haet",
     "leads to `back.haet`, which is not a state"),
    ("dialogues/pause.yaml", "start: storm.duration", "start: strom.duration",
     "the start `strom.duration` is not a state"),
    ("dialogues/pause.yaml", "call: frightened", "call: frightned", "unknown dialogue `frightned`"),
    ("dialogues/pause.yaml", "when: still_hot", "when: still_warm", "unknown guard `still_warm`"),
    ("dialogues/settings.yaml", "source: zones", "source: zoens", "unknown source `zoens`"),
    ("dialogues/rehearsal.yaml", "echo: said_back", "echo: sayd_back",
     "unknown derivation `sayd_back`"),
    ("dialogues/card.yaml", "command: card", "command: pause", None),
    ("templates/en/pause/down.way.j2", "Which way", "Which {{ waay }}", "unknown variable `waay`"),
    ("templates/en/home/home.ask.j2", "{% endblock %}", "{% endblok %}", ""),
    ("templates/en/common/macros/words.j2", "s.observation", "z.observation",
     "unknown variable `z`"),
    ("templates/en/common/macros/words.j2", "macro closing", "macro card",
     "the macro `card` is in templates/en/common/macros/card.j2:"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "message"), FAULTS)
def test_one_fault_is_found_where_it_is(
    copy: Path, name: str, old: str, new: str, message: str | None
) -> None:
    line = broken(copy, name, old, new)
    found = told(copy)
    assert found
    assert all(PLACE.match(f) for f in found), found
    if message is None:
        assert any("is taken already by" in f for f in found), found
    else:
        places = [f for f in found if f.startswith(f"{name}:") and message in f]
        assert places, found
        assert any(f.startswith(f"{name}:{line}: ") for f in places) or "YAML" in message, found


@pytest.mark.parametrize(
    "name",
    [
        "templates/en/pause/stages.j2",
        "templates/en/home/home.ask.j2",
        "templates/en/common/notes.j2",
    ],
)
def test_a_missing_template_is_a_fault(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert any(PLACE.match(f) for f in told(copy)), "nobody noticed"
