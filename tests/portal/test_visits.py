"""How often the site is opened is known; by whom, is not."""

import csv
import io
import os
from datetime import date, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import Site

from tests.factories.people import PersonFactory, a_county
from tests.portal.kept_house import answer_of
from tests.portal.paper import a_site, a_story
from xiangyin.kernel.rights import Role
from xiangyin.portal import visiting
from xiangyin.portal.kept.door import Door
from xiangyin.portal.models import Change, VisitFile, Visits
from xiangyin.portal.visits import Opened

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 11) AppleWebKit/537.36 Chrome/120 Mobile"
DAY = date(2026, 3, 5)
NOON = datetime(2026, 3, 5, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def at_desk(county) -> Client:
    """A leader's own screens."""
    client = Client()
    client.force_login(PersonFactory(posts=[(Role.LEADER, county)]))
    return client


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.XIANGYIN_VISITS = tmp_path / "visits"
    return settings.XIANGYIN_VISITS


@pytest.fixture
def paper(county):
    home = a_site(county)
    a_story(home, slug="flood", section="villages")
    return home


class Reader:
    """Asks the application as the server does, from the outermost door."""

    def __init__(self):
        self.application = visiting.with_visits_counted(WSGIHandler())

    def get(self, path, *, method="GET", **headers) -> int:
        """The status of the answer."""
        asked = {"HTTP_USER_AGENT": PHONE, "HTTP_HOST": "testserver", **headers}
        path, _mark, query = path.partition("?")
        environ = RequestFactory().generic(method, path).environ
        return answer_of(
            self.application, {**environ, **asked, "QUERY_STRING": query}
        ).status


def reader() -> Reader:
    return Reader()


def noted(kept) -> list[str]:
    return [
        line for file in kept.glob("*.log") for line in file.read_text().splitlines()
    ]


def counted() -> dict[str, int]:
    return dict(Visits.objects.values_list("part", "count"))


def test_each_page_opened_is_a_line_of_host_and_part(paper, kept):
    client = reader()

    for path in ("/", "/villages/", "/villages/flood/", "/search/?q=x"):
        assert client.get(path) == 200

    today = timezone.localdate().isoformat()
    assert noted(kept) == [
        f"{today} testserver /",
        f"{today} testserver /villages",
        f"{today} testserver /villages",
        f"{today} testserver /search",
    ]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/no/such/page/", {}),
        ("/accounts/login/", {}),
        ("/robots.txt", {}),
        ("/", {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Baiduspider/2.0)"}),
        ("/", {"HTTP_USER_AGENT": "curl/8.5"}),
        ("/", {"HTTP_SEC_PURPOSE": "prefetch"}),
    ],
)
def test_what_nobody_read_is_not_noted(paper, kept, path, headers):
    reader().get(path, **headers)

    assert noted(kept) == []


def test_a_head_request_and_a_form_sent_are_not_noted(paper, kept):
    reader().get("/", method="HEAD")
    reader().get("/display/large/", method="POST")

    assert noted(kept) == []


def test_lines_are_added_up_by_site_day_and_part(paper, kept):
    client = reader()
    for path in ("/", "/villages/", "/villages/flood/", "/accessibility/"):
        client.get(path)

    assert visiting.add_up(now=timezone.now()) == 4
    assert counted() == {"": 1, "villages": 2, "*": 1}
    assert set(Visits.objects.values_list("day", "site")) == {
        (timezone.localdate(), Site.objects.get().pk)
    }


def test_what_was_added_up_is_not_counted_again(paper):
    reader().get("/")
    visiting.add_up(now=timezone.now())

    reader().get("/")
    visiting.add_up(now=timezone.now())
    visiting.add_up(now=timezone.now())

    assert counted() == {"": 2}


