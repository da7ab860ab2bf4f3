"""Fixtures for the store's tests: stores on empty directories, and a clock that stands still."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.base import Store
from bot.store.sqlite import SqliteStore
from tests.store.support import MASTER, Clock, StoreFactory

pytest.register_assert_rewrite("tests.store.conformance", "tests.store.conformance_lasting")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def store_factory(tmp_path_factory: pytest.TempPathFactory) -> StoreFactory:
    """Opens a store on nothing. Another kind of store overrides this and runs the same tests."""

    @contextlib.asynccontextmanager
    async def empty_store(clock: Clock) -> AsyncIterator[Store]:
        store = await SqliteStore.open(tmp_path_factory.mktemp("data"), MASTER, clock=clock)
        try:
            yield store
        finally:
            await store.close()

    return empty_store


@pytest.fixture
async def store(store_factory: StoreFactory, clock: Clock) -> AsyncIterator[Store]:
    async with store_factory(clock) as store:
        yield store


@pytest.fixture
async def sqlite_store(tmp_path: Path, clock: Clock) -> AsyncIterator[SqliteStore]:
    store = await SqliteStore.open(tmp_path, MASTER, clock=clock, busy_timeout=0.01)
    yield store
    await store.close()
