"""What is said to the journal can be read by a machine, and forged by nobody."""

import json
import logging
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from django.test import Client, override_settings

from tests.factories.people import PersonFactory
from tests.portal.production import production
from xiangyin.config.logs import LINES, Line

FORGED = 'tea\n{"time": "2026-10-03T08:00:00+00:00", "said": "all is well"}\r\x1b[2J'


@pytest.fixture
def journal():
    """What the office's handler would write, line by line."""
    written: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(Line())
    handler.emit = lambda record: written.append(handler.format(record))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_a_line_tells_when_in_utc_how_bad_where_and_what(journal):
    logging.getLogger("xiangyin.kernel").warning("letter %d failed: %s", 7, "茶")

    told = json.loads(journal[0])
    moment = datetime.fromisoformat(told.pop("time"))
    assert moment.utcoffset() == timedelta(0)
    assert told == {
        "level": "WARNING",
        "from": "xiangyin.kernel",
        "said": "letter 7 failed: 茶",
    }


def test_what_somebody_sends_makes_no_line_of_its_own(journal):
    logging.getLogger("xiangyin.gateways").error("no answer from %s", FORGED)

    assert [len(line.splitlines()) for line in journal] == [1]
    assert "\x1b" not in journal[0]
    assert json.loads(journal[0])["said"] == f"no answer from {FORGED}"


def test_in_plain_lines_it_would(journal):
    plain = logging.Formatter("%(levelname)s %(message)s")

    record = logging.makeLogRecord({"msg": FORGED, "levelname": "ERROR"})

    assert len(plain.format(record).splitlines()) > 1


@pytest.mark.django_db
def test_an_error_that_nobody_caught_is_written_with_its_trace(journal, monkeypatch):
    def broken(*told, **more):
        raise ZeroDivisionError("as in a mistake of ours")

    monkeypatch.setattr("django.db.connection.cursor", broken)

    Client(raise_request_exception=False).get("/healthz")

    told = [json.loads(line) for line in journal if "ERROR" in line]
    assert [line["said"] for line in told] == ["Internal Server Error: /healthz"]
    assert told[0]["trace"].endswith("ZeroDivisionError: as in a mistake of ours")


@pytest.mark.django_db
def test_who_may_not_is_written_with_the_address(journal, county):
    client = Client(enforce_csrf_checks=True)
    client.force_login(PersonFactory(posts=[("correspondent", county)]))

    client.post("/my/tips/new/", {"text": "a forged form"})
    client.get("/no/such/page%0Aforged/")

    assert [json.loads(line)["said"] for line in journal] == [
        "Forbidden (CSRF cookie not set.): /my/tips/new/",
        "Not Found: /no/such/page\\nforged/",
    ]
    assert [len(line.splitlines()) for line in journal] == [1, 1]


def test_an_office_writes_such_lines_and_nothing_else():
    with override_settings(**production()):
        from django.conf import settings

        assert settings.LOGGING is LINES
    assert LINES["root"]["handlers"] == ["journal"]


def test_the_servers_own_lines_are_the_same():
    program = (
        "import logging.config; from xiangyin.config.logs import logconfig_dict;"
        "logging.config.dictConfig(logconfig_dict);"
        "logging.getLogger('_granian').warning('worker\\ntimeout');"
        "logging.getLogger('granian.access').error('GET /?secret')"
    )

    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stderr.splitlines()

    assert [json.loads(line)["said"] for line in said] == ["worker\ntimeout"]
