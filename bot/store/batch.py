"""Batching: whatever waits while the connection is busy goes together, without any timer.

Reads go first; the writes then share one transaction, in which one that fails takes nothing with
it but itself. Work may be run twice, and has to bear that.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import aiosqlite

from bot.store.adapter import on_thread
from bot.store.base import StoreError

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]
Run = Callable[[sqlite3.Connection, "list[_Job]"], None]

_AT_ONCE = 256
"""Jobs in one go at most, so that a transaction stays short."""


def store_error(error: BaseException) -> StoreError:
    """A StoreError that carries the error's class (and SQLite's code), never what it was about."""
    code = getattr(error, "sqlite_errorname", None)
    return StoreError(f"{type(error).__name__} {code}" if code else type(error).__name__)


@dataclass(slots=True, eq=False)
class _Job:
    work: Work[Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class Batcher:
    """Runs reads and writes on one connection, as many at a time as wait."""

    def __init__(
        self, conn: aiosqlite.Connection, after_commit: Callable[[sqlite3.Connection], None]
    ) -> None:
        """`after_commit` runs on the connection's thread after each transaction."""
        self._conn = conn
        self._after_commit = after_commit
        self._reads: list[_Job] = []
        self._writes: list[_Job] = []
        self._running: list[_Job] = []
        self._pump: asyncio.Task[None] | None = None
        self._closed = False

    async def read(self, work: Work[T]) -> T:
        """What `work` finds. Raises StoreError when the database cannot be read."""
        return await self._submit(work, self._reads)

    async def write(self, work: Work[T]) -> T:
        """What `work` returns, once its writes are durable.

        Raises:
            StoreError: nothing of it was written.
            Exception: whatever `work` itself raised; nothing of it was written.
        """
        return await self._submit(work, self._writes)

    async def close(self) -> None:
        """Takes nothing more, and returns when all that waited is done."""
        self._closed = True
        if self._pump is not None:
            await asyncio.wait([self._pump])

    async def _submit(self, work: Work[T], waiting: list[_Job]) -> T:
        if self._closed:
            raise StoreError("closed")
        loop = asyncio.get_running_loop()
        job = _Job(work, loop.create_future())
        waiting.append(job)
        if self._pump is None:
            self._pump = loop.create_task(self._drain())
            self._pump.add_done_callback(self._drained)
        result: T = await job.future
        return result

    async def _drain(self) -> None:
        while self._reads or self._writes:
            if self._reads:
                await self._run(_read, self._reads)
                # Who was answered goes on now, so that what they write joins what waits.
                await asyncio.sleep(0)
            if self._writes:
                await self._run(self._write, self._writes)
        self._running = []
        self._pump = None

    def _drained(self, pump: asyncio.Task[None]) -> None:
        if self._pump is not pump:
            return
        self._pump = None
        # Only a loop that is ending leaves anybody waiting: what became of them is not known.
        for job in (*self._running, *self._reads, *self._writes):
            job.future.cancel()
        self._running = []
        self._reads.clear()
        self._writes.clear()

    async def _run(self, run: Run, waiting: list[_Job]) -> None:
        """Takes jobs off those waiting, runs them on the connection's thread and answers them."""
        jobs = self._running = waiting[:_AT_ONCE]
        del waiting[:_AT_ONCE]
        try:
            await on_thread(self._conn, lambda conn: run(conn, jobs))
        except Exception as error:
            for job in jobs:
                job.error = job.error or store_error(error)
        _answer(jobs)

    def _write(self, conn: sqlite3.Connection, jobs: list[_Job]) -> None:
        _write(conn, jobs)
        self._after_commit(conn)


def _answer(jobs: list[_Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)


def _read(conn: sqlite3.Connection, jobs: list[_Job]) -> None:
    """Every read in one snapshot; one that fails harms no other."""
    try:
        conn.execute("BEGIN")
        for job in jobs:
            try:
                job.result = job.work(conn)
            except sqlite3.Error as error:
                job.error = store_error(error)
            except Exception as error:
                job.error = error
        conn.execute("COMMIT")
    except sqlite3.Error as error:
        _fail(conn, jobs, error)


def _write(conn: sqlite3.Connection, jobs: list[_Job]) -> None:
    """Every write in one transaction, all of them durable or none.

    Nearly always nobody fails, so it is first tried without savepoints; if one fails, all is
    rolled back and done again with a savepoint each, which then takes back that one alone.
    """
    try:
        conn.execute("BEGIN IMMEDIATE")
        try:
            for job in jobs:
                job.result = job.work(conn)
        except sqlite3.Error as error:
            if not isinstance(error, sqlite3.IntegrityError):
                raise
            _write_each(conn, jobs)
        except Exception:
            _write_each(conn, jobs)
        conn.execute("COMMIT")
    except sqlite3.Error as error:
        _fail(conn, jobs, error)


def _write_each(conn: sqlite3.Connection, jobs: list[_Job]) -> None:
    """Starts the transaction anew and gives every job a savepoint to fall back to."""
    conn.execute("ROLLBACK")
    conn.execute("BEGIN IMMEDIATE")
    for job in jobs:
        conn.execute("SAVEPOINT turn")
        try:
            job.result = job.work(conn)
        except sqlite3.Error as error:
            if not isinstance(error, sqlite3.IntegrityError):
                raise
            job.error = store_error(error)
        except Exception as error:
            job.error = error
        if job.error is not None:
            conn.execute("ROLLBACK TO turn")
        conn.execute("RELEASE turn")


def _fail(conn: sqlite3.Connection, jobs: list[_Job], error: sqlite3.Error) -> None:
    """The transaction failed: nobody's writes stand, and the connection is made usable again."""
    with contextlib.suppress(sqlite3.Error):
        if conn.in_transaction:
            conn.execute("ROLLBACK")
    for job in jobs:
        job.result = None
        # Also whoever failed alone: what they read stood in the same transaction.
        job.error = store_error(error)
