"""The screens of tiers, and the choices that other screens offer."""

import pytest
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county
from tests.factories.placements import OutletFactory, TierFactory, a_scheme
from xiangyin.placements.models import Tier
from xiangyin.placements.reports.tiers import tiers_of

INDEX = "placements_tiers:index"
WHY = {"reason": "按文件调整"}


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


def of(code, name="tier", *more):
    return reverse(f"placements_tiers:{name}", args=[code, *more])


def test_a_tier_goes_its_whole_way_on_the_screens(client, county, keeper):
    told = {"name": "境外媒体", "name_en": "Abroad", "after": "province"}

    client.post(reverse("placements_tiers:add"), told)
    assert tiers_of(county).codes[2] == "abroad"
    client.post(of("abroad"), {**told, **WHY, "name": "海外媒体", "after": ""})
    assert tiers_of(county)[0].label == "海外媒体"
    client.post(of("abroad", "step", "retire"), WHY)
    assert "abroad" not in tiers_of(county).in_use.codes
    client.post(of("abroad", "step", "restore"), WHY)
    page = client.get(of("abroad"))
    history = page.context["history"]
    assert [line.why for line in history] == ["按文件调整"] * 3 + [""]
    client.post(of("abroad", "step", "delete"), WHY)

    assert not Tier.objects.own().exists()
    assert client.get(of("abroad")).status_code == 404


def test_what_is_refused_is_told_and_changes_nothing(client, county, keeper):
    TierFactory(code="abroad", name="境外媒体")
    OutletFactory(tier="abroad", name="海外华文网")

    same = client.post(reverse("placements_tiers:add"), {"name": "境外媒体"})
    without = client.post(of("abroad"), {"name": "海外", "after": "trade"})
    used = client.post(of("abroad", "step", "delete"), WHY, follow=True)

    assert (same.status_code, without.status_code) == (422, 422)
    assert ["海外华文网" in str(each) for each in used.context["messages"]] == [True]
    assert [tier.name for tier in Tier.objects.own()] == ["境外媒体"]
    assert client.post(of("abroad", "step", "burn"), WHY).status_code == 404


def test_the_screens_offer_own_tiers_and_none_of_another_county(client, keeper):
    TierFactory(code="abroad", name="境外媒体")
    TierFactory(unit=a_county("yunping", name="云屏县"), code="theirs", name="邻县的")
    OutletFactory(tier="abroad")
    scheme = a_scheme()
    addresses = [
        reverse(INDEX),
        reverse("placements_outlets:index"),
        reverse("placements_outlets:add"),
        reverse("placements_list:index"),
        reverse("placements_figures:figures"),
        reverse("placements_schemes:edit", args=[scheme.pk]),
    ]

    pages = [client.get(address).content.decode() for address in addresses]

    assert ["境外媒体" in page for page in pages] == [True] * len(pages)
    assert ["邻县的" in page for page in pages] == [False] * len(pages)


def test_the_list_of_outlets_is_asked_for_an_own_tier(client, keeper):
    TierFactory(code="abroad", name="境外媒体")
    mine, _other = OutletFactory(tier="abroad"), OutletFactory(tier="city")

    page = client.get(reverse("placements_outlets:index"), {"tier": "abroad"})

    assert list(page.context["object_list"]) == [mine]
