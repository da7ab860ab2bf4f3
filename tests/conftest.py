"""For all tests: no network, rewritten golden files on request, and one shipped content."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from pytest_socket import disable_socket, socket_allow_hosts

from bot.content import Content

LOOPBACK = ["127.0.0.1", "localhost", "::1"]

# The same examples on every machine: a red run can be repeated, and CI is never red by luck.
# `HYPOTHESIS_PROFILE=explore` looks further.
_COMMON = {
    "deadline": None,
    "database": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
settings.register_profile("steady", settings(derandomize=True, **_COMMON))
settings.register_profile("explore", settings(max_examples=500, **_COMMON))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite golden files from what the program says now; read them before keeping them",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """No sockets but Unix ones; `@pytest.mark.loopback` also has this machine's own address."""
    if item.get_closest_marker("loopback"):
        socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
    else:
        disable_socket(allow_unix_socket=True)


@pytest.fixture(scope="session")
def content() -> Content:
    """The dialogues, templates and rules that are shipped."""
    return Content.read()
