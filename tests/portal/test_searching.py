"""A reader's search finds what is written, and nothing that is not public."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import a_county, unit
from tests.kernel.test_search import QUERIES, STORIES, truth
from tests.portal.paper import a_site, a_story, publish
from xiangyin.engines.finding.asked import read
from xiangyin.kernel.search import public, vocabulary
from xiangyin.kernel.search.found import NEWEST, Scope, newest
from xiangyin.newsroom.models import Story, Theme
from xiangyin.portal import meaning, searching
from xiangyin.portal.models import Section
from xiangyin.portal.searching import Narrow
from xiangyin.portal.services import findable

pytestmark = pytest.mark.django_db
DATES = [
    "2026年3月5日",
    "3月5日",
    "3月5号",
    "2026-03-05",
    "2026/3/5",
    "三月五日",
    "5 March",
]


@pytest.fixture
def home(county):
    return a_site(county)


def titles(home, query, **narrow):
    found = searching.search(home.get_site(), query, Narrow(**narrow))
    return [story.title for story in found.stories]


def offered(home, typed):
    return [offer.text for offer in meaning.offers(home.get_site(), typed)]


def on_day(story, day):
    """Publish a story on a day that has passed, and note its words for that day."""
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 9))
    Story.objects.filter(pk=story.pk).update(first_published_at=at)
    findable.note(Story.objects.get(pk=story.pk))
    return story


def test_every_word_that_is_written_is_found_and_no_other(home):
    for title, lead in STORIES:
        a_story(home, title=title, lead=lead, body=[("text", "<p>正文。</p>")])
    loose = {"春季农业生产工作会议", "稳住粮食播种面积", "下游群众已经转移"}

    missed = {
        query: found
        for query in QUERIES
        if (found := set(titles(home, query))) != truth(query) and query not in loose
    }

    assert missed == {}
    assert all(truth(query) <= set(titles(home, query)) for query in loose)


def test_each_string_of_two_to_four_characters_in_a_text_finds_it(home):
    text = "会议要求抓好春耕备耕稳住粮食播种面积"
    a_story(home, title="会议", lead=text)
    strings = {
        text[at : at + n] for n in (1, 2, 3, 4) for at in range(len(text) - n + 1)
    }

    assert [each for each in sorted(strings) if titles(home, each) != ["会议"]] == []


@pytest.mark.parametrize("asked", DATES)
def test_a_date_is_found_however_it_is_written_and_asked(home, asked):
    for said in ("2026年3月5日", "3月5日", "2026-03-05", "2026.3.5"):
        on_day(a_story(home, title=f"在{said}开镰"), date(2026, 3, 9))
    on_day(a_story(home, title="3月15日开镰"), date(2026, 3, 9))

    assert len(titles(home, asked)) == 4


def test_traditional_full_width_and_rare_characters_are_found_both_ways(home):
    a_story(home, title="縣融媒體中心搬家", lead="石溪通了5G。")
    a_story(home, title="𠮷祥巷采茶人", lead="GDP增长。")

    assert titles(home, "融媒体") == titles(home, "融媒體") == ["縣融媒體中心搬家"]
    assert titles(home, "５Ｇ") == titles(home, "5g") == ["縣融媒體中心搬家"]
    assert titles(home, "採茶") == titles(home, "𠮷") == titles(home, "gdp")


def test_several_words_must_all_be_there_and_a_quoted_phrase_as_it_stands(home):
    a_story(home, title="甲", lead="春天的茶园里，有人采茶。")
    a_story(home, title="乙", lead="茶园的春天来了。")

    assert set(titles(home, "茶园 春天")) == {"甲", "乙"}
    assert titles(home, "采茶 春天") == ["甲"]
    assert titles(home, "“茶园的春天”") == ["乙"]


def test_a_title_comes_before_a_mention_and_a_word_before_an_accident(home):
    a_story(home, title="别的事", lead="上海口岸来了客商。")
    a_story(home, title="海口来人", lead="海口的农场招工。")
    a_story(home, title="又一件", lead="从海口来的车。")

    assert titles(home, "海口") == ["海口来人", "又一件", "别的事"]


def test_newest_first_is_by_the_day_of_publication(home):
    for number, day in enumerate((3, 9, 6)):
        on_day(a_story(home, title=f"春茶{number}"), date(2026, 5, day))

    assert titles(home, "春茶", newest=True) == ["春茶1", "春茶2", "春茶0"]


def test_time_section_and_unit_narrow_what_is_found(home):
    town, village = unit("shixi"), unit("chawan")
    on_day(a_story(home, title="春茶甲", unit=village), date(2026, 5, 3))
    on_day(a_story(home, title="春茶乙", section="villages"), date(2026, 5, 31))
    section = Section.objects.child_of(home).get(slug="villages")
    june = timezone.make_aware(datetime(2026, 5, 31))

    assert titles(home, "春茶", section=section) == ["春茶乙"]
    assert titles(home, "春茶", units=(town.pk, village.pk)) == ["春茶甲"]
    assert titles(home, "春茶", since=june) == ["春茶乙"]
    assert titles(home, "春茶", until=june) == ["春茶甲"]


def test_the_address_narrows_too_and_what_it_says_wrongly_it_does_not_say(client, home):
    on_day(a_story(home, title="春茶甲", unit=unit("chawan")), date(2026, 5, 3))
    a_story(home, title="春茶乙", section="villages")

    def found(**asked):
        answer = client.get(reverse("search"), {"q": "春茶", **asked})
        return sorted(story.title for story in answer.context["found"].stories)

    assert found(unit="shixi") == found(**{"from": "2026-05-03", "to": "2026-05-03"})
    assert found(unit="shixi") == ["春茶甲"]
    assert found(when="week") == found(section="villages") == ["春茶乙"]
    wrong = {
        "unit": "nil",
        "when": "ever",
        "from": "2026-13-01",
        "order": "up",
        "p": "²",
    }
    assert found(**wrong) == ["春茶乙", "春茶甲"]


def test_a_story_is_found_with_the_next_question_after_it_is_published(client, home):
    story = a_story(home, title="春茶开摘", live=False)
    before = titles(home, "春茶")
    publish(story)

    html = client.get(reverse("search"), {"q": "春茶"}).content.decode()

    assert before == []
    assert '<a href="/news/' in html


def test_what_is_rolled_back_is_not_found(home):
    with transaction.atomic():
        a_story(home, title="春茶开摘")
        transaction.set_rollback(True)

    assert public.noted() == set()
    assert vocabulary.beginning(home.pk, "春", limit=9) == []


def test_a_withdrawn_corrected_or_moved_story_is_found_as_it_is_now(home):
    story = a_story(home, title="春茶开摘")
    story.title = "秋茶开摘"
    publish(story)
    corrected = titles(home, "春茶"), titles(home, "秋茶")
    villages = Section.objects.child_of(home).get(slug="villages")
    Story.objects.get(pk=story.pk).move(villages, pos="last-child")
    moved = titles(home, "秋茶", section=villages)
    Story.objects.get(pk=story.pk).unpublish()
    withdrawn = titles(home, "秋茶")

    assert corrected == ([], ["秋茶开摘"])
    assert moved == ["秋茶开摘"]
    assert withdrawn == []
    assert vocabulary.beginning(home.pk, "", limit=9) == []


def test_a_draft_of_a_public_story_tells_nothing(home):
    story = a_story(home, title="春茶开摘")
    story.title = "机密标题"
    story.save_revision()

    assert titles(home, "机密") == []
    assert offered(home, "机密") == offered(home, "jimi") == []


def test_stories_that_came_before_their_words_are_noted_by_set_up(home):
    story = a_story(home, title="春茶开摘")
    findable.leave(story.pk)
    before = titles(home, "春茶")

    findable.set_up()

    assert before == []
    assert titles(home, "春茶") == ["春茶开摘"]


def test_what_is_typed_in_pinyin_or_by_initials_is_offered_as_words(home):
    a_story(home, title="春耕备耕看三样")

    assert offered(home, "chungeng")[0] == offered(home, "cg")[0] == "春耕"
    assert offered(home, "cgbg") == ["春耕备耕"]
    assert "春耕备耕看三样" in offered(home, "春耕备")
    assert offered(home, " ") == offered(home, "！") == []


def test_a_word_that_finds_nothing_any_more_is_not_offered(home):
    vocabulary.count(home.pk, more={"机密"}, less=set())

    assert offered(home, "机密") == offered(home, "jm") == []
    assert searching.search(home.get_site(), "机蜜").meant == ""


def test_unasked_a_word_of_no_public_story_would_be_told(home, monkeypatch):
    vocabulary.count(home.pk, more={"机密"}, less=set())
    monkeypatch.setattr(meaning, "_finding", lambda scope, queries: queries)

    assert offered(home, "jm") == ["机密"]


def test_themes_and_units_are_offered_once_a_story_of_theirs_is_public(home):
    theme = Theme.objects.create(unit=home.county, slug="tea", name="茶乡纪事")
    before = offered(home, "茶乡"), offered(home, "sxz")
    a_story(home, theme=theme, unit=unit("shixi"))

    assert before == ([], [])
    assert offered(home, "茶乡") == offered(home, "cxjs") == ["茶乡纪事"]
    assert offered(home, "sxz") == ["石溪镇"]


def test_nothing_of_another_county_is_found_offered_or_meant(home):
    other = a_site(
        a_county("other", "邻县"), hostname="other.example", is_default=False
    )
    a_story(other, title="春耕备耕在邻县")

    assert titles(home, "春耕") == titles(home, "春更") == []
    assert offered(home, "cg") == offered(home, "春") == []
    assert titles(other, "春耕") == ["春耕备耕在邻县"]


def test_without_its_county_in_the_question_another_county_would_be_found(
    home, monkeypatch
):
    other = a_site(
        a_county("other", "邻县"), hostname="other.example", is_default=False
    )
    a_story(other, title="春耕备耕在邻县")
    scope = Scope(home.pk)
    asked = read("春耕")
    before = newest(asked, scope, limit=9)
    monkeypatch.setattr(Scope, "facts", lambda scope: set())

    found = newest(asked, scope, limit=9)

    assert (len(before), len(found)) == (0, 1)
    assert titles(home, "春耕") == []  # what is shown is read among this site's stories


def test_what_may_have_been_meant_is_searched_for_and_told(client, home):
    a_story(home, title="青枫水库春耕放水", lead="H5N1未查出，GDP增长。")

    meant = {
        typed: searching.search(home.get_site(), typed).meant
        for typed in ("春更", "青风水库", "清枫水库", "gpd", "青枫水库 春更", "鲸鱼")
    }
    html = client.get(reverse("search"), {"q": "春更"}).content.decode()

    assert meant == {
        "春更": "春耕", "青风水库": "青枫水库", "清枫水库": "青枫水库", "gpd": "gdp",
        "青枫水库 春更": "青枫水库 春耕", "鲸鱼": "",
    }  # fmt: skip
    assert "<strong>春耕</strong>" in html


def test_where_not_all_words_stand_together_each_is_offered(client, home):
    a_story(home, title="春茶开摘")
    a_story(home, title="秋茶也好")

    answer = client.get(reverse("search"), {"q": "春茶 秋茶 鲸鱼"})

    assert answer.context["found"].each == [("春茶", 1), ("秋茶", 1)]


def test_offers_are_data_that_no_cache_keeps(client, home):
    a_story(home, title="春耕备耕")

    answer = client.get(reverse("search_offers"), {"q": "chungeng"})

    first = answer.json()["offers"][0]
    assert (first["text"], first["address"]) == (
        "春耕",
        "/search/?q=%E6%98%A5%E8%80%95",
    )
    assert answer["Cache-Control"] == "no-store"


def test_of_very_many_the_titles_are_judged_and_the_newest_counted(home, monkeypatch):
    for name, value in (("MOST", 6), ("ALL_RANKED", 3), ("OF_NEWEST", 2)):
        monkeypatch.setattr(searching, name, value)
    on_day(a_story(home, title="春茶开摘"), date(2025, 5, 1))
    for number in range(8):
        lead = f"第{number}天说到春茶。"
        on_day(a_story(home, lead=lead), date(2026, 5, 1) + timedelta(days=number))

    found = searching.search(home.get_site(), "春茶")

    assert (found.total, found.more) == (6, True)
    assert found.stories[0].title == "春茶开摘"


def test_two_of_one_minute_have_places_of_their_own(home):
    at = timezone.make_aware(datetime(2026, 5, 1, 9))
    for number in range(3):
        story = a_story(home, title=f"春茶{number}")
        Story.objects.filter(pk=story.pk).update(first_published_at=at)
        findable.note(Story.objects.get(pk=story.pk))

    assert titles(home, "春茶", newest=True) == ["春茶2", "春茶1", "春茶0"]


def test_postgresql_asks_of_the_newest_first_and_then_of_all(home):
    on_day(a_story(home, title="春茶旧"), date(2020, 5, 1))
    on_day(a_story(home, title="春茶新"), date(2026, 5, 1))

    assert titles(home, "春茶", newest=True) == ["春茶新", "春茶旧"]
    assert connection.vendor in NEWEST
