"""Webhooks: updates are posted to a loopback address, one after another, until it says 200."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.standin.errors import bad_request, not_played
from bot.standin.inbox import Webhook
from bot.standin.sending import Call
from bot.standin.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
RETRY_SECONDS = 1.0
ANSWER_SECONDS = 60.0


def set_webhook(call: Call) -> Any:
    """setWebhook: to this machine only; an empty url is deleteWebhook."""
    params = call.params
    secret = params.get("secret_token")
    if secret is not None and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if not params.get("url"):
        return delete_webhook(call)
    _loopback(params["url"])
    if params.get("drop_pending_updates"):
        call.world.inbox.clear()
    call.world.inbox.want(params.get("allowed_updates"))
    call.world.inbox.set_webhook(Webhook(params["url"], secret))
    return True


def delete_webhook(call: Call) -> Any:
    """deleteWebhook."""
    if call.params.get("drop_pending_updates"):
        call.world.inbox.clear()
    call.world.inbox.set_webhook(None)
    return True


def get_webhook_info(call: Call) -> Any:
    """getWebhookInfo."""
    inbox = call.world.inbox
    info: dict[str, Any] = {
        "url": inbox.webhook.url if inbox.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(inbox.waiting),
    }
    if inbox.webhook and inbox.webhook.last_error:
        info["last_error_date"] = inbox.webhook.last_error_at
        info["last_error_message"] = inbox.webhook.last_error
    if inbox.allowed_list:
        info["allowed_updates"] = inbox.allowed_list
    return info


def _loopback(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise bad_request("bad webhook: invalid URL") from None
    if parts.scheme not in ("http", "https") or not host:
        raise bad_request("bad webhook: invalid URL")
    try:
        inside = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise not_played("a webhook must be on this machine (localhost or 127.0.0.1)")


async def deliver(world: World, client: httpx.AsyncClient) -> None:
    """Posts waiting updates to the webhook, whenever there is one. Runs until cancelled."""
    inbox = world.inbox
    while True:
        inbox.arrived.clear()
        hook = inbox.webhook
        if hook is None or not inbox.waiting:
            await inbox.arrived.wait()
            continue
        number, encoded = inbox.waiting[0]
        if await _posted(world, client, hook, encoded):
            if inbox.waiting and inbox.waiting[0][0] == number:
                inbox.waiting.popleft()
        else:
            await asyncio.sleep(RETRY_SECONDS)


async def _posted(world: World, client: httpx.AsyncClient, hook: Webhook, encoded: str) -> bool:
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
    try:
        answer = await client.post(
            hook.url, content=encoded, headers=headers, timeout=ANSWER_SECONDS
        )
        if answer.is_success:
            return True
        hook.last_error = f"Wrong response from the webhook: {answer.status_code}"
    except httpx.HTTPError:
        hook.last_error = "Connection failed"
    hook.last_error_at = int(world.clock())
    return False
