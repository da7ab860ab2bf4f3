"""What an operator does with the bot stopped: the commands, on a real database."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.store.base import TurnWrite, WrongKey
from bot.store.keys import load_or_create_master_key
from bot.store.migrate import DATABASE_NAME
from bot.store.sqlite import SqliteStore

WORDS = {"story": "you left the dishes"}


@pytest.fixture
async def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one person in it, which the settings name; the bot is stopped."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("BOT_DATA_DIR", str(folder))
    monkeypatch.delenv("BOT_KEY_FILE", raising=False)
    monkeypatch.delenv("BOT_MASTER_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    key = load_or_create_master_key(tmp_path / "data.key", database_exists=False)
    store = await SqliteStore.open(folder, key)
    await store.commit(TurnWrite(store.owner_of(1), 0.0, new=True, session=WORDS))
    await store.close()
    return folder


async def session(folder: Path, key_file: Path) -> object:
    store = await SqliteStore.open(folder, load_or_create_master_key(key_file, True))
    try:
        return (await store.load(store.owner_of(1), None)).session
    finally:
        await store.close()


async def test_a_new_master_key(data: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["rotate-key", str(tmp_path / "new.key")])
    assert done.exit_code == 0, done.output
    assert "anew: 1" in done.output
    assert await session(data, tmp_path / "new.key") == WORDS
    with pytest.raises(WrongKey):
        await session(data, tmp_path / "data.key")


async def test_after_a_restore_people_are_forgotten_again(data: Path, tmp_path: Path) -> None:
    backup, replaced = tmp_path / "backup.db", tmp_path / "replaced.db"
    shutil.copy(data / DATABASE_NAME, backup)
    key = load_or_create_master_key(tmp_path / "data.key", True)
    store = await SqliteStore.open(data, key)
    await store.commit(TurnWrite(store.owner_of(1), 1.0, forget=True))
    await store.close()
    shutil.move(data / DATABASE_NAME, replaced)
    shutil.copy(backup, data / DATABASE_NAME)
    assert await session(data, tmp_path / "data.key") == WORDS
    done = CliRunner().invoke(cli, ["forget-again", str(replaced)])
    assert done.exit_code == 0, done.output
    assert "again: 1" in done.output
    assert await session(data, tmp_path / "data.key") is None
