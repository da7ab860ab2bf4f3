"""Fixtures of the tests of `bot/telegram/`."""

from __future__ import annotations

import pytest
from telegram_doubles import MemoryStore, VirtualTime


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()
