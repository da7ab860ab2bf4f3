"""Helpers of the page's tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Locator, Page

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Open = Callable[..., Awaitable[Page]]


def chromium() -> str:
    """Where the system's Chromium is; a test without it fails unless that is allowed."""
    found = shutil.which("chromium")
    if found is None:
        if os.environ.get("BWT_ALLOW_NO_BROWSER"):
            pytest.skip("Chromium is missing, and BWT_ALLOW_NO_BROWSER allows it")
        pytest.fail("Chromium is missing: install the package chromium (or BWT_ALLOW_NO_BROWSER=1)")
    return found


def phone(page: Page, user: int) -> Locator:
    return page.locator(f'.phone[data-user="{user}"]')


def keys(*rows: list[str]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": x, "callback_data": x} for x in row] for row in rows]}
