"""Wagtail's questions about rights, answered from posts."""

import pytest
from django.contrib.auth.models import Group

from tests.factories.people import PersonFactory, a_county, unit
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.models import CalendarDay, Person, Record
from xiangyin.kernel.picture_forms import PictureField
from xiangyin.kernel.services.posts import may_keep
from xiangyin.kernel.views.calendar import may_load_notices
from xiangyin.kernel.views.people import PersonPolicy
from xiangyin.kernel.views.trail import TrailPolicy
from xiangyin.kernel.viewsets import NOBODY, PostPolicy, choices_for, county_of
from xiangyin.newsroom.models import Tip

pytestmark = pytest.mark.django_db
SEE, HANDLE = "newsroom.see_tip", "newsroom.handle_tip"


@pytest.fixture
def policy():
    return PostPolicy(Tip, see=SEE, change=HANDLE, delete=NOBODY)


@pytest.fixture
def editor(county):
    return PersonFactory(posts=[("editor", unit("shixi"))])


def test_what_nobody_may_shows_no_row_to_anybody(policy, editor, a_tip_at):
    a_tip_at("chawan")
    root = PersonFactory(is_superuser=True)

    for person in (editor, root):
        assert not policy.narrow(Tip.objects.all(), person, "delete").exists()
        assert not policy.user_has_permission(person, "delete")


def test_of_several_actions_one_is_enough(policy, editor, a_tip_at):
    mine, beyond = a_tip_at("chawan"), a_tip_at("rmt")

    rows = policy.instances_user_has_any_permission_for(editor, ["view", "delete"])

    assert list(rows) == [mine]
    assert beyond not in rows


def test_who_may_is_told_from_the_posts(policy, county, editor):
    root = PersonFactory(is_superuser=True)
    PersonFactory(posts=[("correspondent", county)])
    PersonFactory(posts=[("editor", county)], is_active=False)

    assert set(policy.users_with_any_permission(["change"])) == {editor, root}


def test_the_trail_is_nobodys_to_change(county):
    policy = TrailPolicy(CalendarDay, see="kernel.administer", change=NOBODY)
    root = PersonFactory(is_superuser=True)

    assert not policy.narrow(CalendarDay.objects.all(), root, "change").exists()


def test_who_was_shut_out_keeps_no_account_and_the_operator_every_one(county, editor):
    closed = PersonFactory(posts=[("administrator", county)], is_active=False)
    root = PersonFactory(is_superuser=True)

    assert may_keep(closed, editor) is False
    assert may_keep(root, editor) is True


def test_with_several_counties_a_post_says_which(county):
    root = PersonFactory(is_superuser=True)
    alone = county_of(root)
    a_county("baihe", "白河县")

    assert alone == county
    with pytest.raises(RuleBroken):
        county_of(root)


@pytest.fixture
def a_tip_at():
    from tests.kernel.test_cases import a_tip

    return lambda code: a_tip(unit(code))


def test_a_closed_account_holds_no_right(policy, county):
    person = PersonFactory(posts=[("editor", county)], is_active=False)

    assert policy.user_has_permission(Person.objects.get(pk=person.pk), "view") is False


def test_the_operator_sees_and_changes_every_account_and_deletes_none(county, editor):
    root = PersonFactory(is_superuser=True)
    policy = PersonPolicy(
        Person, see="kernel.administer", change="kernel.administer", delete=NOBODY
    )

    told = [
        policy.user_has_permission_for_instance(root, action, editor)
        for action in ("view", "change", "delete")
    ]

    assert told == [True, True, False]
    assert set(policy.narrow(Person.objects.all(), root)) == {root, editor}


def test_the_operator_reads_the_whole_trail_and_loads_notices_for_all(county, editor):
    root = PersonFactory(is_superuser=True)
    a_county("baihe", "白河县")
    policy = TrailPolicy(Record, see="kernel.administer", change=NOBODY)
    administrator = PersonFactory(posts=[("administrator", county)])

    assert policy.narrow(Record.objects.all(), root).count() == Record.objects.count()
    assert (may_load_notices(root), may_load_notices(administrator)) == (True, False)


def test_choices_that_belong_to_no_county_are_offered_to_everybody(county, editor):
    groups = Group.objects.all()

    assert choices_for(editor, groups) is groups


def test_a_form_without_a_new_picture_keeps_the_one_it_has():
    assert PictureField().to_python(None) is None
