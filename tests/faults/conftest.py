"""A bot over a new data folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.content import Content
from tests.turns.rig import ANNE, Person, Rig


@pytest.fixture
async def rig(tmp_path: Path, content: Content) -> AsyncIterator[Rig]:
    """A stand-in and a data folder; the bot is not running yet."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    rig = Rig(folder, content)
    async with rig.http:
        yield rig


@pytest.fixture
async def anne(rig: Rig) -> AsyncIterator[Person]:
    """Somebody whose bot is running."""
    async with rig.running():
        yield rig.person(ANNE)
