"""Nine stories, and every word in them is found: the truth is the plain substring."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, MatchAll, Not, Or, Phrase, PlainText

from tests.factories.people import PersonFactory, unit
from tests.portal.paper import a_site, a_story
from xiangyin.engines.words import fold
from xiangyin.newsroom.models import Story

STORIES = [
    (
        "茶湾村头茬春茶今早开摘",
        "头一天上山四十二人，收鲜叶六十三斤。采茶的人手还缺三十个。",
    ),
    ("全县春季农业生产工作会议召开", "会议要求抓好春耕备耕，稳住粮食播种面积。"),
    ("县融媒体中心搬进新址", "融媒体中心的演播室第一次向居民开放。"),
    ("石溪镇建成12座5G基站", "信号通到了冷水村，直播卖茶不再卡。WiFi也覆盖了村部。"),
    ("拱桥村的老桥修好了", "省道S218绕行两个月，校车恢复走原来的路线。"),
    ("青枫水库开闸泄洪", "水位降到138.5米，下游群众已经转移。"),
    ("𠮷祥巷的䶮师傅", "修伞四十年，䶮师傅收了第一个徒弟。"),
    ("Tea pickers wanted in Chawan", "Two villages need thirty pairs of hands."),
    ("图书馆夜间开放", "每周三、周五延长到晚上九点半，自习室另设一百个座位。"),
]
QUERIES = [
    "茶", "桥", "村", "采茶", "春茶", "农业", "会议", "水库", "基站", "图书馆",
    "融媒体", "演播室", "茶湾村", "农业生产", "春耕备耕", "开闸泄洪", "融媒体中心",
    "县融媒体中心", "春季农业生产工作会议", "稳住粮食播种面积", "5G基站", "5G", "S218",
    "WiFi", "138.5", "Chawan", "villages", "tea", "𠮷", "䶮", "䶮师傅", "四十",
    "下游群众已经转移", "自习室另设一百个座位",
]  # fmt: skip
TRADITIONAL = {"採茶": "采茶", "融媒體": "融媒体", "縣融媒體中心": "县融媒体中心"}
AWKWARD = [
    '"', "''", "茶 OR", "AND", "NOT 茶", "茶*", "*", "(茶", "茶)", "a:b", "^茶", "茶 & |",
    "!", "<->", "茶:*", "\\", "\0", "茶\0湾", "%", "%s", "%(x)s", "{title}: 茶", "NEAR(茶)",
    "；DROP TABLE", "<script>", "😀", "\u202e茶", "  ", "-", "--", "-茶", "茶" * 5000,
    "word" * 3000, " ".join(["茶湾"] * 3000), "\ud83d",
]  # fmt: skip


@pytest.fixture
def nine(county):
    home = a_site(county)
    for title, lead in STORIES:
        a_story(home, title=title, lead=lead, body=[("text", "<p>正文。</p>")])
    return home


def truth(query):
    return {t for t, lead in STORIES if fold(query) in fold(f"{t}\n{lead}")}


def titles(results):
    return {story.title for story in results}


@pytest.mark.django_db
def test_every_word_that_is_written_is_found_and_no_other(nine):
    missed = {
        query: (titles(Story.objects.search(query)), truth(query))
        for query in QUERIES
        if titles(Story.objects.search(query)) != truth(query)
    }

    assert len(QUERIES) >= 23
    assert missed == {}


@pytest.mark.django_db
def test_a_traditional_query_finds_simplified_text(nine):
    for query, meant in TRADITIONAL.items():
        assert titles(Story.objects.search(query)) == truth(meant)


@pytest.mark.django_db
def test_nothing_that_is_typed_breaks_a_search(nine):
    for query in AWKWARD:
        list(Story.objects.search(query)[:10])
        list(Story.objects.autocomplete(query)[:10])
        Story.objects.search(query).count()


@pytest.mark.django_db
def test_signs_alone_find_nothing(nine):
    assert Story.objects.search("！？").count() == 0


@pytest.mark.django_db
def test_the_admin_s_own_search_finds_the_middle_of_a_title(nine, client):
    boss = PersonFactory(is_superuser=True, username="boss")
    client.force_login(boss)

    for query in ("春茶", "农业生产", "拱桥", "基"):
        answer = client.get(reverse("wagtailadmin_pages:search"), {"q": query})
        found = {page.title for page in answer.context["pages"]}
        assert found == {t for t, _lead in STORIES if query in t}


@pytest.mark.django_db
def test_a_title_that_says_it_comes_before_a_text_that_mentions_it(county):
    home = a_site(county)
    a_story(home, title="别的消息", lead="会上也说到了水库的事。")
    a_story(home, title="青枫水库放鱼苗", lead="十万尾。")

    first, second = Story.objects.search("水库")

    assert (first.title, second.title) == ("青枫水库放鱼苗", "别的消息")


@pytest.mark.django_db
def test_an_edited_story_is_found_by_its_new_words_and_not_by_its_old(county):
    story = a_story(a_site(county), title="旧桥", live=False)
    story.title = "新桥"
    story.save()

    assert list(Story.objects.search("旧桥")) == []
    assert list(Story.objects.search("新桥")) == [story]


@pytest.mark.django_db
def test_a_deleted_story_is_found_no_more(county):
    story = a_story(a_site(county), title="旧桥", live=False)
    Story.objects.get(pk=story.pk).delete()

    assert Story.objects.search("旧桥").count() == 0


@pytest.mark.django_db
def test_queries_can_be_joined_and_turned_round(nine):
    def ask(query):
        return titles(Story.objects.search(query))

    every = {title for title, _lead in STORIES}
    assert ask(And([PlainText("春茶"), PlainText("采茶")])) == {STORIES[0][0]}
    assert ask(Or([PlainText("图书馆"), PlainText("水库")])) == {
        STORIES[8][0],
        STORIES[5][0],
    }
    assert ask(Not(PlainText("茶"))) == every - truth("茶")
    assert ask(And([PlainText("茶"), Not(PlainText("基站"))])) == (
        truth("茶") - truth("基站")
    )
    assert ask(Phrase("春季农业生产")) == {STORIES[1][0]}
    assert ask(PlainText("图书馆 水库", operator="or")) == {
        STORIES[8][0],
        STORIES[5][0],
    }
    assert ask(MatchAll()) == every


@pytest.mark.django_db
def test_results_can_be_filtered_ordered_cut_and_counted(nine):
    towns = Story.objects.filter(unit=unit("qinglan"))
    results = towns.search("茶")

    assert results.count() == len(truth("茶"))
    assert len(results[:2]) == 2
    by_title = Story.objects.order_by("title").search("茶", order_by_relevance=False)
    assert [s.title for s in by_title] == sorted(truth("茶"))
    scored = Story.objects.search("茶").annotate_score("how_well")
    assert all(story.how_well is not None for story in scored)
    assert Story.objects.search("茶").facet("unit_id") == {
        unit("qinglan").pk: len(truth("茶"))
    }
    assert titles(Story.objects.search("茶", fields=["title"])) == {
        title for title, _lead in STORIES if "茶" in title
    }


@pytest.mark.django_db
def test_a_save_asks_the_index_only_about_its_own_row(
    nine, django_assert_max_num_queries
):
    story = Story.objects.first()

    with django_assert_max_num_queries(2):
        get_search_backend().add(story)


@pytest.mark.django_db
def test_a_rebuilt_index_finds_the_same(nine):
    from django.core.management import call_command

    call_command("update_index", verbosity=0)

    assert titles(Story.objects.search("融媒体")) == truth("融媒体")
    assert Page.objects.search("春茶").count() == 1


@pytest.mark.django_db
def test_a_story_of_a_hundred_thousand_characters_is_kept_and_found(county):
    long = "".join(chr(0x4E00 + (n * 7919) % 20000) for n in range(100_000))
    text = [("text", f"<p>{long}末尾的白鹭</p>")]

    a_story(a_site(county), title="长文", body=text, on=date(2026, 5, 1))

    assert Story.objects.search("白鹭").count() == 1
