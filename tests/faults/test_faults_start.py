"""A database that does not open at the start: who needs help is answered until it does."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from bot.store.migrate import DATABASE_NAME
from tests.faults.phone import Phone
from tests.faults.processes import READY, bot_program, standin_process

WAITING = "only help is answered"


@pytest.mark.loopback
async def test_run_helps_until_the_database_opens_and_then_answers_all(tmp_path: Path) -> None:
    async with standin_process(tmp_path) as base, httpx.AsyncClient(base_url=base) as http:
        bot = bot_program(tmp_path, base)
        anne = Phone(http, 1001)
        try:
            await bot.start("run")
            await bot.says(READY)
            assert await bot.stop() == 0
            database = tmp_path / "data" / DATABASE_NAME
            whole = database.read_bytes()
            database.write_bytes(b"no database" * 400)

            await bot.start("run")
            await bot.says(WAITING)
            assert "NOTADB" in bot.err.read_text()
            await anne.do("start", payload="")
            await anne.tells("/help_now")
            assert len(anne.heard) == 1
            assert "988" in anne.heard[0]

            database.write_bytes(whole)
            await bot.says(READY, times=2)
            await anne.until(lambda _: anne.button("agree") is not None, "no welcome")
            assert len(anne.heard) == 2, "help is not given a second time"
            assert await bot.stop() == 0
        finally:
            await bot.kill()


@pytest.mark.loopback
async def test_stopped_before_the_database_opens_it_fails(tmp_path: Path) -> None:
    async with standin_process(tmp_path) as base, httpx.AsyncClient(base_url=base) as http:
        bot = bot_program(tmp_path, base, BOT_DATA_DIR=str(tmp_path / "file" / "data"))
        (tmp_path / "file").write_text("in the way")
        try:
            await bot.start("run")
            await bot.says(WAITING)
            await Phone(http, 1001).tells("/help_now")
            assert await bot.stop() == 1
            assert "BOT_DATA_DIR" in bot.err.read_text()
            assert "Traceback" not in bot.err.read_text()
        finally:
            await bot.kill()
