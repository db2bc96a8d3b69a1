"""What a person is told when nothing can be saved: why, and what to do."""

import errno
import json

import psycopg
import pytest
from django.db import OperationalError
from django.test import RequestFactory, override_settings
from django.urls import path

from xiangyin.config import views

FULL = "磁盘满了，刚才这次没有存上"
AWAY = "数据库暂时连不上"


def full_postgres():
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull()
    return error


FAULTS = {
    "disk": OSError(errno.ENOSPC, "No space left on device"),
    "quota": OSError(errno.EDQUOT, "Disk quota exceeded"),
    "sqlite": OperationalError("database or disk is full"),
    "postgres": full_postgres(),
    "away": OperationalError("server closed the connection unexpectedly"),
}


def fail(request, name):
    if name == "mistake":
        raise ZeroDivisionError
    raise FAULTS[name]


urlpatterns = [path("fail/<name>", fail)]
handler500 = "xiangyin.config.views.server_error"


@pytest.fixture
def visit(client, db):
    client.raise_request_exception = False

    def get(name, **headers):
        with override_settings(ROOT_URLCONF=__name__):
            return client.get(f"/fail/{name}", headers=headers)

    return get


@pytest.mark.parametrize(
    ("name", "words"), [(each, AWAY if each == "away" else FULL) for each in FAULTS]
)
def test_what_passes_by_itself_says_so_and_when_to_come_back(visit, name, words):
    answer = visit(name)

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    page = answer.content.decode()
    told = [each for each in (FULL, AWAY) if f"{each}" in page.replace("服务器的", "")]
    assert told == [words]


def test_a_phone_that_asks_for_data_gets_its_words(visit):
    answer = visit("disk", accept="application/json")

    assert answer.status_code == 503
    assert [words[:9] for words in json.loads(answer.content)["errors"]["__all__"]] == [
        "磁盘满了，刚才这次"
    ]


def test_a_mistake_of_the_program_stays_one(visit):
    assert visit("mistake").status_code == 500


def test_the_page_asks_no_database(django_assert_num_queries, db):
    request = RequestFactory().get("/")

    with django_assert_num_queries(0):
        try:
            raise FAULTS["away"]
        except OperationalError:
            answer = views.server_error(request)

    assert answer.status_code == 503


def test_without_the_page_a_full_disk_is_a_riddle(client, db, monkeypatch):
    """The twin: Django's own answer names no cause."""
    client.raise_request_exception = False
    monkeypatch.setattr(f"{__name__}.handler500", "django.views.defaults.server_error")

    with override_settings(ROOT_URLCONF=__name__):
        answer = client.get("/fail/disk")

    assert (answer.status_code, "磁盘" in answer.content.decode()) == (500, False)
