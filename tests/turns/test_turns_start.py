"""A fault of the content that is not found at once is found soon: then only help is answered."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from dataclasses import replace

import httpx
import pytest

from bot import app, helping
from bot.coach import Coach
from bot.content import ROOT, Content, ContentBroken, Files
from bot.telegram.api import Api, QuietRequest
from tests.turns.rig import BASE, PATIENCE, TOKEN, Rig

PATH = "dialogues/language/en/rules/blame.yaml"
TWICE = "<word:your> <word:fault>"
"""One name for two pieces: it can be read, but no expression can be made of it."""


async def test_a_rule_that_cannot_be_compiled_is_named_and_help_still_answered(
    rig: Rig, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Files.read(ROOT, "en").coach
    broken = files[PATH].replace("patterns: |\n", f"patterns: |\n      {TWICE}\n", 1)
    coach = Coach.from_texts({**files, PATH: broken})
    transport = httpx.ASGITransport(rig.app)
    request = [QuietRequest(httpx_kwargs={"transport": transport}) for _ in range(2)]
    api = Api(TOKEN, BASE, request=request[0], polling=request[1])
    monkeypatch.setattr(Content, "read", lambda **_: replace(content, coach=coach))
    for module in (app, helping):
        monkeypatch.setattr(module, "connection_of", lambda settings: api)
    told: list[Exception] = []
    anne = rig.person()
    running = asyncio.create_task(app.run(rig.settings, tell=told.append))
    async with asyncio.timeout(3 * PATIENCE):
        while not told:
            await asyncio.sleep(0.01)
        assert re.match(rf"{PATH}:\d+: cannot be compiled", str(told[0]))
        await anne.say("/start")
        await anne.answered(anne.say("/help_now"))
        (only,) = anne.heard
        assert "findahelpline.com" in only
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(ContentBroken):
            await running
    assert len(rig.world.inbox.waiting) == 2, "the start waits, and so all after it comes again"
