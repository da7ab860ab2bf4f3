"""The page's looks and manners: contrast, narrow screens, motion, names, and its policy."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.async_api import expect

from tests.standin.driver import ANNA, BEN, Driver
from tests.standin.paging import Open, keys, phone

# One browser, and so one event loop, for the whole module: starting it takes longest.
pytestmark = [
    pytest.mark.loopback,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
]


@pytest.mark.parametrize(("scheme", "light"), [("light", True), ("dark", False)])
async def test_light_and_dark_with_contrast(
    stand: Driver, visit: Open, scheme: str, light: bool
) -> None:
    await stand.start()
    await stand.say("<b>Hi</b> /help", parse_mode="HTML", reply_markup=keys(["Yes"]))
    page = await visit("/?only=1001", color_scheme=scheme)
    anna = phone(page, ANNA)
    await expect(anna.locator(".keys button")).to_be_visible()
    pairs = await page.evaluate(CONTRAST)
    assert len(pairs) > 6
    assert [p for p in pairs if p["ratio"] < 4.5] == []
    paper = await anna.evaluate("e => getComputedStyle(e).backgroundColor")
    assert (max(map(int, re.findall(r"\d+", paper)[:3])) > 128) == light


CONTRAST = """() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((v, i) => v * a + under[i] * (1 - a));
  const ground = (e) => {
    const own = parse(getComputedStyle(e).backgroundColor);
    const opaque = own[3] === undefined || own[3] === 1;
    return opaque ? own.slice(0, 3) : over(own, ground(e.parentElement));
  };
  const light = (c) => {
    const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = c.map((v) => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const texts = ".name, .status, .label, .words, .words b, .tap, .meta, .keys button, .day";
  for (const e of document.querySelectorAll(texts)) {
    if (!e.offsetParent) continue;
    const under = ground(e);
    const [a, b] = [light(over(parse(getComputedStyle(e).color), under)), light(under)].sort();
    found.push({ what: e.className || e.localName, ratio: (b + 0.05) / (a + 0.05) });
  }
  return found;
}"""


async def test_on_a_narrow_screen_one_phone_fills_it(stand: Driver, visit: Open) -> None:
    for user in (ANNA, BEN):
        await stand.start(user)
    labels = ["0", "1", "2", "3", "4", "numb"]
    await stand.say("How much?", reply_markup=keys(labels, ["A rather long answer to tap", "No"]))
    page = await visit("/", width=360, height=740)
    anna, ben = phone(page, ANNA), phone(page, BEN)
    await expect(anna.get_by_role("button", name="numb")).to_be_in_viewport()
    await expect(ben).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    for button in await page.locator("button:visible, .keys a:visible").all():
        box = await button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 40, await button.inner_text()
    await stand.say("psst", user=BEN)
    tab = page.get_by_role("tab", name="Phone 2")
    await expect(tab).to_have_class("news")
    await tab.click()
    await expect(ben.get_by_text("psst")).to_be_in_viewport()
    await expect(anna).to_be_hidden()
    await expect(tab).not_to_have_class("news")
    await page.keyboard.press("ArrowLeft")
    await expect(anna).to_be_visible()


async def test_calm_for_those_who_ask_for_it(stand: Driver, visit: Open) -> None:
    await stand.start()
    page = await visit("/?only=1001", reduced_motion="reduce")
    await stand.say("hello")
    message = phone(page, ANNA).locator(".message").last
    await expect(message).to_contain_text("hello")
    assert await message.evaluate("e => getComputedStyle(e).animationName") == "none"


async def test_the_policy_holds_against_what_gets_in(
    stand: Driver, visit: Open, said: list[str]
) -> None:
    page = await visit("/?only=1001")
    blocked = await page.evaluate(
        """() => new Promise((done) => {
          addEventListener("securitypolicyviolation", (e) => done(e.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "window.broken = true";
          document.body.append(script);
        })"""
    )
    assert blocked == "script-src-elem"
    assert await page.evaluate("window.broken") is None
    assert "Content Security Policy" in said.pop()


async def test_the_log_speaks_and_everything_has_a_name(stand: Driver, visit: Open) -> None:
    await stand.start()
    page = await visit()
    for name in ("Phone 1", "Phone 2"):
        log = page.get_by_role("log", name=f"Conversation on {name}")
        assert await log.get_attribute("aria-live") == "polite"
    for button in await page.locator("button:visible").all():
        label = await button.get_attribute("aria-label") or await button.inner_text()
        assert label.strip()


async def test_the_page_has_no_markup_from_strings(stand: Driver) -> None:
    async with httpx.AsyncClient(base_url=stand.http.base_url) as client:
        page = (await client.get("/")).text
        seen = {re.search(r'src="(/page/[^"]+\.js)"', page)[1]}  # type: ignore[index]
        todo = list(seen)
        while todo:
            script = (await client.get(todo.pop())).text
            for banned in (
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
            ):
                assert banned not in script
            new = {f"/page/{name}" for name in re.findall(r'from "\./([^"]+)"', script)} - seen
            seen |= new
            todo += new
    assert len(seen) > 8
