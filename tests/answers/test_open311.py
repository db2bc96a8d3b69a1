"""Open311 GeoReport v2: against its definition, with a client that is not ours.

The definition is ``tests/data/open311/georeport_v2.xsd``, written from the standard's
own tables of fields; JSON is compared with XML by the Spark convention that it names.
"""

from datetime import date, timedelta
from pathlib import Path

import georeport
import pytest
import requests as http
from django.test import Client
from django.utils import timezone
from lxml import etree
from wagtail.models import Site

from tests.factories.answers import (
    a_question,
    code_sent_to,
    open_desk,
    publish_answer,
)
from tests.factories.newsroom import open_newsroom
from tests.factories.people import a_county
from xiangyin.answers.models import Application, Matter, Posted, Proof, Question
from xiangyin.answers.reports import georeport as told
from xiangyin.answers.reports.open_data import w3c
from xiangyin.answers.services import proving
from xiangyin.answers.services.applications import make_application, set_open
from xiangyin.answers.services.asker import rate_reply
from xiangyin.answers.services.asking import let_lapse
from xiangyin.kernel.errors import NotAllowed
from xiangyin.kernel.models import Letter, Record
from xiangyin.kernel.services.outbox import deliver_due

SCHEMA = Path(__file__).parents[1] / "data" / "open311" / "georeport_v2.xsd"
V2 = "/open311/v2"
LISTS = {"services", "service_requests", "errors", "attributes", "values"}
LISTS |= {"endpoints", "formats"}


@pytest.fixture
def desk(county):
    open_newsroom(county)
    desk = open_desk(county)
    desk.matter.ask_also = "哪个路口？\n从什么时候开始？"
    desk.matter.save()
    return desk


@pytest.fixture
def key(desk):
    _application, key = make_application(
        desk.county, by=desk.coordinator, name="随手拍", now=timezone.now()
    )
    return key


@pytest.fixture
def today():
    return timezone.localdate()


def published(desk, **more):
    return publish_answer(
        desk, **{"now": timezone.now(), "today": timezone.localdate(), **more}
    )


def holds(answer, as_what: str = "") -> etree._Element:
    """The root of an XML answer, after asking the definition whether it is right."""
    root = etree.fromstring(answer.content)
    if as_what:  # a root that several answers share: see the definition
        assert root.tag == "service_requests"
        root.tag = as_what
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(root)
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    return root


def spark(element) -> object:
    """An element as JSON, by the Spark convention."""
    if element.tag in LISTS:
        return [spark(each) for each in element]
    if len(element):
        return {each.tag: spark(each) for each in element}
    return element.text


