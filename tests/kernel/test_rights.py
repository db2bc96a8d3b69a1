"""A post reaches its unit and below, never across; the trail is only added to."""

import pytest
from django.db import DatabaseError, transaction

from tests.factories.people import PersonFactory, a_county, unit
from xiangyin.kernel.models import Record, Unit
from xiangyin.kernel.rights import may, reach, within
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.posts import appoint, dismiss, group_name

pytestmark = pytest.mark.django_db
HANDLE = "newsroom.handle_tip"


def test_a_post_reaches_its_unit_and_everything_below(county):
    editor = PersonFactory(posts=[("editor", unit("shixi"))])

    reached = [may(editor, HANDLE, unit(code)) for code in ("shixi", "chawan", "rmt")]

    assert reached == [True, True, False]
    assert may(editor, HANDLE, county) is False


def test_nothing_reaches_across_counties(county):
    other = a_county("baihe", "白河县")
    editor = PersonFactory(posts=[("editor", county)])

    assert may(editor, HANDLE, unit("chawan", "baihe")) is False
    assert may(editor, HANDLE, other) is False
    assert set(Unit.objects.reached_by(editor, HANDLE)) == set(
        Unit.objects.below(county)
    )


def test_a_right_is_carried_by_its_roles_only(county):
    correspondent = PersonFactory(posts=[("correspondent", county)])

    assert reach(correspondent, HANDLE) == []
    assert may(correspondent, HANDLE) is False


def test_who_is_no_longer_active_reaches_nothing(county):
    editor = PersonFactory(posts=[("editor", county)], is_active=False)

    assert reach(editor, HANDLE) == []


def test_the_operator_reaches_every_unit(county):
    a_county("baihe", "白河县")
    operator = PersonFactory(is_superuser=True)

    assert reach(operator, HANDLE) == [""]
    assert Unit.objects.filter(within([""], field="pk")).count() == 8


def test_posts_are_mirrored_by_groups(county):
    person = PersonFactory()

    first = appoint(person, "editor", unit("shixi"))
    appoint(person, "editor", unit("rmt"))
    appoint(person, "editor", unit("rmt"))
    groups_with_two = [group.name for group in person.groups.all()]
    dismiss(first)
    groups_with_one = [group.name for group in person.groups.all()]
    dismiss(person.posts.get())

    assert groups_with_two == groups_with_one == [group_name(county, "editor")]
    assert person.groups.count() == 0
    assert may(person, HANDLE) is False


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_the_audit_trail(county, change):
    line = record(county, "open", by=None, label="开始")
    lines = Record.objects.filter(pk=line.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        lines.update(label="改了") if change == "update" else lines.delete()

    assert Record.objects.get(pk=line.pk).label == "开始"
