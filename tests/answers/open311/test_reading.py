"""Open311 is read: by its definition, by a client of others, by its filters."""

from datetime import date, timedelta

import georeport
import pytest
import requests as http
from django.test import Client
from django.utils import timezone
from lxml import etree
from wagtail.models import Site

from tests.factories.answers import (
    a_question,
)
from tests.factories.people import a_county
from xiangyin.answers.models import Matter, Question
from xiangyin.answers.reports import georeport as told
from xiangyin.answers.reports.open_data import w3c
from xiangyin.answers.services.asker import rate_reply

from .house import V2, errors, holds, plain, post, published, spark


def test_every_answer_is_as_the_definition_says(client, desk, key):
    number = published(desk).question.number
    token = post(client, desk, key).json()[0]["token"]
    paths = {
        "/open311/discovery": "",
        f"{V2}/discovery": "",
        f"{V2}/services": "",
        f"{V2}/services/{desk.matter.pk}": "",
        f"{V2}/requests": "requests",
        f"{V2}/requests/{number}": "requests",
        f"{V2}/tokens/{token}": "tokens",
        f"{V2}/services/999999": "",
        f"{V2}/nothing/here": "",
    }

    for path, as_what in paths.items():
        root = holds(client.get(f"{path}.xml"), as_what)
        root.tag = "service_requests" if as_what else root.tag
        data = client.get(f"{path}.json")
        assert data["Content-Type"] == "application/json; charset=utf-8"
        assert plain(data.json()) == spark(root), path
    holds(post(client, desk, key, ending="xml"), "posted")


def test_a_wrong_answer_would_not_pass_the_definition(client, desk):
    """The twin."""
    published(desk)
    answer = client.get(f"{V2}/requests.xml")
    answer.content = answer.content.replace(b"closed", b"answered")

    with pytest.raises(etree.DocumentInvalid, match="answered"):
        holds(answer, "requests")


# --- a client that is not ours --------------------------------------------------


class HereOnly(http.adapters.BaseAdapter):
    """Hands what the client sends to the application, without a network."""

    def __init__(self):
        super().__init__()
        self.browser = Client()

    def send(self, request, **_more):
        given = self.browser.get(request.path_url)
        answer = http.Response()
        answer.status_code, answer._content = given.status_code, given.content
        answer.headers.update(given.headers)
        return answer


@pytest.fixture(params=["json", "xml"])
def theirs(request, desk, monkeypatch):
    """The client of the package georeport."""
    adapter = HereOnly()
    monkeypatch.setattr(http.Session, "get_adapter", lambda self, url: adapter)
    return georeport.GeoReport(
        "http://localhost/open311/v2", output_format=request.param
    )


def test_a_client_of_others_lists_services_and_requests(theirs, desk):
    Matter.objects.create(county=desk.county, name="用水", position=2)
    numbers = [
        published(desk, contact=f"1390000000{at}").question.number for at in range(2)
    ]

    services = theirs.get_service_list()
    definition = theirs.get_service_definition(str(desk.matter.pk))
    found = theirs.get_service_requests(status="closed")
    one = theirs.get_service_request(numbers[0])
    both = theirs.get_service_requests(service_request_id=",".join(numbers))

    assert [each["service_name"] for each in services] == ["道路与公交", "用水"]
    assert definition["service_code"] == str(desk.matter.pk)
    assert [each["service_request_id"] for each in found] == numbers[::-1]
    assert (one["status"], one["agency_responsible"]) == ("closed", "交通运输局")
    assert len(both) == 2


def test_a_client_of_others_is_told_by_the_status_what_is_missing(theirs, desk):
    for ask in (theirs.get_service_request, theirs.get_service_definition):
        with pytest.raises(http.HTTPError, match="404"):
            ask("999999")


# --- services -------------------------------------------------------------------


def test_a_matter_is_a_service_and_its_questions_are_attributes(client, desk):
    closed = Matter.objects.create(county=desk.county, name="旧", is_open=False)
    lawful = Matter.objects.create(county=desk.county, name="诉讼", route="请到法院。")

    (service,) = client.get(f"{V2}/services.json").json()
    definition = client.get(f"{V2}/services/{desk.matter.pk}.json").json()

    assert (service["type"], service["metadata"]) == ("batch", True)
    assert service["group"] == "交通运输局"
    codes = [(each["code"], each["required"]) for each in definition["attributes"]]
    assert codes == [
        ("kind", True),
        ("publicity", False),
        ("is_minor", False),
        ("more_0", False),
        ("more_1", False),
    ]
    assert client.get(f"{V2}/services/{closed.pk}.json").status_code == 404
    answer = client.get(f"{V2}/services/{lawful.pk}.json")
    assert (answer.status_code, errors(answer)) == (400, [(400, "请到法院。")])


