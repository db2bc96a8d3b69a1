"""What the lists of articles, works and placements are searched by misses nothing."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county, unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
)
from xiangyin.placements.models import ARTICLE_WORDS, WORK_WORDS, Article, Work, words
from xiangyin.placements.services.articles import keep_article, read
from xiangyin.placements.services.works import register_work

DAY = date(2026, 10, 3)
TEXTS = [
    ("茶湾村晚稻开镰", "三百亩优质稻，村民陈立新站在田埂上。"),
    ("石溪镇通了5G", "信号通到冷水村，WiFi覆盖村部。"),
    ("老桥修好了", "省道S218恢复走原来的路线。" + "又修了一段。" * 3_000 + "凤凰琴"),
]
ASKED = [
    "晚稻",
    "稻",
    "陈立新",
    "5G",
    "WiFi",
    "S218",
    "凤凰琴",
    "修好",
    "村民陈立新",
    "鲸鱼",
]


def found(client, name, asked):
    answer = client.get(reverse(name), {"q": asked})
    return [thing.title for thing in answer.context["object_list"]]


@pytest.fixture
def keeper(client, county):
    client.force_login(PersonFactory(posts=[("ledger_keeper", county)]))
    return client


@pytest.mark.parametrize(
    "name", ["placements_articles:index", "placements_works:index"]
)
def test_every_word_that_is_written_is_found_and_no_other(keeper, county, name):
    for at, (title, text) in enumerate(TEXTS):
        reading = read(title=title, published_on=DAY, text=text, outlet_said="某报")
        keep_article(county, reading, source="hand")
        register_work(
            unit=county, key=f"story:{at}", title=title, text=text, published_on=DAY
        )

    told = {asked: set(found(keeper, name, asked)) for asked in ASKED}

    assert told == {
        asked: {title for title, text in TEXTS if asked in f"{title}\n{text}"}
        for asked in ASKED
    }


def test_without_its_words_a_text_is_not_found(keeper, county):
    """The twin: the search reads the table of words and nothing else."""
    register_work(unit=county, key="story:1", title="晚稻", text="稻", published_on=DAY)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {WORK_WORDS.name}")

    assert found(keeper, "placements_works:index", "晚稻") == []


def test_a_corrected_work_is_found_by_its_new_words_only(keeper, county):
    told = {"unit": county, "key": "story:1", "text": "正文", "published_on": DAY}
    register_work(title="旧标题", **told)

    register_work(title="新标题", **told)

    assert found(keeper, "placements_works:index", "旧标题") == []
    assert found(keeper, "placements_works:index", "新标题") == ["新标题"]


def test_a_text_that_came_later_is_found(keeper, county):
    address = "https://paper.example.cn/1"
    first = read(title="快讯", published_on=DAY, address=address)
    keep_article(county, first, source="address")

    keep_article(
        county,
        read(title="快讯", published_on=DAY, address=address, text="凤凰琴响起。"),
        source="address",
    )

    assert found(keeper, "placements_articles:index", "凤凰琴") == ["快讯"]


def test_an_upgrade_notes_the_rows_that_came_before_it(keeper, county):
    ArticleFactory(title="先来的", text="凤凰琴")
    WorkFactory(title="先写的", text="凤凰琴")
    assert found(keeper, "placements_articles:index", "凤凰琴") == []

    words.set_up(connection)

    assert found(keeper, "placements_articles:index", "凤凰琴") == ["先来的"]
    assert found(keeper, "placements_works:index", "凤凰琴") == ["先写的"]


def test_articles_are_found_by_the_name_of_their_outlet(keeper, county):
    article = ArticleFactory(outlet=OutletFactory(name="青枫晚报"), title="别的")
    ARTICLE_WORDS.keep(Article.objects.filter(pk=article.pk))

    assert found(keeper, "placements_articles:index", "青枫") == ["别的"]


def test_a_placement_is_found_by_its_titles_outlet_and_number(keeper, county):
    work = WorkFactory(title="茶湾开镰", text="不在标题里的词")
    outlet = OutletFactory(name="青枫晚报")
    article = ArticleFactory(title="晚稻丰收", outlet=outlet, text="也不在标题里")
    placement = a_placement(work=work, article=article)
    WORK_WORDS.keep(Work.objects.all())
    ARTICLE_WORDS.keep(Article.objects.all())
    listed = reverse("placements_list:index")

    told = [
        [each.pk for each in keeper.get(listed, {"q": q}).context["object_list"]]
        for q in ("开镰", "晚稻", "青枫", placement.number, "不在标题", "!!!")
    ]

    assert told == [[placement.pk]] * 4 + [[], []]


def test_a_search_finds_nothing_of_another_county(client, county):
    register_work(unit=county, key="story:1", title="晚稻", text="稻", published_on=DAY)
    other = a_county("other", "别县")
    client.force_login(PersonFactory(posts=[("ledger_keeper", other)]))

    assert found(client, "placements_works:index", "晚稻") == []


def test_a_search_keeps_within_a_town(client, county):
    at = {"key": "story:1", "unit": unit("rmt")}
    register_work(title="部门的晚稻", text="稻", published_on=DAY, **at)
    at = {"key": "story:2", "unit": unit("chawan")}
    register_work(title="村里的晚稻", text="稻", published_on=DAY, **at)
    client.force_login(PersonFactory(posts=[("ledger_keeper", unit("shixi"))]))

    assert found(client, "placements_works:index", "晚稻") == ["村里的晚稻"]
