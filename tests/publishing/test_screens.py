import pytest
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county
from tests.newsroom.doors import a_newsroom, knock
from xiangyin.gateways.fetch import Unreachable
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.publishing.models import Channel, Dispatch

from .channels import ADDRESS, FakeSend, a_webhook, an_item

CHANNELS = "publishing_channels:index"
DISPATCHES = "publishing_dispatches:index"
QUERIES = 14


@pytest.fixture
def newsroom(county):
    return a_newsroom(county)


def look(person, name):
    return knock(person).get(reverse(name))


@pytest.mark.parametrize("name", [CHANNELS, DISPATCHES])
def test_staff_see_their_countys_lists(newsroom, county, name):
    a_webhook(county, name="市平台")
    an_item(county)
    an_item(a_county("linshui", "临水县"), title="别县的事")

    response = look(newsroom.editor, name)

    assert response.status_code == 200
    assert "市平台" in response.content.decode()
    assert "别县的事" not in response.content.decode()


def test_an_administrator_opens_a_channel(newsroom, county):
    response = knock(newsroom.administrator).post(
        reverse("publishing_channels:add"),
        {"name": "市平台", "kind": "webhook", "address": ADDRESS, "is_open": "on"},
    )

    assert response.status_code == 302
    assert Channel.objects.get().unit == county


@pytest.mark.parametrize("wrong", [{"address": ""}, {"secret": "不是base64"}])
def test_what_is_wrong_is_said_at_the_field(newsroom, wrong):
    values = {"name": "市平台", "kind": "webhook", "address": ADDRESS, "is_open": "on"}

    response = knock(newsroom.administrator).post(
        reverse("publishing_channels:add"), {**values, **wrong}
    )

    assert list(response.context["form"].errors) == list(wrong)
    assert Channel.objects.count() == 0


def test_an_editor_opens_none(newsroom):
    response = knock(newsroom.editor).post(
        reverse("publishing_channels:add"), {"name": "市平台", "kind": "feed"}
    )

    assert response.status_code in (302, 403)
    assert Channel.objects.count() == 0


def test_a_failed_dispatch_says_why_and_is_tried_again(newsroom, county, monkeypatch):
    partner = FakeSend(Unreachable())
    monkeypatch.setattr(
        "xiangyin.publishing.services.delivery.the_send", lambda: partner
    )
    hook = a_webhook(county)
    an_item(county)
    deliver_due()
    waiting = Dispatch.objects.get(channel=hook)
    again = reverse("publishing_dispatches:again", args=[waiting.pk])

    listed = look(newsroom.administrator, DISPATCHES).content.decode()
    knock(newsroom.administrator).post(again)
    deliver_due()

    waiting.refresh_from_db()
    assert "Unreachable" in listed
    assert again in listed
    assert waiting.arrived_at is not None


@pytest.mark.parametrize("role", ["editor", "stranger"])
def test_nobody_else_asks_for_another_try(newsroom, county, role):
    elsewhere = a_county("linshui", "临水县")
    people = {
        "editor": newsroom.editor,
        "stranger": PersonFactory(posts=[("administrator", elsewhere)]),
    }
    an_item(county)
    dispatch = Dispatch.objects.get()
    dispatch.letter.attempts = 3
    dispatch.letter.save()

    response = knock(people[role]).post(
        reverse("publishing_dispatches:again", args=[dispatch.pk])
    )

    dispatch.letter.refresh_from_db()
    assert response.status_code in (302, 403, 404)
    assert dispatch.letter.attempts == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_of_the_database(
    newsroom, county, rows, django_assert_num_queries
):
    for number in range(rows):
        an_item(county, key=f"story:{number}")
    client = knock(newsroom.administrator)
    client.get(reverse(DISPATCHES))

    with django_assert_num_queries(QUERIES):
        client.get(reverse(DISPATCHES))