def test_a_service_nobody_leads_yet_has_no_group(client, desk):
    desk.matter.responsibilities.update(since=date(2099, 1, 1))

    assert client.get(f"{V2}/services.json").json()[0]["group"] is None


def test_discovery_says_when_the_catalogue_changed(client, desk):
    said = client.get("/open311/discovery.json").json()

    changed = timezone.localtime(desk.matter.changed_at)
    assert said["changeset"] == f"{changed:%Y-%m-%d %H:%M}"
    assert said["endpoints"][0]["url"] == "http://testserver/open311/v2"
    assert told.changed_at(a_county("other", "邻县")) == told.NEVER


def test_the_one_jurisdiction_may_be_named_and_no_other(client, desk):
    def status(name):
        return client.get(f"{V2}/services.json?jurisdiction_id={name}").status_code

    host = Site.objects.get(is_default_site=True).hostname
    assert [status(name) for name in (host, "", "city.gov")] == [200, 200, 404]


# --- requests -------------------------------------------------------------------


def listed(client, **asked) -> list[str]:
    answer = client.get(f"{V2}/requests.json", asked)
    return [each["service_request_id"] for each in answer.json()]


def test_only_what_is_published_is_shown(client, desk, today):
    shown = published(desk).question
    hidden = published(desk, contact="13900000001")
    hidden.withdrawn_at = timezone.now()
    hidden.save()
    waiting = a_question(desk, contact="13900000002", now=timezone.now(), today=today)

    assert listed(client) == [shown.number]
    for question in (hidden.question, waiting):
        answer = client.get(f"{V2}/requests/{question.number}.json")
        assert answer.status_code == 404


def test_neither_name_nor_place_nor_contact_is_among_it(client, desk):
    published(desk, publicity="named", spot="茶湾村三组")

    text = client.get(f"{V2}/requests.json").content.decode()

    assert [word for word in ("王秀英", "138", "三组") if word in text] == []


def test_the_filters_of_the_standard(client, desk):
    other = Matter.objects.create(county=desk.county, name="用水")
    roads = published(desk).question
    water = published(desk, contact="13900000001", matter=other).question
    now = timezone.now()
    old = published(desk, contact="13900000002").question
    Question.objects.filter(pk=old.pk).update(asked_at=now - timedelta(days=200))
    day = timedelta(days=1)

    def span(start, end):
        return listed(client, start_date=start.isoformat(), end_date=end.isoformat())

    assert listed(client, service_code=other.pk) == [water.number]
    assert listed(client, service_code=f"{other.pk},{desk.matter.pk}") == [
        water.number,
        roads.number,
    ]
    assert span(now - 210 * day, now - 190 * day) == [old.number]
    assert listed(client, start_date=f"{now - 201 * day:%Y-%m-%d}") == [old.number]
    assert listed(client, end_date=f"{now - 190 * day:%Y-%m-%dT%H:%M:%SZ}") == [
        old.number
    ]
    assert listed(client, service_request_id=old.number, status="open") == [old.number]


def test_what_was_opened_again_is_open(client, desk, today):
    question = published(desk).question
    rate_reply(question, solved=False, today=today)

    (told,) = client.get(f"{V2}/requests.json?status=open,closed").json()

    assert (told["status"], listed(client, status="open")) == (
        "open",
        [question.number],
    )
    assert listed(client, status="closed") == []
    assert told["updated_datetime"] == w3c(question.marks.last().at)


def test_without_a_promised_day_none_is_told(client, desk):
    question = published(desk).question
    Question.objects.filter(pk=question.pk).update(due_on=None)

    (told,) = client.get(f"{V2}/requests.json").json()

    assert told["expected_datetime"] is None


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("status=answered", 400),
        ("start_date=yesterday", 400),
        ("start_date=2026-02-30T00:00:00Z", 400),
        ("start_date=0001-01-01T00:00:00%2B23:59", 400),
        ("start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z", 400),
        ("service_code=roads", 404),
        ("service_code=%00", 200),
        ("start_date=2026-01-01T00:00:00+08:00", 200),
        ("start_date=2026-01-01T00:00:00", 200),
        ("end_date=9999-12-31T23:59:59Z", 400),
        ("start_date=9999-12-01", 400),
        ("end_date=0001-01-02T00:00:00Z", 400),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_standards_words(
    client, desk, asked, status
):
    answer = client.get(f"{V2}/requests.json?{asked}")

    assert answer.status_code == status
    assert status == 200 or errors(answer)[0][0] == status


def test_more_than_a_thousand_are_never_told(client, desk, monkeypatch):
    monkeypatch.setattr(told, "MOST", 1)
    for at in range(2):
        published(desk, contact=f"1390000000{at}")

    assert len(listed(client)) == 1


# --- posting --------------------------------------------------------------------
