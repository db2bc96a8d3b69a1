"""An event is told after the commit, to everybody, whatever one of them does."""

from dataclasses import dataclass

import pytest

from xiangyin.kernel import events

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class BellRang(events.Event):
    times: int


@pytest.fixture
def heard(monkeypatch):
    told = []

    def stumble(event):
        raise ValueError("a mistake of this listener")

    monkeypatch.setitem(events._listeners, BellRang, [stumble, told.append])
    return told


def test_a_listener_that_fails_harms_no_other(
    heard, caplog, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        events.announce(BellRang(times=3))
        before = list(heard)

    assert (before, heard) == ([], [BellRang(times=3)])
    assert "stumble failed on BellRang(times=3)" in caplog.text
