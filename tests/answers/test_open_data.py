"""Published answers as a table that everybody may take along."""

import csv
import io
import re
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.answers import NOW, a_question, publish_answer
from tests.portal.kept_house import Reader
from xiangyin.answers.models import Openness, Publication, Reply
from xiangyin.answers.reports import open_data

AT = "/answers/answers.csv"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "open-data.md"


def rows(client) -> list[dict]:
    text = client.get(AT).getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_line_is_what_everybody_reads_and_its_times(client, desk):
    shown = publish_answer(desk)
    Reply.objects.update(sent_at=NOW, sent_on=timezone.localdate(NOW))
    a_question(desk, contact="13900000001")

    (line,) = rows(client)

    assert {name: line[name] for name in ("number", "kind", "matter", "unit")} == {
        "number": shown.question.number,
        "kind": "help",
        "matter": "道路与公交",
        "unit": "交通运输局",
    }
    assert (line["asked_at"], line["on_time"]) == ("2026-03-02T10:00:00+08:00", "true")
    assert line["promised_on"] == "2026-03-16"
    assert list(line) == list(open_data.COLUMNS)
    assert "王秀英" not in ",".join(line.values())


def test_a_late_one_says_so_and_one_without_a_day_says_nothing(client, desk):
    late = publish_answer(desk)
    none = publish_answer(desk, contact="13900000001")
    Reply.objects.filter(question=late.question).update(promised_on="2026-03-01")
    Reply.objects.filter(question=none.question).update(
        promised_on=None, sent_at=None, sent_on=None
    )

    assert [row["on_time"] for row in rows(client)] == ["false", ""]
    assert rows(client)[1]["first_replied_at"] == ""


def test_what_was_taken_back_is_not_in_it_and_no_cell_is_a_formula(client, desk):
    publish_answer(desk, title="=1+1")
    gone = publish_answer(desk, contact="13900000001")
    Publication.objects.filter(pk=gone.pk).update(withdrawn_at=NOW)

    assert [row["title"] for row in rows(client)] == ["'=1+1"]


def test_it_is_asked_for_a_few_at_a_time_by_the_key_of_the_last(desk, monkeypatch):
    monkeypatch.setattr(open_data, "AT_ONCE", 2)
    for at in range(5):
        publish_answer(desk, contact=f"1390000000{at}")
    parts = open_data.as_csv(desk.county)
    next(parts)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        first = next(parts)
    rest = list(parts)

    assert (len(asked), first.count("\r\n")) == (1, 2)
    assert [part.count("\r\n") for part in rest] == [2, 1]


def test_its_licence_is_told_in_a_header_and_on_the_page(client, desk):
    usual = client.get(AT)["Link"]
    Openness.objects.create(county=desk.county, licence="本县自定")

    assert usual == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    assert client.get(AT).headers.get("Link") is None
    assert "本县自定" in client.get("/answers/figures/").content.decode()


def test_the_reference_names_every_column():
    named = re.findall(r"^\| `(\w+)` \|", REFERENCE.read_text("utf-8"), re.M)

    assert named == list(open_data.COLUMNS)


def test_words_behind_the_question_mark_reach_the_desk(desk, tmp_path):
    """The door of kept pages knows a number of a page, and would leave them out."""
    publish_answer(desk, title="村口的路灯坏了")
    reader = Reader(tmp_path)

    pages = [reader.read(f"/answers/?q={words}").html for words in ("路灯", "校车")]
    asked = reader.read(f"/ask/about/{desk.matter.pk}/?title=路灯").html

    assert ["村口的路灯坏了" in page for page in pages] == [True, False]
    assert 'value="路灯"' in asked
