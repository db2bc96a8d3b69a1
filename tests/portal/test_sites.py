"""A county's site opens once, whole, and gives nobody the right to publish."""

import pytest
from wagtail.images import get_permission_policy
from wagtail.models import (
    GroupPagePermission,
    Locale,
    Page,
    Site,
    WorkflowPage,
)

from tests.factories.people import PersonFactory, a_county
from tests.portal.paper import a_picture, a_site, a_story
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.newsroom.models import Reading
from xiangyin.portal.models import Home, Imprint, Section


def test_a_site_opens_with_its_sections_and_its_name(county):
    home = a_site(county)

    site = Site.objects.get()
    assert (site.root_page_id, site.is_default_site) == (home.pk, True)
    assert [s.title for s in Section.objects.child_of(home)] == ["要闻", "乡村"]
    imprint = Imprint.for_site(site)
    assert (imprint.name, imprint.name_en) == ("清岚融媒", "Voice of Qinglan")
    assert imprint.is_sample is True


def test_wagtails_welcome_page_makes_room(county):
    a_site(county)

    assert list(Page.objects.filter(depth=2)) == list(
        Page.objects.filter(pk=Home.objects.get().pk)
    )


def test_pages_are_in_chinese(county):
    home = a_site(county)

    assert list(Locale.objects.values_list("language_code", flat=True)) == ["zh-hans"]
    assert home.locale.language_code == "zh-hans"


def test_opening_twice_changes_nothing(county):
    a_site(county)
    before = _counts()

    a_site(county)

    assert _counts() == before


def test_opening_again_keeps_what_the_office_changed(county):
    home = a_site(county)
    Section.objects.child_of(home).filter(slug="news").update(title="头条")
    Imprint.objects.update(name="清岚新闻")

    a_site(county)

    assert Section.objects.get(slug="news").title == "头条"
    assert Imprint.objects.get().name == "清岚新闻"


def test_stories_pass_three_readings_in_order(county):
    home = a_site(county)

    workflow = WorkflowPage.objects.get(page=home.page_ptr).workflow
    assert workflow.name == "三审"
    assert [
        (task.name, task.specific.stage)
        for task in workflow.tasks.order_by("workflow_tasks__sort_order")
    ] == [("初审", "first"), ("复审", "second"), ("终审", "final")]


def test_nobody_is_given_the_right_to_publish(county):
    a_site(county)

    given = set(
        GroupPagePermission.objects.filter(
            group__name__startswith="qinglan:"
        ).values_list("group__name", "permission__codename")
    )
    assert given == {
        ("qinglan:reporter", "add_page"),
        ("qinglan:editor", "add_page"),
        ("qinglan:editor", "change_page"),
        ("qinglan:first_reader", "change_page"),
        ("qinglan:second_reader", "change_page"),
        ("qinglan:final_reader", "change_page"),
        ("qinglan:administrator", "add_page"),
        ("qinglan:administrator", "change_page"),
    }


def test_a_reporter_adds_below_a_section_and_does_not_publish(county):
    home = a_site(county)
    reporter = PersonFactory(posts=[("reporter", county)])
    section = Section.objects.child_of(home).first()

    rights = section.permissions_for_user(reporter)

    assert rights.can_add_subpage() is True
    assert rights.can_publish_subpage() is False


def test_pictures_are_kept_apart_by_county(county):
    elsewhere = a_county("yunhe", "云河县")
    a_site(county)
    a_site(elsewhere, hostname="yunhe.example", is_default=False)
    editor = PersonFactory(posts=[("editor", county)])
    village = PersonFactory(posts=[("correspondent", county)])
    policy = get_permission_policy()

    own = county_collection(county)
    assert list(policy.collections_user_has_permission_for(editor, "choose")) == [own]
    assert list(policy.collections_user_has_permission_for(editor, "change")) == [own]
    assert list(policy.collections_user_has_permission_for(village, "add")) == [own]
    picture = a_picture()
    assert policy.user_has_permission_for_instance(village, "change", picture) is False


def test_two_counties_have_two_sites(county):
    elsewhere = a_county("yunhe", "云河县")

    a_site(county)
    a_site(elsewhere, hostname="yunhe.example", name="云河融媒", is_default=False)

    assert Site.objects.count() == 2
    assert Reading.objects.count() == 3
    assert Site.objects.get(is_default_site=True).root_page.specific.county == county


def test_the_default_site_can_pass_to_another_county(county):
    elsewhere = a_county("yunhe", "云河县")
    a_site(county)

    a_site(elsewhere, hostname="yunhe.example", is_default=True)

    assert Site.objects.get(is_default_site=True).hostname == "yunhe.example"
    assert Site.objects.count() == 2


def test_a_site_that_becomes_the_default_takes_the_welcome_pages_place(county):
    home = a_site(county, is_default=False)
    before = Site.objects.count()

    a_site(county, is_default=True)

    site = Site.objects.get()
    assert before == 2
    assert (site.root_page_id, site.is_default_site) == (home.pk, True)


def test_an_address_belongs_to_one_county(county):
    elsewhere = a_county("yunhe", "云河县")
    a_site(county)

    with pytest.raises(RuleBroken):
        a_site(elsewhere)

    assert Home.objects.count() == 1


def test_a_story_can_be_written_below_a_section(county):
    story = a_story(a_site(county), live=False)

    assert story.url == f"/news/{story.slug}/"


def _counts():
    models = (Home, Section, Site, Imprint, Reading, WorkflowPage, GroupPagePermission)
    return [model.objects.count() for model in models]
