"""Bulletins that were published to everybody, and none else."""

from datetime import date

import pytest

from tests.factories.people import PersonFactory
from tests.factories.placements import a_placement, a_scheme
from tests.portal.paper import a_site
from xiangyin.placements.reports import Period, hash_of
from xiangyin.placements.services.bulletins import (
    begin_bulletin,
    freeze_bulletin,
    publish_bulletin,
    withdraw_bulletin,
)

LATER = date(2026, 11, 3)


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def keeper(county):
    return PersonFactory(posts=[("ledger_keeper", county)])


@pytest.fixture
def frozen(county, keeper):
    a_scheme()
    a_placement(confirmed=True)
    kept = begin_bulletin(county, Period(2026, 10, 1), by=keeper, today=LATER)
    return freeze_bulletin(kept, by=keeper, today=LATER)


def test_what_is_published_to_everybody_is_read_by_everybody(
    client, home, frozen, keeper
):
    publish_bulletin(frozen, audience="public", by=keeper)

    page = client.get("/bulletins/2026-10/")
    data = client.get("/bulletins/2026-10.json").json()
    every = client.get("/bulletins/")

    assert page.context["told"].total.items == 1
    assert hash_of(data) == data["hash"] == frozen.hash
    assert [period for period, _title in every.context["lines"]] == ["2026-10"]


@pytest.mark.parametrize("audience", [None, "staff"])
def test_what_is_not_is_not_there(client, home, frozen, keeper, audience):
    if audience:
        publish_bulletin(frozen, audience=audience, by=keeper)

    for address in ("/bulletins/2026-10/", "/bulletins/2026-10.json"):
        assert client.get(address).status_code == 404
    assert client.get("/bulletins/").context["lines"] == []


def test_what_was_withdrawn_is_gone_at_once(client, home, frozen, keeper):
    publish_bulletin(frozen, audience="public", by=keeper)
    client.get("/bulletins/2026-10/")

    withdraw_bulletin(frozen, by=keeper, note="数字有误")

    assert client.get("/bulletins/2026-10/").status_code == 404
