"""Every feature that calls out, with every spelling of this machine's own address."""

from datetime import date

import pytest

from tests.factories.placements import OutletFactory
from tests.publishing.channels import a_webhook, an_item
from xiangyin.gateways.fetch import FetchError, fetch
from xiangyin.gateways.send import send
from xiangyin.kernel.models import Letter
from xiangyin.placements.services.addresses import read_address
from xiangyin.placements.services.polling import poll_feeds
from xiangyin.publishing.models import Channel
from xiangyin.publishing.services.delivery import Refusal, carry

from .canary import GUARD_OFF, ON_ANY_PORT, a_canary, everything_leads_here
from .spellings import every, own, vendored

GUARD = {"guard": ON_ANY_PORT}


def fetch_here(url, **told):
    return fetch(url, **{**told, **GUARD, "deadline": 2})


def send_here(url, body, headers):
    return send(url, body, headers, **GUARD, deadline=2)


@pytest.fixture
def canary(monkeypatch):
    everything_leads_here(monkeypatch)
    with a_canary() as server:
        yield server


def poll(address, outlet):
    outlet.feed = address
    poll_feeds([outlet], today=date(2026, 10, 8))


def paste(address, _none):
    read_address(address)


def deliver(address, letter):
    Channel.objects.update(address=address)
    try:
        carry(letter)
    except (FetchError, Refusal):
        return


@pytest.fixture(params=["feed", "pasted address", "webhook"])
def feature(request, county, settings):
    """Calls out to an address in the way of one feature."""
    here = "tests.gateways.test_outbound"
    settings.XIANGYIN_FETCH = f"{here}.fetch_here"
    settings.XIANGYIN_SEND = f"{here}.send_here"
    if request.param == "feed":
        outlet = OutletFactory(feed="https://a.example/")
        return lambda address: poll(address, outlet)
    if request.param == "pasted address":
        return lambda address: paste(address, None)
    dispatches = a_webhook(county).dispatches
    an_item(county)
    letter = Letter.objects.get(payload={"dispatch": dispatches.get().pk})
    return lambda address: deliver(address, letter)


def test_there_are_enough_spellings():
    assert len(vendored(1)) == 244
    assert len(own(1)) == len(set(own(1)))
    assert len(set(every(1))) >= 380


def test_no_feature_reaches_this_machine_by_any_spelling(canary, feature):
    for address in every(canary.server_port):
        feature(address)

    assert canary.hits == []


def test_with_the_guard_off_every_feature_does(canary, feature, monkeypatch):
    monkeypatch.setitem(GUARD, "guard", GUARD_OFF)

    for address in every(canary.server_port):
        feature(address)

    assert len(canary.hits) >= 100
