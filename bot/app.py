"""The composition root: puts the parts together and runs them until asked to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from telegram.error import InvalidToken

from bot.clockwork import Clockwork
from bot.content import ROOT, Content, ContentBroken, usable
from bot.engine.lint import BUILT_IN
from bot.helping import help_until, helping
from bot.last_resort import LAST_RESORT
from bot.pictures.painter import Painter
from bot.polling import connection_of, stopped_by_signals
from bot.remains import help_texts
from bot.settings import Settings
from bot.store.base import CannotOpen, Owner, Store, TurnWrite
from bot.store.keys import MasterKey, load_or_create_master_key
from bot.store.sqlite import SqliteStore, database_exists
from bot.telegram.api import Api
from bot.telegram.help import DirectHelp
from bot.telegram.ingress import Ingress, TokenRefused
from bot.telegram.intake import Intake
from bot.telegram.outbox import Outbox
from bot.telegram.profile import Profile, set_profile
from bot.turns import Turns

LOG = logging.getLogger("bot")
TRY_AGAIN = 5.0
"""Seconds after which a store that could not be opened is tried again."""


@dataclass
class Running:
    """The parts of a running bot."""

    store: Store
    turns: Turns
    outbox: Outbox
    clockwork: Clockwork
    ingress: Ingress


async def run(
    settings: Settings,
    ready: Callable[[], None] = lambda: None,
    tell: Callable[[Exception], None] = lambda problem: None,
    root: Path = ROOT,
) -> None:
    """Runs the bot by long polling until SIGINT or SIGTERM.

    Where the store cannot be opened or the content below `root` cannot be used, `tell` gets what is
    wrong, and the bot answers nobody but who needs help: until the store opens, or until it is
    asked to stop.

    Raises:
        StoreRefused: the data directory or key cannot be used; the text says what to do. Where
            later they might (CannotOpen), it is raised once the bot was asked to stop.
        TokenRefused: Telegram does not know the token.
        ContentBroken: what was told; raised once the bot was asked to stop.
    """
    # The store first, even where only help is answered: its lock keeps two bots from one token.
    async with contextlib.AsyncExitStack() as until_the_end:
        store = await _store(settings, until_the_end, tell, root)
        try:
            await _run_whole(settings, store, root, ready)
        except ContentBroken as broken:
            tell(broken)
            LOG.error("Only help is answered", extra={"event": "run.help_only"})
            async with helping(settings, root) as ingress:
                with stopped_by_signals(ingress):
                    await ingress.run()
            raise


async def _store(
    settings: Settings,
    kept: contextlib.AsyncExitStack,
    tell: Callable[[Exception], None],
    root: Path,
) -> Store:
    """The store, `kept` open; as long as it cannot open, help is answered. Raises like `run`."""

    async def later() -> Store:
        while True:
            await asyncio.sleep(TRY_AGAIN)
            with contextlib.suppress(CannotOpen):
                return await kept.enter_async_context(opened(settings))

    try:
        return await kept.enter_async_context(opened(settings))
    except CannotOpen as refused:
        tell(refused)
        LOG.error("Only help is answered", extra={"event": "run.no_store"})
        store = await help_until(settings, root, later())
        if store is None:
            raise
        return store


async def _run_whole(
    settings: Settings, store: Store, root: Path, ready: Callable[[], None]
) -> None:
    """Runs all there is. Raises like `run`, ContentBroken as soon as a fault is found."""
    language = settings.bot_language
    ending = threading.Event()
    with usable(language):
        content = await asyncio.to_thread(Content.read, root=root, language=language)
    warming = asyncio.create_task(asyncio.to_thread(content.warm, ending.is_set))
    _set_apart()
    try:
        async with running(settings, store, content) as parts:
            with stopped_by_signals(parts.ingress):
                warming.add_done_callback(lambda done: _stop_if_broken(done, parts))
                ready()
                LOG.info("The bot is running", extra={"event": "run.started"})
                await parts.ingress.run()
        ending.set()
        with usable(language):
            await warming
    finally:
        ending.set()  # a thread cannot be cancelled, and the process waits for it


def _stop_if_broken(warmed: asyncio.Task[None], parts: Running) -> None:
    """A rule that cannot be compiled would fail the turn that needs it: then we do not run."""
    if not warmed.cancelled() and warmed.exception() is not None:
        parts.ingress.stop()


def _set_apart() -> None:
    """Takes the content out of garbage collection: going through it stops every turn [M: 84 ms]."""
    gc.collect()
    gc.freeze()


def master_key(settings: Settings) -> MasterKey:
    """The master key from the environment or the key file. Raises StoreRefused."""
    if settings.bot_master_key is not None:
        return MasterKey.parse(settings.bot_master_key.get_secret_value(), "BOT_MASTER_KEY")
    there = database_exists(settings.bot_data_dir)
    return load_or_create_master_key(settings.key_file, there)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """The store of these settings, its folder made where it is missing. Raises StoreRefused."""
    _make_folder(settings.bot_data_dir)
    store = await SqliteStore.open(settings.bot_data_dir, master_key(settings))
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def running(
    settings: Settings,
    store: Store,
    content: Content,
    clock: Callable[[], float] = time.time,
    connection: Api | None = None,
    ids: Callable[[int], bytes] = os.urandom,
) -> AsyncIterator[Running]:
    """All parts, started; on the way out they finish what they are doing and stop.

    `connection` replaces the one that the settings ask for; of `ids`, so many bytes as asked for,
    a new session's name and seed are made. Raises TokenRefused, ContentBroken.
    """
    async with connection or connection_of(settings) as api:
        painter = Painter()
        outbox = Outbox(
            api,
            store,
            clock=clock,
            pace=settings.bot_pace,
            on_blocked=_reminders_stop(store, clock),
            paint=painter.paint,
        )
        clockwork: Clockwork
        turns = Turns(
            store,
            content,
            send=outbox.add,
            clock=clock,
            ids=ids,
            begun=outbox.cancel_pace,
            due_set=lambda: clockwork.wake(),
        )
        clockwork = Clockwork(store, turns.come_due, turns.pass_over, clock=clock)
        guess = content.helplines.guess_country
        texts = help_texts(content.phrasebook, content.helplines)
        help_now = DirectHelp(api, texts, LAST_RESORT, guess)
        intake = Intake(api, turns, store, api.bot_id, clock=clock, help_now=help_now)
        ingress = Ingress(api, intake)
        await outbox.start()
        try:
            with usable(settings.bot_language):
                shown = profiles(content)
            await _show(api, shown)
            ticking = asyncio.create_task(clockwork.run())
            try:
                yield Running(store, turns, outbox, clockwork, ingress)
            finally:
                clockwork.stop()
                await ticking
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(5):
                    await outbox.idle()
            await outbox.stop()
            painter.close()


async def _show(api: Api, shown: list[Profile]) -> None:
    """Sets commands and descriptions. Raises TokenRefused, at the first call there is."""
    try:
        await set_profile(api, shown)
    except InvalidToken:
        raise TokenRefused(
            "Telegram refused the bot token: check BOT_TOKEN (and BOT_API_BASE, if set)"
        ) from None


def profiles(content: Content) -> list[Profile]:
    """Commands and descriptions as Telegram shows them."""
    book, phrases = content.book, content.phrasebook
    names = phrases.block_names("profile")
    commands = {
        n: phrases.shared_plain("profile", n) for n in names if n in _commands(book.commands)
    }
    return [
        Profile(
            commands,
            phrases.shared_plain("profile", "description"),
            phrases.shared_plain("profile", "short_description"),
        )
    ]


def _commands(of_dialogues: Iterable[str]) -> set[str]:
    return {*of_dialogues, *BUILT_IN}


def _reminders_stop(
    store: Store, clock: Callable[[], float]
) -> Callable[[int, int | None, Owner | None], Awaitable[None]]:
    """A person who blocked the bot gets no reminders; a group that threw it out is no person."""

    async def stop(chat: int, user: int | None, owner: Owner | None) -> None:
        if user is None:
            return
        who = owner or store.owner_of(user)
        keys = [due.key for due in await store.upcoming(who)]
        if keys:
            await store.commit(TurnWrite(who, clock(), due_drop=keys))

    return stop


def _make_folder(folder: Path) -> None:
    try:
        for part in (*reversed(folder.parents), folder):
            part.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise CannotOpen(
            f"{folder}: the data directory cannot be made ({type(error).__name__})."
            " Set BOT_DATA_DIR to a place that can be written."
        ) from None
