"""What is quicker now answers as the plain question does."""

from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.utils.translation import override
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.models import PagePermissionTester

from tests.factories.newsroom import (
    a_draft,
    a_plan,
    a_story_in_reading,
    open_newsroom,
    sign,
)
from tests.factories.people import PersonFactory, a_county, unit
from tests.factories.placements import WorkFactory
from xiangyin.kernel.models import Person
from xiangyin.kernel.pages import KeysFirst
from xiangyin.kernel.widgets import LongSelect
from xiangyin.newsroom.models import Assignment, Plan, Story
from xiangyin.placements.models import Work
from xiangyin.portal.explorer import Explorer

ROLES = ("editor", "reporter", "final_reader", "leader", "administrator")


@pytest.fixture
def room(county):
    return open_newsroom(county)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_every_page_is_the_one_that_a_plain_paginator_shows(county, size):
    for day in range(1, 14):
        WorkFactory(published_on=date(2026, 10, 1 + day % 5))
    works = Work.objects.order_by("-published_on", "-pk")
    plain, ours = Paginator(works, size), KeysFirst(works, size)

    told = [list(ours.page(number)) for number in plain.page_range]

    assert ours.num_pages == plain.num_pages
    assert told == [list(plain.page(number)) for number in plain.page_range]


def test_more_than_is_counted_is_said_to_be_more(county):
    for _work in range(5):
        WorkFactory()
    works = Work.objects.order_by("-pk")

    pages = [KeysFirst(works, 2, most=most) for most in (4, 5, None)]

    assert [(each.count, each.is_cut, each.num_pages) for each in pages] == [
        (4, True, 2),
        (5, False, 3),
        (5, False, 3),
    ]
    with override("en"):
        assert pages[0].items_count_label == "more than 4 works"
    with override("zh-hans"):
        assert KeysFirst(works, 2, most=4).items_count_label == "本单位作品：超过 4 条"
    assert list(pages[0].page(2)) == list(works[2:4])


def test_a_plan_is_open_without_a_public_story_and_no_other(room):
    plans = {name: a_plan(room, title=name, reporter=room.reporter) for name in "abcde"}
    a_draft(room, title="稿b", plan=plans["b"])
    sign(room, a_story_in_reading(room, title="稿c", plan=plans["c"]))
    sign(room, a_story_in_reading(room, title="稿d", plan=plans["d"]))
    a_draft(room, title="续d", plan=plans["d"])
    Plan.objects.filter(pk=plans["e"].pk).update(dropped_on=date(2026, 3, 3))
    public = Story.objects.filter(plan=OuterRef("pk"), live=True)
    plainly = Plan.objects.filter(~Exists(public), dropped_on=None)

    told = sorted(Plan.objects.open().values_list("working_title", flat=True))

    assert told == sorted(plainly.values_list("working_title", flat=True)) == ["a", "b"]
    jobs = Assignment.objects.of_open_plans().values_list("plan__working_title")
    assert sorted(title for (title,) in jobs) == ["a", "b"]


def people(room):
    """One of each role at the county, in a village, in another county, and the host."""
    elsewhere = a_county("other", "别县")
    yield from (PersonFactory(posts=[(role, room.county)]) for role in ROLES)
    yield from (PersonFactory(posts=[(role, unit("chawan"))]) for role in ROLES)
    yield PersonFactory(posts=[("editor", elsewhere)])
    yield PersonFactory(is_superuser=True)
    yield room.reporter


def stories(room):
    sign(room, a_story_in_reading(room, title="公开的"))
    drafts = [a_draft(room, title=f"草稿{at}") for at in range(3)]
    Story.objects.filter(pk=drafts[1].pk).update(unit=unit("chawan"))
    Story.objects.filter(pk=drafts[2].pk).update(owner=None)
    return list(Story.objects.order_by("pk"))


def test_stories_are_counted_as_they_are_listed(room):
    stories(room)

    for person in people(room):
        seen = Story.objects.visible_to(person)
        assert Story.objects.count_visible_to(person) == seen.count()


def test_what_may_be_moved_is_what_wagtail_says(room):
    """A story's own answer, and the one that looks in the database for pages below."""
    found = stories(room)

    for person in people(room):
        for story in found:
            rights = story.permissions_for_user(Person.objects.get(pk=person.pk))
            plain = PagePermissionTester.can_delete(rights, ignore_bulk=True)
            assert rights.can_move() == plain


def test_the_explorer_lists_what_wagtails_own_does(room, rf):
    stories(room)

    for person in people(room):
        request = rf.get("/")
        request.user = person
        told = []
        for view_class in (Explorer, ExplorableIndexView):
            view = view_class()
            view.setup(request)
            view.parent_page = room.section.specific
            told.append(sorted(view.get_base_queryset().values_list("pk", flat=True)))
        assert told[0] == told[1]


@pytest.mark.parametrize("chosen", ["", "2", None])
def test_a_long_choice_is_written_as_django_writes_it(chosen):
    offered = [("", "---"), ("1", "<一>"), ("2", "二 & 三")]
    ours, plain = LongSelect(choices=offered), forms.Select(choices=offered)

    told = [
        widget.render("who", chosen, {"id": "id_who"})
        .replace("\n", "")
        .replace("  ", "")
        for widget in (ours, plain)
    ]

    assert told[0] == told[1]
