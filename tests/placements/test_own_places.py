"""Our own site and its mirrors never count, whenever that comes out."""

import pytest
from wagtail.models import Site

from tests.factories.people import PersonFactory
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
)
from xiangyin.kernel.errors import NotAllowed, WrongState
from xiangyin.kernel.services.audit import history
from xiangyin.kernel.services.cases import move
from xiangyin.placements import tasks
from xiangyin.placements.models import Outlet, Placement
from xiangyin.placements.services.own_places import OwnPlaces, put_own_aside
from xiangyin.placements.services.placements import confirm_placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(county):
    return PersonFactory(posts=[("editor", county)])


def candidate(address="https://qinglan.example/1"):
    return a_placement(article=ArticleFactory(address=address))


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("https://qinglan.example/1", True),
        ("https://WWW.qinglan.example/1", True),
        ("https://m.qinglan.example/1", True),
        ("https://old-site.example/1", True),
        ("https://deep.old-site.example/1", True),
        ("https://edu.qinglan.example/1", False),
        ("https://notqinglan.example/1", False),
        ("https://qz.example/1", False),
        ("", False),
    ],
)
def test_a_host_is_ours_by_the_longest_name_known_of_it(
    county, settings, address, ours
):
    settings.XIANGYIN_OWN_HOSTS = ["Old-Site.example"]
    Site.objects.update(hostname="www.qinglan.example")
    OutletFactory(hosts=["edu.qinglan.example"])

    assert OwnPlaces(county).hold(address) is ours


def test_an_outlet_that_is_our_own_is_ours_wherever_it_stands(county):
    outlet = OutletFactory(hosts=["account.example"], is_ours=True)

    own = OwnPlaces(county)

    assert own.hold("", outlet.pk)
    assert own.hold("https://a.account.example/1")
    assert not own.hold("https://qz.example/1", OutletFactory().pk)


def test_a_candidate_that_turns_out_to_be_ours_leaves_the_queue(county, settings):
    placement, other = candidate(), candidate("https://qz.example/1")
    settings.XIANGYIN_OWN_HOSTS = ["qinglan.example"]

    tasks.put_what_is_ours_aside()

    placement.refresh_from_db()
    line = history(placement)[-1]
    assert placement.state == "own"
    assert (line.by, "qinglan.example" in line.note) == (None, True)
    assert list(Placement.objects.to_confirm()) == [other]


def test_it_comes_back_when_it_is_ours_no_more(county, settings):
    placement = candidate()
    settings.XIANGYIN_OWN_HOSTS = ["qinglan.example"]
    put_own_aside(county)
    settings.XIANGYIN_OWN_HOSTS = []

    assert (put_own_aside(county), put_own_aside(county)) == (1, 0)
    placement.refresh_from_db()
    assert placement.state == "candidate"


def test_without_looking_again_it_would_stay_in_the_queue(county, settings):
    """The twin: nothing else takes it away."""
    candidate()
    settings.XIANGYIN_OWN_HOSTS = ["qinglan.example"]

    assert Placement.objects.to_confirm().count() == 1


def test_what_a_person_decided_stays_decided(county, editor, settings):
    placement = candidate()
    confirm_placement(placement, by=editor)
    settings.XIANGYIN_OWN_HOSTS = ["qinglan.example"]

    assert put_own_aside(county) == 0


def test_what_was_set_aside_is_confirmed_by_nobody(county, editor, settings):
    placement = candidate()
    settings.XIANGYIN_OWN_HOSTS = ["qinglan.example"]
    put_own_aside(county)

    with pytest.raises(WrongState):
        confirm_placement(placement, by=editor)

    placement.refresh_from_db()
    assert placement.state == "own"


@pytest.mark.parametrize("is_superuser", [False, True])
def test_the_programs_own_step_is_taken_by_no_person(county, is_superuser):
    placement = candidate()
    person = PersonFactory(posts=[("editor", county)], is_superuser=is_superuser)

    with pytest.raises(NotAllowed):
        move(placement, "set_aside", by=person)

    placement.refresh_from_db()
    assert placement.state == "candidate"


def test_where_the_host_is_not_known_the_outlet_is_named(county):
    outlet = OutletFactory(name="清岚发布", is_ours=True)
    placement = a_placement(article=ArticleFactory(outlet=outlet))

    put_own_aside(county)

    assert "清岚发布" in history(placement)[-1].note
    assert Outlet.objects.count() == 1


def test_the_page_of_what_was_set_aside_says_so_and_offers_no_step(
    client, county, settings
):
    client.force_login(PersonFactory(posts=[("ledger_keeper", county)]))
    placement = candidate()
    WorkFactory()
    settings.XIANGYIN_OWN_HOSTS = ["qinglan.example"]
    put_own_aside(county)

    page = client.get(f"/admin/placements/confirm/{placement.pk}/")

    assert 'name="step"' not in page.content.decode()
