"""A reading is the same in every process: it does not hang on the order of words in a set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

TEXT = "I'm so sorry. I'll do anything, anything you want."
"""Two patterns of one rule find something at one place here, with different pieces."""

READ = """
import sys
from pathlib import Path
from bot.coach import Coach
folder = Path("dialogues/language/en")
files = {str(p): p.read_text("utf-8") for p in folder.rglob("*.yaml")}
print(Coach.from_texts(files).reading(sys.argv[1], "apology"))
"""


def test_a_reading_does_not_depend_on_the_hash_seed() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", READ, TEXT],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "4")
    }
    assert len(answers) == 1
    assert b"over-promise" in answers.pop()
