"""The front page as an office arranges it: each block, nothing twice, nothing from elsewhere."""

import gc
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from tests.factories.people import PersonFactory, a_county, unit
from tests.factories.portal import OccasionFactory, ServiceFactory, in_days
from tests.portal.paper import a_picture, a_site, a_story
from xiangyin.kernel.models import Record, Showing
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.newsroom.models import Theme
from xiangyin.portal import front, front_form, reading
from xiangyin.portal.models import Home, Section

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _files_are_closed_before_the_next_test():
    yield
    gc.collect()


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def other(county):
    """A second county with a site of its own."""
    far = a_county("yunhe", "云河县")
    return a_site(far, hostname="yunhe.example", name="云河融媒", is_default=False)


def section_of(home, slug="news") -> Section:
    return Section.objects.child_of(home).get(slug=slug)


def arrange(home, *blocks) -> None:
    """Keep a layout of ``(kind, values)`` as the database does."""
    home.layout = list(blocks)
    home.save()


def pieces(client) -> dict:
    """The titles of stories in each piece of the front page, by its kind."""
    shown = client.get("/").context["pieces"]
    return {piece.kind: [story.title for story in piece.stories] for piece in shown}


def titles(home, count=6, **told):
    return [
        a_story(home, title=f"{day}日", on=date(2026, 5, day), **told).title
        for day in range(1, count + 1)
    ]


def test_an_empty_layout_is_laid_out_by_the_house(client, home):
    a_story(home)

    answer = client.get("/")

    assert answer.context["front"].lead is not None
    assert "pieces" not in answer.context


def test_each_block_takes_what_is_not_on_the_page_yet(client, home):
    theme = Theme.objects.create(unit=home.county, slug="tea", name="春茶")
    titles(home)
    a_story(home, title="茶", theme=theme, section="villages", on=date(2026, 4, 1))

    arrange(
        home,
        ("newest", {"count": 2}),
        ("lead", {"story": None}),
        ("section", {"section": section_of(home), "count": 5}),
        ("theme", {"theme": theme, "count": 3}),
    )

    assert pieces(client) == {
        "lead": ["6日"],
        "newest": ["5日", "4日"],
        "section": ["3日", "2日", "1日"],
        "theme": ["茶"],
    }


def test_the_lead_is_the_chosen_story_or_the_newest_with_a_picture(client, home):
    titles(home)
    shown = a_story(
        home, title="图", cover=a_picture(), cover_alt="茶山", on=date(2026, 5, 2)
    )
    old = a_story(home, title="旧", on=date(2020, 1, 1))

    arrange(home, ("lead", {"story": None}))
    assert pieces(client) == {"lead": [shown.title]}
    arrange(home, ("lead", {"story": old}), ("newest", {"count": 9}))

    assert pieces(client)["lead"] == ["旧"]
    assert "旧" not in pieces(client)["newest"]


def test_a_quiet_section_and_an_old_theme_are_asked_by_themselves(
    client, home, monkeypatch
):
    monkeypatch.setattr(reading, "LOOKED_AT", 2)
    theme = Theme.objects.create(unit=home.county, slug="tea", name="春茶")
    a_story(home, title="早", section="villages", on=date(2026, 1, 1))
    a_story(home, title="更早", theme=theme, on=date(2026, 1, 2))
    a_story(home, title="最早", on=date(2025, 1, 2))
    titles(home, 3)

    arrange(
        home,
        ("section", {"section": section_of(home, "villages"), "count": 5}),
        ("theme", {"theme": theme, "count": 3}),
        ("lead", {"story": reading.Story.objects.get(title="最早")}),
    )

    assert pieces(client) == {"section": ["早"], "theme": ["更早"], "lead": ["最早"]}


def test_a_notice_comes_and_goes_by_its_days(client, home):
    today = timezone.localdate()

    def shown(since, until):
        days = {"since": today + timedelta(since), "until": today + timedelta(until)}
        arrange(home, ("notice", {"title": "停水", "words": "明天修管。", **days}))
        return "停水" in client.get("/").content.decode()

    told = [shown(*days) for days in ((0, 0), (-5, 3), (1, 3), (-5, -1))]

    assert told == [True, True, False, False]


