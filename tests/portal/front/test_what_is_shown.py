"""The front page as an office arranges it: each block, nothing twice, nothing from elsewhere."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.factories.people import unit
from tests.factories.portal import OccasionFactory, ServiceFactory, in_days
from tests.portal.front.house import arrange, pieces, section_of, titles
from tests.portal.paper import a_picture, a_story
from xiangyin.kernel.models import Showing
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.newsroom.models import Theme
from xiangyin.portal import front, reading
from xiangyin.portal.blocks import FrontBlock

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
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


def test_a_quiet_section_and_an_old_theme_are_found_all_the_same(client, home):
    theme = Theme.objects.create(unit=home.county, slug="tea", name="春茶")
    a_story(home, title="早", section="villages", on=date(2026, 1, 1))
    a_story(home, title="更早", theme=theme, on=date(2026, 1, 2))
    a_story(home, title="最早", on=date(2025, 1, 2))
    titles(home, 12)  # more than the page has room for

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
    asked, theirs = front.briefs_on, SimpleNamespace(root_page=other)
    monkeypatch.setattr(
        front, "briefs_on", lambda site, *told, **more: asked(theirs, *told, **more)
    )

    arrange(home, *blocks)
    html = client.get("/").content.decode()

    assert "云河大集" in html
    assert "云河停水" in html
    assert "云河两岸" in html
    assert "<img" in html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_of_all_blocks_asks_as_often_for_many_stories_as_for_few(
    client, home, django_assert_num_queries, language
):
    theme = Theme.objects.create(unit=home.county, slug="tea", name="春茶")
    picture = a_picture()
    picture.collection = county_collection(home.county)
    picture.save()
    old = a_story(home, title="旧", theme=theme, on=date(2020, 1, 1))

    def add(day):
        more = {"cover": a_picture(), "cover_alt": "山", "on": date(2026, 5, day)}
        a_story(home, theme=theme, unit=unit("shixi"), **more)
        OccasionFactory(unit=home.county, starts_at=in_days(day))
        ServiceFactory(unit=home.county)

    today = timezone.localdate()
    said = {"heading": "", "words": "<p>好</p>"}
    blocks = {
        "lead": {"story": old},
        "newest": {"count": 2},
        "section": {"section": section_of(home), "count": 5},
        "theme": {"theme": theme, "count": 3},
        "notice": {"title": "停水", "words": "修管。", "since": today, "until": today},
        "services": {"count": 6},
        "calendar": {"count": 4},
        "answers": {"count": 3},
        "picture": {"picture": picture, "alt": "桥", **said},
        "words": said,
    }
    assert set(blocks) == set(FrontBlock().child_blocks)
    # Nothing more is asked for a section and a theme that were quiet for long.
    quiet = {"section": section_of(home, "villages"), "count": 5}
    arrange(home, *blocks.items(), ("section", quiet), ("theme", blocks["theme"]))
    for days in (range(1, 4), range(4, 12)):
        for day in days:
            add(day)
        client.get("/", headers={"accept-language": language})
        with django_assert_num_queries(12):
            client.get("/", headers={"accept-language": language})
