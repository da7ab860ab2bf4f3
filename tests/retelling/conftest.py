from pathlib import Path

import pytest

from bot.retelling import Retelling

PATH = "dialogues/language/en/retelling.yaml"


@pytest.fixture(scope="session")
def yaml_text() -> str:
    return (Path(__file__).parents[2] / PATH).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def retelling(yaml_text: str) -> Retelling:
    return Retelling.from_text(yaml_text, PATH)
