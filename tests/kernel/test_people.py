"""Accounts and posts, kept by an administrator within reach."""

import pytest
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county, unit
from xiangyin.kernel.models import Person, Record

pytestmark = pytest.mark.django_db
GOOD = "qinglan-tea-2026"
PEOPLE_QUERIES = 14


@pytest.fixture
def administrator(county, client):
    person = PersonFactory(username="zhou", posts=[("administrator", county)])
    client.force_login(person)
    return person


def told(*posts, **fields) -> dict:
    """What the form sends: the fields, and a row for each post."""
    rows = {
        f"posts-{number}-{name}": str(value)
        for number, post in enumerate(posts)
        for name, value in post.items()
    }
    return {
        "username": "wu",
        "name": "吴春来",
        "name_en": "Wu Chunlai",
        "posts-TOTAL_FORMS": str(len(posts)),
        "posts-INITIAL_FORMS": "0",
        **rows,
        **fields,
    }


def post_at(role, at, **more):
    return {"role": role, "unit": at.pk, **more}


def held(person) -> list[tuple]:
    return sorted(person.posts.values_list("role", "unit__code"))


def test_an_account_is_made_with_its_posts(client, administrator):
    rows = [post_at("correspondent", unit("chawan")), {"role": "", "unit": ""}]

    response = client.post(reverse("people:add"), told(*rows))

    person = Person.objects.get(username="wu")
    assert response.status_code == 302
    assert response.url == reverse("people:link", args=[person.pk])
    assert person.has_usable_password() is False
    assert (person.is_superuser, person.is_staff) == (False, False)
    assert held(person) == [("correspondent", "chawan")]
    assert [line.action for line in Record.objects.filter(by=administrator)] == [
        "appoint",
        "create",
    ]


def test_an_account_needs_a_name(client, administrator):
    rows = [post_at("correspondent", unit("chawan"))]

    response = client.post(reverse("people:add"), told(*rows, username=""))

    assert list(response.context["form"].errors) == ["username"]
    assert Person.objects.count() == 1


def test_an_administrator_sets_no_password(client, administrator):
    person = PersonFactory(username="wu", posts=[("correspondent", unit("chawan"))])
    rows = [post_at("correspondent", unit("chawan"))]
    forged = {"new_password": GOOD, "password": GOOD, "password1": GOOD}

    client.post(
        reverse("people:edit", args=[person.pk]),
        told(*rows, is_active="on", **forged),
    )

    person.refresh_from_db()
    assert person.check_password(GOOD) is False


def test_an_account_needs_a_post(client, administrator):
    response = client.post(reverse("people:add"), told())

    assert list(response.context["form"].errors) == ["__all__"]
    assert Person.objects.count() == 1


def test_half_a_post_is_told_at_its_row(client, administrator):
    rows = [{"role": "editor", "unit": ""}]

    response = client.post(reverse("people:add"), told(*rows))

    assert list(response.context["form"].posts.errors[0]) == ["unit"]
    assert Person.objects.count() == 1


def test_no_post_is_given_beyond_the_administrators_reach(client, administrator):
    a_county("baihe", "白河县")
    rows = [post_at("editor", unit("shixi", "baihe"))]

    response = client.post(reverse("people:add"), told(*rows))

    assert list(response.context["form"].posts.errors[0]) == ["unit"]
    assert Person.objects.count() == 1


def test_flags_of_an_operator_are_not_taken_from_the_form(client, administrator):
    rows = [post_at("editor", unit("shixi"))]
    flags = {"is_superuser": "on", "is_staff": "on", "groups": "1"}

    client.post(reverse("people:add"), told(*rows, **flags))

    person = Person.objects.get(username="wu")
    assert (person.is_superuser, person.is_staff) == (False, False)


def test_posts_are_changed_and_the_password_stays(client, administrator):
    person = PersonFactory(username="wu", posts=[("correspondent", unit("chawan"))])
    person.set_password(GOOD)
    person.save()
    rows = [
        post_at("correspondent", unit("chawan"), drop="on"),
        post_at("reporter", unit("rmt")),
    ]

    client.post(
        reverse("people:edit", args=[person.pk]),
        told(*rows, is_active="on"),
    )

    person.refresh_from_db()
    assert held(person) == [("reporter", "rmt")]
    assert (person.name, person.check_password(GOOD)) == ("吴春来", True)


def test_an_account_is_closed(client, administrator):
    person = PersonFactory(username="wu", posts=[("correspondent", unit("chawan"))])
    rows = [post_at("correspondent", unit("chawan"))]

    client.post(reverse("people:edit", args=[person.pk]), told(*rows))

    person.refresh_from_db()
    assert person.is_active is False


def test_nobody_shuts_themselves_out(client, administrator):
    rows = [post_at("editor", unit("rmt"))]
    mine = {"username": "zhou"}

    response = client.post(
        reverse("people:edit", args=[administrator.pk]), told(*rows, **mine)
    )

    administrator.refresh_from_db()
    assert list(response.context["form"].errors) == ["is_active"]
    assert administrator.is_active is True
    assert held(administrator) == [("administrator", "qinglan")]


def test_nobody_takes_their_own_post_away(client, administrator, county):
    rows = [post_at("editor", county)]
    mine = {"username": "zhou", "is_active": "on"}

    response = client.post(
        reverse("people:edit", args=[administrator.pk]), told(*rows, **mine)
    )

    assert list(response.context["form"].errors) == ["__all__"]
    assert held(administrator) == [("administrator", "qinglan")]


def test_people_of_another_county_are_not_found(client, administrator):
    other = a_county("baihe", "白河县")
    stranger = PersonFactory(posts=[("editor", other)])

    listed = client.get(reverse("people:index")).context["object_list"]
    response = client.get(reverse("people:edit", args=[stranger.pk]))

    assert list(listed) == [administrator]
    assert response.status_code == 404


def test_who_also_works_elsewhere_is_seen_but_not_changed(client, administrator):
    other = a_county("baihe", "白河县")
    shared = PersonFactory(username="wu", posts=[("editor", other)])
    shared.set_password(GOOD)
    shared.save()
    given = shared.name
    rows = [post_at("editor", unit("shixi"))]
    client.force_login(administrator)
    from xiangyin.kernel.services.posts import appoint

    appoint(shared, "reporter", unit("rmt"))

    client.post(
        reverse("people:edit", args=[shared.pk]),
        told(*rows, name="改了", is_active="on"),
    )

    shared.refresh_from_db()
    assert (shared.name, shared.check_password(GOOD)) == (given, True)
    assert held(shared) == [("editor", "baihe"), ("reporter", "rmt")]


def test_a_towns_administrator_does_not_touch_the_countys(client, county):
    boss = PersonFactory(username="boss", posts=[("administrator", county)])
    client.force_login(PersonFactory(posts=[("administrator", unit("shixi"))]))

    response = client.get(reverse("people:edit", args=[boss.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_asks_the_same_queries_for_one_person_and_three(
    client, administrator, people, django_assert_num_queries
):
    for _person in range(people):
        PersonFactory(posts=[("editor", unit("shixi")), ("reporter", unit("rmt"))])
    client.get(reverse("people:index"))

    with django_assert_num_queries(PEOPLE_QUERIES):
        client.get(reverse("people:index"))
