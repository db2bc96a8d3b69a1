import time

import pytest


@pytest.fixture
def two_steps(settings):
    """What production asks for."""
    settings.XIANGYIN_SECOND_FACTOR = True


@pytest.fixture
def clock(monkeypatch):
    """The time as the middleware reads it: ``clock(seconds)`` moves it."""
    began, moved = time.time(), []
    monkeypatch.setattr(
        "xiangyin.portal.signed_in.time.time", lambda: began + sum(moved)
    )
    return moved.append
