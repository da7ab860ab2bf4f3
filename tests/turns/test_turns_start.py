"""What is wrong with the content and was not found before the start stops the bot soon after it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest

from bot import app
from bot.coach import Coach, CoachError
from bot.content import ROOT, Content, Files
from bot.telegram.api import Api, QuietRequest
from tests.turns.rig import BASE, PATIENCE, TOKEN, Rig

PATH = "dialogues/language/en/rules/blame.yaml"
TWICE = "<word:your> <word:fault>"
"""One name for two pieces: it can be read, but no expression can be made of it."""


async def test_a_rule_that_cannot_be_compiled_stops_the_bot_and_is_named(
    rig: Rig, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Files.read(ROOT, "en").coach
    broken = files[PATH].replace("patterns: |\n", f"patterns: |\n      {TWICE}\n", 1)
    coach = Coach.from_texts({**files, PATH: broken})
    transport = httpx.ASGITransport(rig.app)
    request = [QuietRequest(httpx_kwargs={"transport": transport}) for _ in range(2)]
    api = Api(TOKEN, BASE, request=request[0], polling=request[1])
    monkeypatch.setattr(Content, "read", lambda **_: replace(content, coach=coach))
    monkeypatch.setattr(app, "_connection", lambda settings: api)
    with pytest.raises(CoachError, match=rf"^{PATH}:\d+: cannot be compiled"):
        async with asyncio.timeout(3 * PATIENCE):
            await app.run(rig.settings)
