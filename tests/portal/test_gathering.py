"""A province's page gathers what each county published last; no county gathers another."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.factories.people import PersonFactory, a_county
from tests.portal.paper import a_picture, a_site, a_story
from xiangyin.portal import gathering
from xiangyin.portal.models import Home


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def province():
    """A site of its own, with no stories."""
    site = a_site(
        a_county("dongping", "东屏省"),
        hostname="dongping.example",
        name="东屏融媒",
        is_default=False,
    )
    Home.objects.filter(pk=site.pk).update(gathers=True)
    return Home.objects.get(pk=site.pk)


@pytest.fixture
def other(county):
    far = a_county("yunhe", "云河县")
    return a_site(far, hostname="yunhe.example", name="云河融媒", is_default=False)


def others_of(province):
    return gathering.newest_of_each(Home.objects.exclude(pk=province.pk))


def told(gathered) -> list[tuple]:
    return [(each.name, each.story and each.story.title) for each in gathered]


def test_each_county_stands_with_its_newest_who_published_last_first(
    home, other, province
):
    a_story(home, title="旧茶", on=date(2026, 5, 1))
    a_story(home, title="新茶", on=date(2026, 5, 3))
    a_story(other, title="河", unit=other.county, on=date(2026, 5, 4))
    a_story(other, title="未发", unit=other.county, live=False)

    gathered = others_of(province)

    assert told(gathered) == [("云河融媒", "河"), ("清岚融媒", "新茶")]


def test_a_story_is_linked_on_its_own_countys_site(client, home, other, province):
    story = a_story(other, title="河", unit=other.county)

    html = client.get("/", headers={"host": "dongping.example"}).content.decode()

    assert f'href="http://yunhe.example/news/{story.slug}/"' in html
    assert 'href="http://testserver/"' in html


def test_a_county_without_a_story_keeps_its_name(home, other, province):
    a_story(other, title="河", unit=other.county, on=date(2026, 5, 4))

    assert told(others_of(province)) == [("云河融媒", "河"), ("清岚融媒", None)]


def test_a_county_that_was_quiet_for_long_keeps_its_newest(home, other, province):
    a_story(home, title="旧茶", on=date(2016, 5, 1))
    for day in range(1, 8):
        a_story(other, unit=other.county, on=date(2026, 5, day))

    assert told(others_of(province))[1] == ("清岚融媒", "旧茶")


def test_a_county_without_an_address_is_left_out(home, other, province):
    other.get_site().delete()

    assert told(others_of(province)) == [("清岚融媒", None)]


def test_a_quiet_county_says_so(client, home, province):
    asked = {"host": "dongping.example", "accept-language": "en"}

    assert "Nothing published yet." in client.get("/", headers=asked).content.decode()


def test_a_county_gathers_nobody(client, home, other, province):
    a_story(other, title="云河的河", unit=other.county)

    assert "counties" not in client.get("/").context


@pytest.mark.parametrize("superuser", [True, False])
def test_only_who_answers_for_all_counties_lets_a_page_gather(client, home, superuser):
    posts = [("administrator", home.county)]
    client.force_login(PersonFactory(posts=posts, is_superuser=superuser))
    data = nested_form_data(
        {"title": home.title, "slug": home.slug, "layout": streamfield([])}
    )

    client.post(
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        {**data, "gathers": "on", "action-publish": "1"},
    )

    assert Home.objects.get(pk=home.pk).gathers is superuser


def test_gathering_asks_as_often_for_many_as_for_few(
    home, other, province, django_assert_num_queries
):
    for count in (1, 4):
        for _number in range(count):
            a_story(home)
            a_story(other, unit=other.county)
        with django_assert_num_queries(2):
            others_of(province)


def test_a_page_that_gathers_asks_twelve_times_at_most(
    client, home, other, province, django_assert_max_num_queries
):
    for county in (home, other, province):
        a_story(county, unit=county.county, cover=a_picture(), cover_alt="山")
    client.get("/", headers={"host": "dongping.example"})  # makes the pictures' sizes
    with django_assert_max_num_queries(12):
        told = client.get("/", headers={"host": "dongping.example"})
    assert len(told.context["counties"]) == 2
