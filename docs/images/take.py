"""Takes the picture of the README: two phones, each in the middle of a rehearsal.

From the repository's folder: `.venv/bin/python docs/images/take.py`. Needs Chromium.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import async_playwright

PICTURE = Path(__file__).with_name("two-phones.png")
BEGIN = ("/start", "[Yes, let's begin]", "[Rehearse a hard talk]")
LEFT = (
    *BEGIN,
    "[A sore point]",
    "[5]",
    "he cancelled our anniversary dinner AGAIN",
    "2 hrs before",
    "like its nothing",
    "[That's all]",
    "[hurt]",
    "[disappointed]",
    "[Done]",
    "[gets defensive]",
    "tell me by lunch if dinner is at risk",
    "[The short one]",
    "sounds like you felt torn. i still want to finish about the dinner",
)
RIGHT = (
    *BEGIN,
    "[I go quiet]",
    "[5]",
    "[won't let go]",
    "when you raise your voice",
    "that i dont care",
    "[in an hour]",
    "[Use this]",
)


class Phone:
    """One of the two phones, by the stand-in's phone API."""

    def __init__(self, http: httpx.AsyncClient, user: int) -> None:
        self.http = http
        self.user = user

    async def rehearse(self, script: tuple[str, ...]) -> None:
        """Plays a script: `[label]` taps that button, anything else is typed."""
        for line in script:
            before = (await self._seen())["next"]
            if line == "/start":
                await self._act("start")
            elif line.startswith("["):
                await self._act("tap", **await self._button(line.strip("[]")))
            else:
                await self._act("message", text=line)
            await self._answered(before)

    async def _seen(self) -> dict[str, Any]:
        answer = await self.http.get(f"/phone/{self.user}/messages?after=0")
        seen: dict[str, Any] = answer.json()
        return seen

    async def _act(self, action: str, **fields: Any) -> None:
        answer = await self.http.post(f"/phone/{self.user}/{action}", json=fields)
        answer.raise_for_status()

    async def _button(self, label: str) -> dict[str, Any]:
        for message in reversed((await self._seen())["messages"]):
            for button in (b for row in message["buttons"] for b in row):
                if button["text"] == label and button["data"]:
                    return {"message_id": message["id"], "data": button["data"]}
        raise SystemExit(f"There is no button [{label}] now: mend the script in {__file__}.")

    async def _answered(self, before: int) -> None:
        """Waits until the bot has said something, and nothing more comes for a while."""
        last, quiet = before, 0
        for _ in range(200):
            await asyncio.sleep(0.1)
            seen = await self._seen()
            quiet = quiet + 1 if seen["next"] == last else 0
            last = seen["next"]
            if quiet >= 6 and seen["messages"] and last > before + 1:
                return


async def main() -> None:
    """Starts a preview of its own, plays both scripts, takes the picture."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = f"-m bot preview --port {port} --data-dir {folder}/data".split()
        quick = {**os.environ, "BOT_PACE": "false"}
        bot = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=quick, stdout=asyncio.subprocess.PIPE
        )
        assert bot.stdout is not None
        try:
            if not await bot.stdout.readline():
                raise SystemExit("The preview did not start.")
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
                await asyncio.gather(
                    Phone(http, 1001).rehearse(LEFT), Phone(http, 1002).rehearse(RIGHT)
                )
                await _picture(str(http.base_url))
        finally:
            bot.terminate()
            await bot.wait()


async def _picture(url: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = await browser.new_page(
            viewport={"width": 940, "height": 820}, device_scale_factor=1.4
        )
        await page.goto(url)
        await page.get_by_text("They answer").last.wait_for()
        await page.wait_for_timeout(1500)
        await page.screenshot(path=PICTURE)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
