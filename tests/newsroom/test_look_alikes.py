"""An editor sees which tips seem to tell of the same, within what their post reaches."""

from datetime import timedelta

import pytest

from tests.factories.newsroom import TODAY, a_tip, open_newsroom
from tests.factories.people import PersonFactory, a_county, unit
from xiangyin.kernel.services.units import add_unit
from xiangyin.newsroom.models import Tip
from xiangyin.newsroom.querysets import TipQuerySet
from xiangyin.newsroom.services.tips import merge_tip

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
FIRST = "茶湾村的春茶今天开采，南坡来了很多人"
SECOND = "南坡春茶开采，今年价钱不错"
OTHER = "镇里的小学足球队在市里得了第二名"


@pytest.fixture
def room(county):
    return open_newsroom(county)


@pytest.fixture
def elsewhere(county):
    """Another town of the county, and its correspondent."""
    town = add_unit(county, code="heba", name="河坝镇", kind="town", name_en="Heba")
    return town, PersonFactory(posts=[("correspondent", town)])


def shown(client, person, tip):
    client.force_login(person, BACKEND)
    answer = client.get(f"/admin/newsroom/tips/{tip.pk}/")
    return answer.context["look_alikes"]


def offered(answer):
    form = answer.context["forms"]["merge"]
    return [other for other, _likely in form.candidates]


def test_a_tip_looks_like_another_that_tells_of_the_same(client, room):
    first, _other = a_tip(room, text=FIRST), a_tip(room, text=OTHER)
    second = a_tip(room, text=SECOND)

    assert shown(client, room.editor, second) == [first]
    assert shown(client, room.editor, first) == [second]


def test_what_a_tip_was_merged_with_is_not_told_again(client, room):
    first, second = a_tip(room, text=FIRST), a_tip(room, text=SECOND)
    merge_tip(second, into=first, by=room.editor)
    third = a_tip(room, text=FIRST)

    assert shown(client, room.editor, first) == [third]
    assert shown(client, room.editor, Tip.objects.get(pk=second.pk)) == [third]
    assert shown(client, room.editor, third) == [first, second]


def test_a_tip_that_was_removed_is_shown_no_more(client, room):
    first, second = a_tip(room, text=FIRST), a_tip(room, text=SECOND)
    shown(client, room.editor, second)

    Tip.objects.filter(pk=first.pk).update(text="已删除", place="")

    assert shown(client, room.editor, second) == []


def test_a_tip_of_another_season_is_another_event(client, room):
    a_tip(room, text=FIRST, today=TODAY - timedelta(days=300))
    second = a_tip(room, text=SECOND)

    assert shown(client, room.editor, second) == []


@pytest.fixture
def town_editor(county):
    return PersonFactory(posts=[("editor", unit("shixi"))])


def test_a_post_at_a_town_sees_no_look_alikes_of_other_towns(
    client, room, elsewhere, town_editor
):
    town, sender = elsewhere
    a_tip(room, text=FIRST, by=sender, unit=town)
    second = a_tip(room, text=SECOND)
    client.force_login(town_editor, BACKEND)

    answer = client.get(f"/admin/newsroom/tips/{second.pk}/")

    assert (answer.context["look_alikes"], offered(answer)) == ([], [])


def test_what_is_alike_does_not_ask_for_rights_itself(
    client, room, elsewhere, town_editor, monkeypatch
):
    """The twin: it is what a person may see that narrows the answer."""
    town, sender = elsewhere
    first = a_tip(room, text=FIRST, by=sender, unit=town)
    second = a_tip(room, text=SECOND)
    monkeypatch.setattr(TipQuerySet, "seen_by", lambda self, _person: self)

    assert shown(client, town_editor, second) == [first]


def test_another_countys_tips_are_never_alike(client, room):
    theirs = open_newsroom(a_county("linshan", "临山县"))
    a_tip(theirs, text=FIRST)
    both = PersonFactory(posts=[("editor", room.county), ("editor", theirs.county)])
    second = a_tip(room, text=SECOND)

    assert shown(client, both, second) == []


def test_the_page_asks_as_much_for_three_look_alikes_as_for_one(
    client, room, django_assert_max_num_queries, django_assert_num_queries
):
    first = a_tip(room, text=FIRST)
    a_tip(room, text=SECOND)
    shown(client, room.editor, first)
    with django_assert_max_num_queries(60) as one:
        shown(client, room.editor, first)
    for _ in range(2):
        a_tip(room, text=SECOND)

    with django_assert_num_queries(len(one)):
        found = shown(client, room.editor, first)

    assert len(found) == 3
