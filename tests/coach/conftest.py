"""The coach's own files and a coach made of them."""

from pathlib import Path

import pytest

from bot.coach import Coach

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = ROOT / "dialogues" / "language" / "en"


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    return {str(p.relative_to(ROOT)): p.read_text("utf-8") for p in LANGUAGE.rglob("*.yaml")}


@pytest.fixture(scope="session")
def coach(files: dict[str, str]) -> Coach:
    made = Coach.from_texts(files)
    made.warm()
    return made
