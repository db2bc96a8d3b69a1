"""What the operator types: units, notices, one round of the worker, the trail."""

import json
import signal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from xiangyin.kernel.management.commands import work
from xiangyin.kernel.models import CalendarDay, CalendarYear, Unit
from xiangyin.kernel.services.audit import record

pytestmark = pytest.mark.django_db
TREE = "code,name,kind,parent\ndongzhen,东镇,乡镇,\nyicun,一村,村,dongzhen\n"
WRONG = "ercun,二村,城,dongzhen\n"
NOTICE = {
    "year": 2031,
    "papers": ["https://www.gov.cn/2031"],
    "days": [{"name": "元旦", "date": "2031-01-01", "isOffDay": True}],
}


def said(*arguments, **options) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def refusal(*arguments, **options) -> str:
    with pytest.raises(CommandError) as caught:
        said(*arguments, **options)
    return str(caught.value)


@pytest.fixture
def tree(tmp_path):
    path = tmp_path / "tree.csv"
    path.write_text(TREE, "utf-8")
    return path


def test_units_are_planted_below_their_county(county, tree):
    assert said("import_units", tree, county="qinglan") == "2 units added\n"
    assert Unit.objects.get(code="yicun").get_parent().code == "dongzhen"


def test_a_wrong_row_is_named_and_no_unit_planted(county, tree):
    tree.write_text(TREE + WRONG, "utf-8")
    before = Unit.objects.count()

    told = refusal("import_units", tree, county="qinglan")

    assert told == "1 rows are wrong: nothing was added."
    assert Unit.objects.count() == before


def test_a_dry_run_plants_nothing(county, tree):
    before = Unit.objects.count()

    told = said("import_units", tree, county="qinglan", dry_run=True)

    assert told == "2 units found\n"
    assert Unit.objects.count() == before


def test_a_county_or_a_file_that_is_not_there_is_named(county, tree, tmp_path):
    assert refusal("import_units", tree, county="nowhere") == (
        "No county “nowhere”. There are: qinglan."
    )
    missing = tmp_path / "no.csv"
    assert refusal("import_units", missing, county="qinglan") == (
        f"{missing}: no such file"
    )


def test_a_notice_is_read_from_a_file(db, tmp_path):
    path = tmp_path / "2031.json"
    path.write_text(json.dumps(NOTICE), "utf-8")

    assert said("import_calendar", path) == f"{path}: 1 days added\n"
    assert CalendarYear.objects.get(year=2031).source == "https://www.gov.cn/2031"


def test_without_a_file_the_notices_of_the_program_are_loaded(db):
    told = said("import_calendar")

    assert told == f"{CalendarDay.objects.count()} days added\n"
    assert CalendarYear.objects.exists()


def test_a_notice_that_is_not_there_is_named(db, tmp_path):
    path = tmp_path / "2031.json"

    assert refusal("import_calendar", path) == f"{path}: no such file"


@pytest.mark.parametrize("text", ["[]", "no json", '{"year": 2031}'])
def test_what_is_no_notice_is_named(db, tmp_path, text):
    path = tmp_path / "2031.json"
    path.write_text(text, "utf-8")

    assert refusal("import_calendar", path).startswith(f"{path}: not a yearly notice")
    assert CalendarYear.objects.count() == 0


def test_one_round_of_the_worker_does_what_is_due_and_ends(db, monkeypatch):
    rounds = []
    # It would close the connection on which the test has its transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(work, "run_due", lambda **_clock: rounds.append("schedule"))
    monkeypatch.setattr(work, "deliver_due", lambda: rounds.append("letters"))

    said("work", once=True)

    assert rounds == ["schedule", "letters"]
    assert DBTaskResult.objects.count() == 0


def test_a_worker_that_is_asked_to_stop_ends_after_its_round(db, monkeypatch):
    heard = {}
    monkeypatch.setattr(work.signal, "signal", heard.__setitem__)
    monkeypatch.setattr(work.time, "sleep", lambda _pause: None)

    def round_(self):
        heard[signal.SIGTERM](signal.SIGTERM, None)
        return False

    monkeypatch.setattr(work.Command, "round", round_)

    said("work")

    assert set(heard) == {signal.SIGINT, signal.SIGTERM}


def test_a_trail_that_is_not_there_is_named(county, tmp_path):
    missing = tmp_path / "trail.jsonl"

    assert refusal("audit", "verify", missing).startswith(f"{missing}：")


def test_a_hash_that_an_export_does_not_hold_is_told(county, tmp_path):
    record(county, "open", by=None)
    path = tmp_path / "trail.jsonl"
    said("audit", "export", path)

    told = refusal("audit", "verify", path, known="f" * 64)

    assert told.endswith("is unknown: no line has the known hash")
