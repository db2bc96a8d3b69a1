"""What the house does by itself: each duty reaches the rule it stands for."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.factories.newsroom import a_draft, open_newsroom
from xiangyin.kernel import tasks
from xiangyin.kernel.models import ClientKey, Letter, Tries
from xiangyin.kernel.services import upkeep
from xiangyin.kernel.services.outbox import post
from xiangyin.kernel.storage import UNFINISHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def test_a_letter_posted_under_a_later_clock_does_not_wait_for_it(county, now):
    letter = post("test", key="1", payload={}, county=county)
    later = now + timedelta(hours=2)
    Letter.objects.update(posted_at=later, next_try_at=later)

    tasks.follow_the_clock()

    letter.refresh_from_db()
    assert letter.next_try_at <= timezone.now()


def test_what_is_over_leaves_the_database(county, now):
    long_ago = now - timedelta(days=31)
    Tries.objects.create(key="a", at=long_ago)
    ClientKey.objects.create(owner="a", key="b", fingerprint="c", made_at=long_ago)
    Session.objects.create(session_key="a", expire_date=long_ago)

    tasks.forget_tries()
    tasks.remove_what_is_over(now=now)
    tasks.forget_sessions()

    counts = [model.objects.count() for model in (Tries, ClientKey, Session)]
    assert counts == [0, 0, 0]


def test_the_rest_of_a_broken_off_upload_is_swept(county, settings, tmp_path):
    import os

    settings.MEDIA_ROOT = tmp_path
    rest = tmp_path / f"photo{UNFINISHED}"
    rest.write_bytes(b"half")
    os.utime(rest, (0, 0))

    tasks.sweep_what_no_row_names()

    assert not rest.exists()


def test_a_night_in_which_nothing_was_over_wipes_nothing(county, monkeypatch):
    wiped = []
    monkeypatch.setattr(tasks, "wipe", lambda: wiped.append(1))

    tasks.remove_what_is_old()
    tasks.wipe_what_was_deleted()

    assert wiped == []


def test_a_draft_whose_time_never_came_stays_a_draft(county):
    story = a_draft(open_newsroom(county))

    tasks.publish_what_is_due()

    story.refresh_from_db()
    assert story.live is False


@pytest.mark.parametrize(("vendor", "asked"), [("sqlite", True), ("postgresql", False)])
def test_sqlite_is_asked_to_look_and_postgresql_looks_by_itself(
    county, monkeypatch, vendor, asked
):
    said = []

    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

        execute = said.append

    class Connection:
        cursor = Cursor

    Connection.vendor = vendor
    monkeypatch.setattr(upkeep, "connection", Connection)

    tasks.look_how_tables_have_grown()

    assert said == (["PRAGMA analysis_limit = 1000", "ANALYZE"] if asked else [])