def test_services_and_dates_stand_on_the_page(client, home):
    ServiceFactory(unit=home.county, title="停水报修")
    OccasionFactory(unit=home.county, title="义诊", starts_at=in_days(3))
    OccasionFactory(unit=home.county, title="过去的集", starts_at=in_days(-3))

    arrange(home, ("services", {"count": 3}), ("calendar", {"count": 3}))
    html = client.get("/").content.decode()

    assert "停水报修" in html
    assert "义诊" in html
    assert "过去的集" not in html


def test_a_calendar_without_dates_says_so(client, home):
    arrange(home, ("calendar", {"count": 3}), ("services", {"count": 3}))

    html = client.get("/", headers={"accept-language": "en"}).content.decode()

    assert "Nothing is announced just now." in html


def test_a_picture_and_words_are_cleaned_and_the_picture_becomes_public(client, home):
    picture = a_picture()
    picture.collection = county_collection(home.county)
    picture.save()
    words = '<p>好<script>alert(1)</script> <a href="https://a.example/">看</a></p>'

    arrange(
        home,
        (
            "picture",
            {"picture": picture, "alt": "桥", "heading": "老桥", "words": words},
        ),
        ("words", {"heading": "", "words": words}),
    )
    html = client.get("/").content.decode()

    assert 'alt="桥"' in html
    assert "alert(" not in html
    assert html.count("（外部网站：a.example）") == 2
    assert Showing.objects.public().filter(picture=picture, page=home).exists()


def foreign_blocks(home, other) -> list:
    """A layout whose keys are all the other county's."""
    theme = Theme.objects.create(unit=other.county, slug="river", name="云河两岸")
    story = a_story(other, title="云河的茶", unit=other.county)
    a_story(other, title="云河两岸的树", unit=other.county, theme=theme)
    picture = a_picture()
    picture.title, picture.collection = "云河照片", county_collection(other.county)
    picture.save()
    ServiceFactory(unit=other.county, title="云河停水")
    OccasionFactory(unit=other.county, title="云河大集", starts_at=in_days(2))
    return [
        ("lead", {"story": story}),
        ("section", {"section": section_of(other), "count": 5}),
        ("theme", {"theme": theme, "count": 5}),
        ("picture", {"picture": picture, "alt": "", "heading": "", "words": ""}),
        ("services", {"count": 5}),
        ("calendar", {"count": 5}),
        ("newest", {"count": 5}),
    ]


def test_a_key_from_another_county_shows_nothing(client, home, other):
    arrange(home, *foreign_blocks(home, other))

    html = client.get("/").content.decode()

    assert "云河" not in html
    assert "<img" not in html


def test_without_the_county_the_same_page_would_show_it(
    client, home, other, monkeypatch
):
    blocks = foreign_blocks(home, other)
    every = reading.stories_on.__globals__["Story"].objects
    monkeypatch.setattr(
        reading, "stories_on", lambda site: every.live().newest_first().defer("body")
    )
    monkeypatch.setattr(front.reading, "county_of", lambda site: other.county)
    theirs = front.newest_on(SimpleNamespace(root_page=other))
    monkeypatch.setattr(front, "newest_on", lambda site: theirs)

    arrange(home, *blocks)
    html = client.get("/").content.decode()

    assert "云河大集" in html
    assert "云河停水" in html
    assert "云河两岸" in html
    assert "<img" in html


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


def test_an_arranged_page_asks_as_often_for_many_stories_as_for_few(
    client, home, django_assert_num_queries
):
    theme = Theme.objects.create(unit=home.county, slug="tea", name="春茶")

    def add(day):
        more = {"cover": a_picture(), "cover_alt": "山", "on": date(2026, 5, day)}
        a_story(home, theme=theme, unit=unit("shixi"), **more)
        OccasionFactory(unit=home.county, starts_at=in_days(day))
        ServiceFactory(unit=home.county)

    arrange(
        home,
        ("lead", {"story": None}),
        ("newest", {"count": 2}),
        ("section", {"section": section_of(home), "count": 5}),
        ("theme", {"theme": theme, "count": 3}),
        ("services", {"count": 6}),
        ("calendar", {"count": 4}),
    )
    for days in (range(1, 4), range(4, 12)):
        for day in days:
            add(day)
        client.get("/")
        with django_assert_num_queries(14):
            client.get("/")
