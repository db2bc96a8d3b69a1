"""A server, an office and a browser for the walks."""

import pytest
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from .browser import chromium
from .office import open_office


@pytest.fixture
def house(
    database_that_is_emptied,
    django_db_serialized_rollback,
    transactional_db,
    monkeypatch,
):
    """A running house with its ``office``, at the address that ``url`` says.

    pytest-django's own ``live_server`` would open the database before its guard
    is lifted.
    """
    # Playwright runs an event loop in this thread; Django would refuse to work in it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    server = LiveServer("localhost")
    server.office = open_office(host="localhost", port=server.thread.port)
    yield server
    server.stop()


@pytest.fixture
def browser(house):
    with chromium(house.url) as running:
        yield running
        # What a test asked the database while Playwright's loop ran, it asked on
        # a connection that Django keeps for this loop: nobody else closes it.
        connections.close_all()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure says where the pictures of what the windows showed are."""
    report = yield
    running = getattr(item, "funcargs", {}).get("browser")
    if report.failed and call.when == "call" and running:
        addresses = "\n".join(window.page.url for window in running.windows)
        report.sections.append(("windows", f"{running.show()}\n{addresses}"))
    return report
