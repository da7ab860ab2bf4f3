"""The stand-in on a loopback port."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Callable, Iterator

import uvicorn

from bot.standin.app import create_app
from bot.standin.world import World

KEEP_ALIVE_SECONDS = 75


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs the event loop, and ends long polls before it stops."""

    def __init__(self, config: uvicorn.Config, world: World, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._world = world
        self._listening = listening

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._world.close()
        await super().shutdown(sockets)


async def serve(
    host: str = "127.0.0.1",
    port: int = 8081,
    *,
    allow_faults: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serves the stand-in until cancelled.

    `port` 0 takes a free one; `ready` is called with the base URL once it listens.
    Raises ValueError when `host` is not loopback, OSError when the port is taken.
    """
    listener = _listener(host, port)
    name, number = listener.getsockname()[:2]
    shown = f"[{name}]" if ":" in name else name
    app = create_app(allow_faults=allow_faults)
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=2,
        lifespan="on",
        ws="none",
    )
    server = _Server(
        config,
        app.state.world,
        lambda: ready(f"http://{shown}:{number}") if ready is not None else None,
    )
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(running)
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await running
        listener.close()


def _listener(host: str, port: int) -> socket.socket:
    address = "127.0.0.1" if host == "localhost" else host.strip("[]")
    try:
        loopback = ipaddress.ip_address(address).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ValueError(
            f"the stand-in listens on loopback only, not on {host!r}: use 127.0.0.1, ::1 or"
            " localhost"
        )
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # asyncio turns Nagle's delay off only where the protocol is named [44 ms a call otherwise].
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
    except OSError:
        listener.close()
        raise
    return listener
