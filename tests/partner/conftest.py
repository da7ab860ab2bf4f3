"""The shipped partner, read once."""

from pathlib import Path

import pytest

from bot.partner import Partner

FOLDER = Path(__file__).parents[2] / "dialogues" / "partner" / "en"


@pytest.fixture(scope="session")
def partner_files() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))}


@pytest.fixture(scope="session")
def partner(partner_files: dict[str, str]) -> Partner:
    return Partner.from_texts(partner_files)
