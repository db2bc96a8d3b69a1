import base64
import hashlib
import hmac
import json

import pytest

from tests.factories.people import PersonFactory, a_county
from xiangyin.gateways.fetch import TooSlow, Unreachable
from xiangyin.kernel.errors import NotAllowed
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services.outbox import deliver_due, try_again
from xiangyin.publishing.models import Channel, Dispatch, Item
from xiangyin.publishing.services.channels import keep_channel
from xiangyin.publishing.services.delivery import note_arrival
from xiangyin.publishing.services.items import withdraw_item

from .channels import ADDRESS, FakeSend, a_webhook, an_item


@pytest.fixture
def partner(monkeypatch):
    """Whoever answers at the partner's address."""
    fake = FakeSend()
    monkeypatch.setattr("xiangyin.publishing.services.delivery.the_send", lambda: fake)
    return fake


def arrived() -> list[str]:
    done = Dispatch.objects.filter(arrived_at__isnull=False).order_by("pk")
    return [f"v{one.item.version} {one.message} {one.channel.kind}" for one in done]


def test_an_item_goes_to_every_open_channel(county, partner):
    a_webhook(county)
    a_webhook(county, name="停用", is_open=False)
    a_webhook(a_county("linshui", "临水县"), name="别的县")

    an_item(county)
    delivered = deliver_due()

    assert delivered == 2
    assert sorted(arrived()) == ["v1 story feed", "v1 story webhook"]
    assert len(partner.sent) == 1


def test_each_letter_names_county_item_version_and_channel(county):
    hook = a_webhook(county)

    an_item(county)

    keys = set(Letter.objects.values_list("key", flat=True))
    feed = Channel.objects.get(kind="feed")
    assert keys == {f"qinglan:story:1:v1:{hook.pk}", f"qinglan:story:1:v1:{feed.pk}"}


def test_the_same_text_again_is_nothing(county):
    first = an_item(county)

    again = an_item(county)

    assert again == first
    assert (Item.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "change", [{"title": "更正"}, {"html": "<p>四十一米。</p>"}, {"byline": "周敏"}]
)
def test_a_changed_text_is_a_new_version(county, change):
    an_item(county)

    corrected = an_item(county, **change)

    assert corrected.version == 2
    assert Letter.objects.count() == 2


def test_a_webhook_is_signed_as_the_standard_says(county, partner):
    hook = a_webhook(county)

    an_item(county)
    deliver_due()

    address, body, headers = partner.sent[0]
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = hmac.new(hook.key, said, hashlib.sha256).digest()
    assert address == ADDRESS
    assert headers["webhook-id"] == f"qinglan:story:1:v1:{hook.pk}"
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"
    assert json.loads(body)["type"] == "story.published"
    assert json.loads(body)["data"]["title"] == "茶湾村的桥通了"


def test_a_refused_message_comes_again_under_the_same_id(county, partner):
    partner.answers = [503, 200]
    a_webhook(county)
    an_item(county)

    deliver_due()
    letter = Letter.objects.get(state=Letter.State.WAITING)
    try_again(letter)
    deliver_due()

    first, second = (headers["webhook-id"] for _url, _body, headers in partner.sent)
    assert first == second
    assert letter.last_error == "Refusal: The receiver answered 503."
    assert sorted(arrived()) == ["v1 story feed", "v1 story webhook"]


@pytest.mark.parametrize(
    ("trouble", "state"), [(TooSlow(), "unknown"), (Unreachable(), "waiting")]
)
def test_silence_is_not_mistaken_for_a_no(county, partner, trouble, state):
    partner.answers = [trouble]
    hook = a_webhook(county)
    an_item(county)

    deliver_due()

    assert Letter.objects.get(key__endswith=f":{hook.pk}").state == state
    assert arrived() == ["v1 story feed"]


def test_no_lock_is_held_while_a_partner_is_called(county, partner, monkeypatch):
    from django.db import connection

    depths = []

    def calling(url, body, headers):
        depths.append(len(connection.savepoint_ids))
        return FakeSend()(url, body, headers)

    monkeypatch.setattr(
        "xiangyin.publishing.services.delivery.the_send", lambda: calling
    )
    a_webhook(county)
    an_item(county)
    outside = len(connection.savepoint_ids)

    deliver_due()

    assert depths == [outside]


def test_a_withdrawal_is_told_to_whoever_had_the_item(county, partner):
    a_webhook(county)
    an_item(county)
    an_item(county, title="更正")
    deliver_due()

    told = withdraw_item(county=county, key="story:1")
    deliver_due()

    assert told == 2
    assert json.loads(partner.sent[-1][1])["type"] == "story.withdrawn"
    assert not Item.objects.filter(withdrawn_at=None).exists()


def test_withdrawing_twice_is_withdrawing_once(county):
    an_item(county)
    withdraw_item(county=county, key="story:1")

    assert withdraw_item(county=county, key="story:1") == 0


def test_what_was_withdrawn_can_be_published_again(county):
    an_item(county)
    withdraw_item(county=county, key="story:1")

    again = an_item(county)

    assert (again.version, again.withdrawn_at) == (2, None)


def test_a_webhook_is_given_a_secret(county):
    keeper = PersonFactory(posts=[("administrator", county)])

    channel = keep_channel(
        Channel(unit=county, name="市平台", kind="webhook", address=ADDRESS), by=keeper
    )

    assert len(channel.key) == 24


def test_only_a_keeper_opens_channels(county):
    with pytest.raises(NotAllowed):
        keep_channel(
            Channel(unit=county, name="市平台", kind="feed"),
            by=PersonFactory(posts=[("reporter", county)]),
        )

    assert Channel.objects.count() == 0


def test_a_feed_needs_no_secret(county, partner):
    keeper = PersonFactory(posts=[("administrator", county)])

    feed = keep_channel(Channel(unit=county, kind="feed", name="Atom"), by=keeper)

    assert (feed.pk is not None, feed.secret) == (True, "")


def test_a_channel_that_was_closed_meanwhile_is_not_called(county, partner):
    a_webhook(county)
    an_item(county)
    Channel.objects.filter(kind="webhook").update(is_open=False)

    deliver_due()

    assert partner.sent == []
    assert Dispatch.objects.get(channel__kind="webhook").receipt == ""


def test_an_arrival_is_noted_once(county, partner):
    hook = a_webhook(county)
    an_item(county)
    deliver_due()
    dispatch = Dispatch.objects.get(channel=hook)
    first = (dispatch.arrived_at, dispatch.receipt)

    note_arrival(dispatch.letter, receipt="HTTP 299")

    dispatch.refresh_from_db()
    assert (dispatch.arrived_at, dispatch.receipt) == first
