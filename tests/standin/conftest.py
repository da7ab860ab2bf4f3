"""A stand-in in memory or on a port, and a driver for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bot.standin import create_app
from tests.standin.driver import BASE, Clock, Driver, served
from tests.standin.paging import FLAGS, Open, chromium


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def api(clock: Clock) -> AsyncIterator[Driver]:
    """A stand-in without faults, nobody has started yet."""
    transport = httpx.ASGITransport(create_app(clock=clock))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        yield Driver(client)


@pytest.fixture
async def chat(api: Driver) -> Driver:
    """A stand-in where Anna has started the bot."""
    await api.start()
    return api


@pytest.fixture
async def faulty(clock: Clock) -> AsyncIterator[Driver]:
    """A stand-in that takes faults, Anna has started the bot."""
    transport = httpx.ASGITransport(create_app(allow_faults=True, clock=clock))
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        driver = Driver(client)
        await driver.start()
        yield driver


@pytest.fixture
async def live() -> AsyncIterator[Driver]:
    """A stand-in on a real port, with faults."""
    async with served(allow_faults=True) as url, httpx.AsyncClient(base_url=url) as client:
        yield Driver(client)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def stand() -> AsyncIterator[Driver]:
    async with served() as url, httpx.AsyncClient(base_url=url) as client:
        yield Driver(client)


@pytest.fixture
def said() -> list[str]:
    """What the page wrote on the console."""
    return []


@pytest_asyncio.fixture(loop_scope="module")
async def visit(stand: Driver, browser: Browser, said: list[str]) -> AsyncIterator[Open]:
    """Opens the page; at the end nothing may be left on the console."""
    contexts: list[BrowserContext] = []

    async def visit(path: str = "/", width: int = 1200, height: int = 860, **options: Any) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            permissions=["clipboard-read", "clipboard-write"],
            **options,
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        base = "" if path.startswith("http") else str(stand.http.base_url).rstrip("/")
        await page.goto(base + path)
        return page

    yield visit
    for context in contexts:
        await context.close()
    assert said == []