def test_a_worker_killed_in_between_neither_loses_nor_doubles(paper):
    reader().get("/")
    with (
        patch.object(VisitFile, "save", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        visiting.add_up(now=timezone.now())
    assert counted() == {}

    visiting.add_up(now=timezone.now())

    assert counted() == {"": 1}


def test_half_a_line_waits_for_its_end(paper, kept):
    kept.mkdir()
    file = visiting.file_of(DAY)
    file.write_text("2026-03-05 testserver /\n2026-03-05 testserver /vill")
    visiting.add_up(now=NOON)
    assert counted() == {"": 1}

    with file.open("a") as more:
        more.write("ages\n")
    visiting.add_up(now=NOON)

    assert counted() == {"": 1, "villages": 1}


def test_a_large_file_is_read_in_parts(paper, kept, monkeypatch):
    monkeypatch.setattr(visiting, "AT_ONCE", 64)
    kept.mkdir()
    visiting.file_of(DAY).write_text("2026-03-05 testserver /villages\n" * 50)

    assert visiting.add_up(now=NOON) == 50
    assert counted() == {"villages": 50}


def written(path, text, *, at):
    path.write_text(text)
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_the_file_of_today_stays_and_that_of_yesterday_is_emptied(paper, kept):
    kept.mkdir()
    file = visiting.file_of(DAY)
    written(
        file, "2026-03-05 testserver /\n", at=NOON + timedelta(hours=11, minutes=55)
    )

    visiting.add_up(now=NOON)
    visiting.add_up(now=NOON + timedelta(hours=12, minutes=30))
    assert file.stat().st_size > 0

    visiting.add_up(now=NOON + timedelta(days=1))
    assert (file.stat().st_size, VisitFile.objects.get().read_to) == (0, 0)
    assert counted() == {"": 1}


def test_who_holds_the_emptied_file_open_goes_on_writing_to_it(paper, kept):
    kept.mkdir()
    file = visiting.file_of(DAY)
    written(file, "2026-03-05 testserver /villages\n" * 9, at=NOON)
    held = os.open(file, visiting.FLAGS)
    visiting.add_up(now=NOON + timedelta(days=1))

    os.write(held, b"2026-03-07 testserver /\n")
    os.close(held)
    visiting.add_up(now=NOON + timedelta(days=2))

    assert counted() == {"villages": 9, "": 1}


def test_a_worker_killed_after_emptying_reads_the_next_lines(paper, kept):
    kept.mkdir()
    file = visiting.file_of(DAY)
    written(file, "2026-03-05 testserver /villages\n" * 9, at=NOON)
    visiting.add_up(now=NOON)
    file.write_text("")
    visiting.add_up(now=NOON)

    file.write_text("2026-03-07 testserver /\n" * 20)
    visiting.add_up(now=NOON)

    assert counted() == {"villages": 9, "": 20}


def test_a_file_that_may_not_be_emptied_is_told_of_and_counted_once(
    paper, kept, caplog, monkeypatch
):
    kept.mkdir()
    written(visiting.file_of(DAY), "2026-03-05 testserver /\n", at=NOON)

    def refuse(path, length):
        raise PermissionError

    monkeypatch.setattr(visiting.os, "truncate", refuse)
    for hours in (24, 25):
        visiting.add_up(now=NOON + timedelta(hours=hours))

    assert "cannot be emptied" in caplog.text
    assert counted() == {"": 1}


def test_senseless_lines_stop_nothing(paper, kept):
    kept.mkdir()
    visiting.file_of(DAY).write_bytes(
        b"\xff\xfe\n\n2026-03-05 testserver\n2026-02-31 testserver /\n"
        b"testserver /\n2026-03-05 unknown.example /x\n2026-03-05 testserver /villages\n"
    )

    visiting.add_up(now=NOON)

    assert counted() == {"villages": 1, "*": 1}


def test_each_county_has_its_own_counts(paper, kept):
    other = a_site(a_county("lin", "邻县"), hostname="lin.example", is_default=False)
    kept.mkdir()
    visiting.file_of(DAY).write_text(
        "2026-03-05 lin.example:8000 /\n2026-03-05 testserver /\n"
    )

    visiting.add_up(now=NOON)

    site = other.sites_rooted_here.get()
    assert list(Visits.objects.filter(site=site).values_list("part", "count")) == [
        ("", 1)
    ]


def test_a_kept_page_is_a_visit_each_time_it_is_handed_out(paper, kept, tmp_path):
    client = reader()
    client.application.application = Door(WSGIHandler(), tmp_path / "kept", every=0)

    assert [client.get("/"), client.get("/")] == [200, 200]

    today = timezone.localdate().isoformat()
    assert noted(kept) == [f"{today} testserver /"] * 2


def test_adding_visits_up_lets_no_kept_page_go(paper, kept):
    kept.mkdir()
    visiting.file_of(DAY).write_text("2026-03-05 testserver /\n")
    before = Change.objects.count()

    visiting.add_up(now=NOON)

    assert Change.objects.count() == before


def test_where_nginx_counts_the_program_does_not(paper, kept, settings):
    settings.XIANGYIN_VISITS_BY_NGINX = True

    reader().get("/")

    assert noted(kept) == []


def test_parts_stand_in_the_offices_order_and_sum_to_the_whole(paper):
    site = Site.objects.get()
    for part, count in {
        **{"search": 9, "villages": 5, "": 2, "gone": 1, "*": 3},
        **{"ask": 6, "answers": 8},
    }.items():
        Visits.objects.create(site=site, day=DAY, part=part, count=count)

    opened = Opened(site, 2026, 3)

    assert [part for part, _name in opened.parts] == [
        "",
        "news",
        "villages",
        "ask",
        "answers",
        "search",
        "*",
    ]
    named = dict(opened.parts)
    assert (named["ask"], named["answers"]) == ("留言与查询", "留言答复与数据")
    assert opened.by_day() == [("2026-03-05", 34, 2, 0, 5, 6, 8, 9, 4)]
    assert opened.months[-1] == ("2026-03", 34)
    assert len(opened.months) == 12


def test_the_screen_and_its_files_tell_the_month(paper, county):
    site = Site.objects.get()
    Visits.objects.create(site=site, day=DAY, part="villages", count=5)
    client = at_desk(county)

    page = client.get("/admin/visits/?month=2026-03")
    chart = client.get("/admin/visits/chart/months.svg?month=2026-03")
    file = client.get("/admin/visits/visits.csv?month=2026-03")

    assert page.context["opened"].total == 5
    assert (page.context["before"], page.context["after"]) == ("2026-02", "2026-04")
    assert chart["Content-Type"].startswith("image/svg+xml")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[1] == ["2026-03-05", "5", "0", "0", "5", "0", "0", "0", "0"]


@pytest.mark.parametrize("month", ["", "2026-13", "x", "9999-12", "2026-03-05"])
def test_a_month_that_is_none_is_the_running_one(paper, county, month):
    client = at_desk(county)

    page = client.get("/admin/visits/", {"month": month})

    assert page.context["month"] == f"{timezone.localdate():%Y-%m}"


def test_a_county_without_a_site_is_told_so(county):
    client = at_desk(county)

    assert client.get("/admin/visits/").context["opened"] is None
    assert client.get("/admin/visits/visits.csv").status_code == 404