def plain(value) -> object:
    """JSON with every single value as XML has it: text or nothing."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def words(**more) -> dict:
    return {
        "attribute[kind]": "help",
        "attribute[more_0]": "学校门口",
        "description": "村口的路灯坏了。已经半个月了。",
        "address_id": "chawan",
        "phone": "13812345678",
        "first_name": "秀英",
        "last_name": "王",
        **more,
    }


def post(client, desk, key, *, ending="json", **more):
    sent = {"api_key": key, "service_code": str(desk.matter.pk), **words(**more)}
    sent = {name: value for name, value in sent.items() if value is not None}
    return client.post(
        f"{V2}/requests.{ending}",
        "&".join(
            f"{http.utils.quote(n)}={http.utils.quote(v)}" for n, v in sent.items()
        ),
        content_type="application/x-www-form-urlencoded",
    )


def errors(answer) -> list[tuple]:
    return [(each["code"], each["description"]) for each in answer.json()]


# --- the definition -------------------------------------------------------------


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


def test_a_question_that_is_posted_waits_for_its_contact(
    client, desk, key, settings, tmp_path
):
    settings.VAR = tmp_path
    answer = post(client, desk, key)
    (given,) = answer.json()
    question = Question.objects.get()

    assert answer.status_code == 200
    assert set(given) == {"token", "service_notice", "account_id"}
    assert (question.state, question.origin) == ("unproven", "app")
    assert (question.title, question.place.code) == ("村口的路灯坏了", "chawan")
    assert question.more == [["哪个路口？", "学校门口"]]
    deliver_due()
    sent = (tmp_path / "messages.jsonl").read_text("utf-8")
    assert f"/ask/confirm/{given['token']}/" in sent
    at = client.get(f"{V2}/tokens/{given['token']}.json").json()
    assert at == [{"service_request_id": None, "token": given["token"]}]


def test_the_asker_confirms_it_and_has_the_query_code(client, desk, key):
    token = post(client, desk, key).json()[0]["token"]
    question = Question.objects.get()
    page = client.get(f"/ask/confirm/{token}/")
    wrong = client.post(f"/ask/confirm/{token}/", {"code": "000000x"})
    right = {"code": code_sent_to(question)}

    answer = client.post(f"/ask/confirm/{token}/", right)

    assert (page.status_code, wrong.status_code) == (200, 200)
    assert answer.url == f"/ask/status/{question.number}/"
    assert client.get(answer.url).context["code"].isdigit()
    at = client.get(f"{V2}/tokens/{token}.json").json()
    assert at[0]["service_request_id"] == question.number
    again = client.get(f"/ask/confirm/{token}/")
    assert again.url == f"/ask/status/?number={question.number}"


def test_the_link_alone_opens_nothing(client, desk, key):
    """The application has the token: it is not the asker."""
    token = post(client, desk, key).json()[0]["token"]
    number = Question.objects.get().number

    client.get(f"/ask/confirm/{token}/")

    assert client.get(f"/ask/status/{number}/").status_code == 404
    assert client.get("/ask/confirm/unknown/").status_code == 404


def test_another_code_is_sent_from_there_and_not_for_ever(client, desk, key):
    token = post(client, desk, key).json()[0]["token"]
    again = {"again": "1"}

    pages = [client.post(f"/ask/confirm/{token}/", again) for _each in range(3)]

    assert [("said" in page.context, "problem" in page.context) for page in pages] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert Proof.objects.get().times == 3


def test_what_was_never_confirmed_has_no_token_any_more(client, desk, key):
    token = post(client, desk, key).json()[0]["token"]

    let_lapse(now=timezone.now() + timedelta(days=2))

    assert client.get(f"{V2}/tokens/{token}.json").status_code == 404


def test_its_sender_follows_it_by_its_key_and_nobody_else_does(client, desk, key):
    token = post(client, desk, key).json()[0]["token"]
    question = Question.objects.get()
    at = f"{V2}/requests/{question.number}.json"
    before = client.get(at, {"api_key": key}).status_code
    client.post(f"/ask/confirm/{token}/", {"code": code_sent_to(question)})

    (mine,) = client.get(at, {"api_key": key}).json()

    assert (before, client.get(at).status_code) == (404, 404)
    assert (mine["status"], mine["description"]) == ("open", None)
    assert mine["expected_datetime"].endswith("23:59:59+08:00")
    holds(client.get(at.replace("json", "xml"), {"api_key": key}), "requests")


@pytest.mark.parametrize(
    ("more", "status", "names"),
    [
        ({"api_key": "wrong"}, 403, "api_key"),
        ({"api_key": None}, 403, "api_key"),
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "roads"}, 404, "service_code"),
        ({"description": ""}, 400, "description"),
        ({"description": "长" * 1001}, 400, "description"),
        ({"phone": ""}, 400, "phone"),
        ({"phone": "123"}, 400, ""),
        ({"address_id": ""}, 400, "address_id"),
        ({"address_id": "nowhere"}, 400, "address_id"),
        ({"address_id": "", "lat": "29.5"}, 400, "long"),
        ({"lat": "91", "long": "1"}, 400, "lat"),
        ({"attribute[kind]": ""}, 400, "attribute[kind]"),
        ({"attribute[publicity]": "all"}, 400, "attribute[publicity]"),
        ({"first_name": "a" * 20, "last_name": "b" * 20}, 400, ""),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    client, desk, key, more, status, names
):
    answer = post(client, desk, key, **more)

    assert answer.status_code == status
    assert any(names in description for _code, description in errors(answer))
    assert (Question.objects.count(), Posted.objects.count()) == (0, 0)


def test_a_point_or_words_say_where(client, desk, key):
    point = {"address_id": "", "lat": "29.51234567", "long": "120.1"}
    post(client, desk, key, **point)
    post(client, desk, key, **point, address_string="学校门口", phone="13900000001")

    spots = list(Question.objects.order_by("pk").values_list("spot", flat=True))

    assert spots == ["29.512346, 120.100000", "学校门口"]


def test_only_a_form_of_a_bounded_size_is_read(client, desk, key):
    whole = client.post(f"{V2}/requests.xml", {"api_key": key})
    large = post(client, desk, key, description="长" * 40_000)

    assert (whole.status_code, b"urlencoded" in whole.content) == (400, True)
    assert (large.status_code, errors(large)[0][0]) == (400, 413)
    assert Question.objects.count() == 0


def test_floods_are_slowed_as_on_the_site(client, desk, key, monkeypatch):
    monkeypatch.setattr(proving, "MOST_A_CONTACT", 2)

    found = [post(client, desk, key) for _each in range(3)]

    assert [answer.status_code for answer in found] == [200, 200, 400]
    assert errors(found[2])[0][0] == 429


def test_keys_are_not_guessed(client, desk, key, monkeypatch):
    monkeypatch.setattr(
        "xiangyin.answers.services.applications.WRONG_FROM_A_NETWORK", 2
    )

    found = [post(client, desk, "wrong").status_code for _each in range(2)]
    after = post(client, desk, key)

    assert (found, after.status_code) == ([403, 403], 400)
    assert errors(after)[0][0] == 429
    assert Question.objects.count() == 0


def test_no_token_of_a_form_is_asked_for_there_and_no_session_counts(desk, key):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(desk.coordinator)

    without_key = post(strict, desk, None)
    with_key = post(strict, desk, key)
    elsewhere = strict.post("/ask/status/", {"number": "ASK-2026-0001", "code": "1"})

    assert (without_key.status_code, with_key.status_code) == (403, 200)
    assert elsewhere.status_code == 403


# --- keys -----------------------------------------------------------------------

KEYS = "/admin/answers/applications/"


def test_a_key_is_shown_once_and_kept_as_a_mark(client, desk):
    client.force_login(desk.coordinator)
    client.post(KEYS, {"name": "随手拍"})

    first, second = client.get(KEYS), client.get(KEYS)

    key = first.context["told"]["key"]
    application = Application.objects.get()
    assert (second.context["told"], key in application.key_mark) == (None, False)
    assert post(client, desk, key).status_code == 200
    assert str(Posted.objects.get()).endswith("随手拍")


def test_who_is_shut_out_sends_nothing_until_let_in(client, desk, key):
    application = Application.objects.get()
    client.force_login(desk.coordinator)

    client.post(f"{KEYS}{application.pk}/shut/")
    shut = post(client, desk, key).status_code
    client.post(f"{KEYS}{application.pk}/open/")

    assert (shut, post(client, desk, key).status_code) == (403, 200)
    assert client.post(f"{KEYS}{application.pk}/burn/").status_code == 404
    assert Record.objects.filter(subject=f"answers.application:{application.pk}")


def test_a_key_needs_a_name_and_a_right(client, desk):
    client.force_login(desk.coordinator)
    empty = client.post(KEYS, {"name": " "})

    with pytest.raises(NotAllowed):
        make_application(desk.county, by=desk.clerk, name="x", now=timezone.now())

    assert (empty.status_code, Application.objects.count()) == (422, 0)


def test_a_key_of_another_county_opens_nothing_here(client, desk, key):
    other = a_county("other", "邻县")
    Application.objects.update(county=other)

    assert post(client, desk, key).status_code == 403
    with pytest.raises(NotAllowed):
        set_open(Application.objects.get(), by=desk.coordinator, is_open=False)


def test_a_code_that_was_sent_for_nobody_is_not_sent(desk, key, client):
    post(client, desk, key)
    Proof.objects.all().delete()

    deliver_due()

    assert Letter.objects.get().state == "delivered"
