"""One process per data directory: a lock the system itself lets go of when the process ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from bot.store.base import CannotOpen, StoreInUse

LOCK_NAME = "before-we-talk.lock"


class DirectoryLock:
    """Holds the data directory until `release`."""

    def __init__(self, data_dir: Path) -> None:
        """Takes the lock at once.

        Raises:
            StoreInUse: another process (or another store of this one) holds it.
            CannotOpen: the directory cannot be made or written.
        """
        self._handle: int | None = None
        path = data_dir / LOCK_NAME
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            problem = type(error).__name__
        else:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
                raise StoreInUse(
                    f"{path}: another process is using this data directory. Stop it first, or "
                    "give this one a directory of its own (BOT_DATA_DIR)."
                ) from None
            self._handle = handle
            return
        raise CannotOpen(
            f"{path}: the data directory cannot be used ({problem}). It has to exist and be "
            "writable by the user the bot runs as (BOT_DATA_DIR)."
        )

    def release(self) -> None:
        """Gives the directory free; a second call does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
