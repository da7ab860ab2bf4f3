"""All six kinds of talk to the card, tapped and typed on the page in the system's Chromium.

The stand-in and `run` are processes of their own; half-way through a talk on each
of the phones `run` is killed.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.faults.processes import READY, Program, bot_program, standin_process
from tests.standin.driver import ANNA, BEN
from tests.standin.paging import FLAGS, chromium, phone

pytestmark = [pytest.mark.loopback, pytest.mark.browser]

KILL = "KILL"
TICKS = ("sad", "just sad", "To know something")
"""Taps that change the question in place."""
SADNESS = ["[sad]", "[just sad]", "[Done]"]
TALKS = {
    "sore": [
        "[A sore point]", "[5]", "he cancelled our anniversary dinner", KILL, "2 hrs before",
        "[That's all]", *SADNESS, "[gets defensive]", "tell me by lunch if dinner is at risk",
        "[The short one]", "sounds like you felt torn. is that it?",
        "[Nothing this time]", "[I don't know yet]",
    ],
    "trust": [
        "[Trust was broken]", "[6]", "she read my diary and told her sister", "[That's all]",
        *SADNESS, "[gets defensive]", "[To know something]", "[Done]",
        "what exactly she told her", "[No, nothing like that]", "[The short one]",
        "[Skip answers]", "[I don't know yet]",
    ],
    "hurt": [
        "[I hurt them]", "[4]", "i said in front of her friends that she cant handle money",
        "[That's all]", "[gets hurt]", "embarrassing i guess", "[Use this]",
        "I said it and it was not okay.", "when money comes up with others i stay out of it",
        "[In two weeks]", "[I don't know yet]",
    ],
    "quiet": [
        "[I go quiet]", "[5]", "[won't let go]", "when you raise your voice", "that i dont care",
        KILL, "[in an hour]", "[Use this]", "i go quiet now and im back in an hour",
        "[I don't know yet]",
    ],
    "theyquiet": [
        "[They go quiet]", "[numb, I can't tell]",
        "she went silent for three days after i asked about moving in together", "[That's all]",
        *SADNESS, "[goes quiet]", "[A time to talk]", "[The short one]",
        "We can stop. Tomorrow at eight?", "[Two days]", "[I don't know yet]",
    ],
    "decide": [
        "[A decision or a limit]", "[3]", "my mother in law decides what our son eats",
        "[That's all]", "[hit back]", "what our son eats is for the two of us to decide",
        "[It's no limit, just a decision]", "[Use this]",
        "i hear you, and i'd like to finish about the food", "[I don't know yet]",
    ],
}  # fmt: skip
LET_BE = ("Leave it, go on", "Keep my words")
"""What the partner says is drawn by chance, and so is what the coach has to say to an answer."""


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = await browser.new_context(
            viewport={"width": 1200, "height": 860}, reduced_motion="reduce"
        )
        opened = await context.new_page()
        expect.set_options(timeout=15_000)
        yield opened
        await browser.close()


class Hand:
    """Somebody's hand on one of the two phones."""

    def __init__(self, page: Page, user: int, bot: Program) -> None:
        self.phone = phone(page, user)
        self.bot = bot
        self.kills = 0

    async def play(self, script: list[str]) -> None:
        """Taps `[labels]` and types the rest; the bot dies where the script says so."""
        for line in script:
            if line == KILL:
                began = self.bot.out.read_text().count(READY)
                await self.bot.kill()
                await self.bot.start("run")
                await self.bot.says(READY, times=began + 1, patience=90.0)
                self.kills += 1
            elif line.startswith("["):
                await self.tap(line.strip("[]"))
            else:
                await self.type(line)

    async def tap(self, label: str) -> None:
        """Taps the newest button of that name."""
        await self.let_be(self.button(label))
        before = await self.messages.last.get_attribute("data-id") or ""
        await self.button(label).last.click()
        if label not in TICKS:
            await expect(self.messages.last).not_to_have_attribute("data-id", before)

    async def type(self, text: str) -> None:
        """Types into the field and sends; an answer comes."""
        await self.let_be()
        field = self.phone.get_by_role("textbox")
        await field.fill(text)
        await field.press("Enter")
        await expect(self.phone.locator(".message.mine").last).to_contain_text(text)
        await expect(self.messages.last).not_to_have_class(re.compile("mine"))

    async def let_be(self, wanted: Locator | None = None) -> None:
        """Where the coach has something to say to what was typed last, leaves the words be."""
        offered = self.button(LET_BE[0]).or_(self.button(LET_BE[1])).last
        if wanted is not None:
            await expect(wanted.or_(offered).last).to_be_visible()
        if await offered.count():
            await offered.click()
            await expect(offered).to_have_count(0)

    def button(self, label: str) -> Locator:
        """In the message that stands last; an earlier talk has left buttons of the same name."""
        return self.messages.last.get_by_role("button", name=label, exact=True)

    @property
    def messages(self) -> Locator:
        return self.phone.locator(".message")


async def test_every_kind_of_talk_reaches_the_card_over_a_kill(page: Page, tmp_path: Path) -> None:
    async with standin_process(tmp_path) as base:
        bot = bot_program(tmp_path, base)
        await bot.start("run")
        try:
            await bot.says(READY, patience=90.0)
            await page.goto(base)
            hands = [Hand(page, user, bot) for user in (ANNA, BEN)]
            for hand in hands:
                await hand.phone.get_by_role("button", name="Start").click()
                await hand.tap("Yes, let's begin")
            for number, (kind, script) in enumerate(TALKS.items()):
                hand = hands[number % 2]
                await hand.type("/rehearse")
                await hand.play(script)
                cards = hand.phone.locator(".message", has_text=re.compile("Your card"))
                await expect(cards).to_have_count(number // 2 + 1)
                await hand.tap("Something kind. Good night")
                await page.screenshot(path=tmp_path / f"{kind}.png")
            assert [hand.kills for hand in hands] == [1, 1]
            assert "Traceback" not in bot.err.read_text()
        finally:
            await bot.kill()
