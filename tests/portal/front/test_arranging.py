"""Who arranges the front page, by which form, and what that form takes."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.factories.people import PersonFactory, a_county
from tests.portal.front.house import section_of
from tests.portal.paper import a_picture, a_story
from xiangyin.kernel.models import Record
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.newsroom.models import Theme
from xiangyin.portal import front_form
from xiangyin.portal.models import Home

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def layout_form(home, *blocks) -> dict:
    return nested_form_data(
        {"title": home.title, "slug": home.slug, "layout": streamfield(list(blocks))}
    )


def sent_blocks(home, *, story, theme, picture, section):
    return [
        ("lead", {"story": story.pk}),
        ("section", {"section": section.pk, "count": 5}),
        ("theme", {"theme": theme.pk, "count": 4}),
        (
            "picture",
            {
                "picture": picture.pk,
                "alt": "桥",
                "heading": "",
                "words": rich_text(f'<p><a linktype="page" id="{story.pk}">看</a></p>'),
            },
        ),
    ]


def things_of(home) -> dict:
    picture = a_picture()
    picture.collection = county_collection(home.county)
    picture.title = f"{home.county.name}照片"
    picture.save()
    name, slug = f"{home.county.name}茶", f"tea-{home.county.code}"
    return {
        "story": a_story(home, title=f"{name}稿"),
        "theme": Theme.objects.create(unit=home.county, slug=slug, name=name),
        "picture": picture,
        "section": section_of(home),
    }


@pytest.fixture
def arranger(home):
    """Who has the last word on stories arranges the front page, too."""
    return PersonFactory(name="总编", posts=[("final_reader", home.county)])


def publish_layout(client, home, *blocks):
    data = {**layout_form(home, *blocks), "action-publish": "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[home.pk]), data)


def test_who_may_arranges_previews_and_publishes_and_the_trail_says_so(
    client, home, arranger
):
    things = things_of(home)
    client.force_login(arranger)

    answer = publish_layout(client, home, *sent_blocks(home, **things))

    kept = Home.objects.get(pk=home.pk)
    assert answer.status_code == 302
    assert [block.block_type for block in kept.layout] == [
        *("lead", "section", "theme", "picture"),
    ]
    line = Record.objects.get(action="arrange")
    assert (line.by, line.county) == (arranger, home.county)
    assert things["story"].url in client.get("/").content.decode()


def test_the_preview_shows_what_is_not_kept_yet(client, home, arranger):
    things = things_of(home)
    client.force_login(arranger)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[home.pk])
    today = timezone.localdate()
    words = {"title": "预览的公告", "words": "字。", "since": today, "until": today}
    blocks = [("notice", words), *sent_blocks(home, **things)]

    sent = client.post(url, layout_form(home, *blocks))
    html = client.get(url).content.decode()

    assert sent.json() == {"is_valid": True, "is_available": True}
    assert "预览的公告" in html
    assert 'alt="桥"' in html
    assert "预览的公告" not in client.get("/").content.decode()


def test_an_editor_drafts_and_does_not_publish(client, home):
    client.force_login(PersonFactory(posts=[("editor", home.county)]))
    things = things_of(home)

    publish_layout(client, home, *sent_blocks(home, **things))

    kept = Home.objects.get(pk=home.pk)
    assert len(kept.layout) == 0
    assert len(kept.get_latest_revision_as_object().layout) == 4
    assert not Record.objects.filter(action="arrange").exists()


@pytest.mark.parametrize("role", ["first_reader", "reporter", "ledger_keeper"])
def test_others_do_not_publish_it_either(client, home, role):
    client.force_login(PersonFactory(posts=[(role, home.county)]))

    publish_layout(client, home, ("newest", {"count": 3}))

    assert len(Home.objects.get(pk=home.pk).layout) == 0


def test_an_arranger_of_another_county_finds_nothing(client, home, other):
    client.force_login(PersonFactory(posts=[("final_reader", other.county)]))

    answer = publish_layout(client, home, ("newest", {"count": 3}))

    assert answer.status_code == 404
    assert len(Home.objects.get(pk=home.pk).layout) == 0


def test_the_front_page_is_not_taken_off_nor_copied(home, arranger):
    rights = home.permissions_for_user(arranger)

    assert rights.can_publish()
    assert not rights.can_unpublish()
    assert not rights.can_copy()
    assert not home.permissions_for_user(PersonFactory(is_active=False)).can_publish()
    assert home.get_workflow() is None


def test_a_sent_key_of_another_county_is_refused_and_not_named(
    client, home, other, arranger
):
    client.force_login(arranger)

    answer = publish_layout(client, home, *sent_blocks(home, **things_of(other)))

    assert answer.status_code == 200
    assert "云河" not in answer.content.decode()
    assert len(Home.objects.get(pk=home.pk).layout) == 0


def test_without_that_look_the_keys_would_be_kept(
    client, home, other, arranger, monkeypatch
):
    client.force_login(arranger)
    monkeypatch.setattr(
        front_form.FrontForm, "without_strangers", lambda form: form.data
    )

    answer = publish_layout(client, home, *sent_blocks(home, **things_of(other)))

    assert answer.status_code == 302
    assert len(Home.objects.get(pk=home.pk).layout) == 4


def test_a_notice_that_ends_before_it_begins_is_refused(client, home, arranger):
    client.force_login(arranger)
    words = {"title": "停水", "words": "字。", "since": "2026-05-03"}

    answer = publish_layout(client, home, ("notice", {**words, "until": "2026-05-01"}))

    assert answer.status_code == 200
    assert len(Home.objects.get(pk=home.pk).layout) == 0


def test_the_menu_leads_to_ones_own_front_page(client, home, other):
    client.force_login(PersonFactory(posts=[("administrator", other.county)]))

    answer = client.get("/admin/site/front/")

    assert answer.url == reverse("wagtailadmin_pages:edit", args=[other.pk])


def test_a_county_without_a_site_is_led_to_the_pages(client, home):
    lonely = a_county("lonely", "孤县")
    client.force_login(PersonFactory(posts=[("administrator", lonely)]))

    assert client.get("/admin/site/front/").url == reverse("wagtailadmin_explore_root")


def test_the_themes_to_choose_are_those_in_reach(client, home, other, arranger):
    own = Theme.objects.create(unit=home.county, slug="tea", name="清岚的题")
    far = Theme.objects.create(unit=other.county, slug="river", name="云河的题")
    client.force_login(arranger)

    listed = client.get(reverse("theme_chooser:choose")).json()["html"]
    chosen = reverse("theme_chooser:chosen_multiple")
    several = client.get(f"{chosen}?id={own.pk}&id={far.pk}&id=x").json()["result"]

    assert "清岚的题" in listed
    assert "云河的题" not in listed
    assert [each["title"] for each in several] == ["清岚的题"]
    assert client.get(reverse("theme_chooser:chosen", args=[far.pk])).status_code == 404
    assert client.get(reverse("theme_chooser:chosen", args=[own.pk])).status_code == 200
