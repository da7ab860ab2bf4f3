"""Screening is the same in every process: it does not hang on the order of a set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

READ = """
from bot.safety.lexicon import Lexicon
words = ("punched", "pushed")
lexicon = Lexicon({}, {}, {}, frozenset(), {}, frozenset(words), frozenset())
codes = {lexicon.code(word): word for word in words}
lexicon.finish()
print(codes[lexicon.read("punshed").codes])
"""


def test_a_slip_between_two_words_does_not_depend_on_the_hash_seed() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", READ],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
        ).stdout
        for seed in range(6)
    }
    assert answers in ({b"punched\n"}, {b"pushed\n"})
