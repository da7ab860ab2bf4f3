"""The real programs as processes of their own: the stand-in, and `run`, which may be killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from bot.content import ROOT

TOKEN = "123456:" + "Q" * 35
READY = "The bot is running"

CHANGED = """
import functools, runpy, sys, time
ahead, drawn, real = float(sys.argv.pop(1)), sys.argv.pop(1) == "drawn", time.time
time.time = lambda: real() + ahead
from bot import app
if not drawn:
    app.running = functools.partial(app.running, ids=bytes)
runpy.run_module("bot", run_name="__main__", alter_sys=True)
"""
"""The program with its clock moved from outside, before any of it is loaded; unless `drawn`, every
session has the same name and seed, and nothing else in a talk is left to chance."""


class Program:
    """`python -m bot …`, its standard output and error kept in files."""

    def __init__(self, folder: Path, name: str, settings: Mapping[str, str] | None = None) -> None:
        self.out = folder / f"{name}.out"
        self.err = folder / f"{name}.err"
        self._folder = folder
        self._settings = dict(settings or {})
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *arguments: str, ahead: float = 0.0, drawn: bool = True) -> None:
        """Starts it, its clock so many seconds ahead. Output of earlier starts is kept.

        Unless `drawn`, everybody's session gets the same name and seed.
        """
        program: tuple[str, ...] = ("-m", "bot")
        if ahead or not drawn:
            program = ("-c", CHANGED, str(ahead), "drawn" if drawn else "undrawn")
        kept = ("PATH", "HOME", "LANG", "SYSTEMROOT", "VIRTUAL_ENV")
        settings = {name: os.environ[name] for name in kept if name in os.environ}
        settings |= {"PYTHONPATH": str(ROOT), **self._settings}
        with self.out.open("ab") as out, self.err.open("ab") as err:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *program,
                *arguments,
                cwd=self._folder,
                env=settings,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )

    async def says(self, text: str, times: int = 1, patience: float = 30.0) -> str:
        """Waits until it has printed this so many times; the line."""
        async with asyncio.timeout(patience):
            while True:
                lines = [line for line in self.out.read_text().splitlines() if text in line]
                if len(lines) >= times:
                    return lines[-1]
                assert self.running, f"it ended: {self.err.read_text()}"
                await asyncio.sleep(0.01)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is closed."""
        if self._process is not None:
            if self.running:
                self._process.kill()
            await self._process.wait()

    async def stop(self, patience: float = 15.0, *, ask: bool = True) -> int:
        """SIGTERM, as an operator stops it (or, unasked, its own end); its exit code."""
        assert self._process is not None
        if ask and self.running:
            self._process.terminate()
        async with asyncio.timeout(patience):
            return await self._process.wait()


@contextlib.asynccontextmanager
async def standin_process(folder: Path) -> AsyncIterator[str]:
    """A stand-in as its own process, with fault injection; its address."""
    program = Program(folder, "standin")
    await program.start("standin", "--port", "0", "--faults")
    try:
        line = await program.says("Stand-in: ")
        yield line.partition("Stand-in: ")[2].strip()
    finally:
        await program.kill()


def bot_program(folder: Path, base: str, **settings: str) -> Program:
    """`run` against that stand-in, its data below the folder."""
    (folder / "data").mkdir(mode=0o700, exist_ok=True)
    return Program(
        folder,
        "bot",
        {
            "BOT_TOKEN": TOKEN,
            "BOT_API_BASE": base,
            "BOT_DATA_DIR": str(folder / "data"),
            "BOT_PACE": "false",
            **settings,
        },
    )
