"""The tests themselves cannot reach out."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketBlockedError, SocketConnectBlockedError

# Warnings are errors here, and it warns before it raises.
BLOCKED = (UserWarning, SocketBlockedError, SocketConnectBlockedError)


def test_a_test_has_no_sockets() -> None:
    with pytest.raises(BLOCKED, match="tried to use socket"):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def test_a_test_has_unix_sockets() -> None:
    left, right = socket.socketpair()
    left.close()
    right.close()


@pytest.mark.loopback
def test_a_loopback_test_reaches_this_machine_only() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    with pytest.raises(BLOCKED, match="tried to use socket"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
