import time

import pytest

from xiangyin.engines.reuse import Kind, StoryIndex, compare

from .texts import ENGLISH, OTHER, STORY, TRADITIONAL

SENTENCES = [sentence + "。" for sentence in STORY.split("。")[:-1]]


@pytest.fixture
def stories():
    index = StoryIndex()
    index.add("bridge", STORY, "东河大桥周五通车 首班公交免费")
    index.add("trees", OTHER, "全县春季植树活动启动")
    index.add("hospital", ENGLISH, "New county hospital opens its doors")
    return index


@pytest.mark.parametrize(
    ("case", "article", "story", "kind"),
    [
        ("as it is", STORY, "bridge", Kind.REPRINT),
        (
            "inside a page",
            f"首页 > 要闻 {STORY} 责任编辑：刘洋",
            "bridge",
            Kind.REPRINT,
        ),
        ("spaced out", STORY.replace("，", " , "), "bridge", Kind.REPRINT),
        ("one after another", OTHER + STORY[:0], "trees", Kind.REPRINT),
        ("two sentences", "".join(SENTENCES[:2]), "bridge", Kind.ABRIDGED),
        ("in traditional script", TRADITIONAL, "bridge", Kind.ABRIDGED),
        (
            "in a round-up",
            "本周要闻盘点。"
            + "记者走访多家超市，发现蔬菜价格普遍回落。" * 9
            + SENTENCES[1],
            "bridge",
            Kind.EXCERPT,
        ),
        (
            "in other words",
            STORY.replace("大桥", "新桥")
            .replace("市民", "群众")
            .replace("通车", "开通")
            .replace("介绍", "表示")
            .replace("车程", "用时")
            .replace("老人说", "大娘讲"),
            "bridge",
            Kind.REWRITTEN,
        ),
        ("in English", ENGLISH.upper(), "hospital", Kind.REPRINT),
        (
            "a paragraph in English",
            "Elsewhere. " + ENGLISH[81:170],
            "hospital",
            Kind.ABRIDGED,
        ),
    ],
)
def test_the_kind_of_reuse_is_told(stories, case, article, story, kind):
    found = [(match.story, match.kind) for match in stories.match(article)]

    assert found == [(story, kind)]


@pytest.mark.parametrize(
    "article",
    [
        "",
        "。",
        "通车",
        "\0",
        "👩‍👩‍👧‍👦🏽" * 50,
        "شارع النهر " * 40,
        "\ud800",
        "𠮷䶮" * 30,
    ],
)
def test_an_article_of_something_else_carries_nothing(stories, article):
    assert stories.match(article, article) == []


def test_a_story_is_a_reprint_however_long_the_page(stories):
    page = "".join(f"第{n}条，编号{n * 7919}，其余从略。" for n in range(5000))

    [match] = stories.match(page + STORY + page)

    assert match.kind is Kind.REPRINT
    assert match.carried == 1.0
    assert match.made_of < 0.01
    [passage] = match.passages
    assert (page + STORY)[passage.article_start : passage.article_end] == STORY


def test_two_stories_in_one_article_are_both_found(stories):
    assert {match.story for match in stories.match(STORY + OTHER)} == {
        "bridge",
        "trees",
    }


def test_the_limit_keeps_the_best(stories):
    [match] = stories.match(STORY + SENTENCES[0] + OTHER[:60], limit=1)

    assert match.story == "bridge"


def test_a_named_title_is_a_mention(stories):
    [match] = stories.match("网友热议《东河大桥周五通车 首班公交免费》一文。")

    assert (match.story, match.kind) == ("bridge", Kind.MENTION)
    assert match.carried == 0
    assert match.passages == ()


def test_a_mention_may_stand_in_the_title(stories):
    [match] = stories.match("明天有雨。", title="转：全县春季植树活动启动了")

    assert (match.story, match.kind) == ("trees", Kind.MENTION)


def test_what_carries_a_story_does_not_also_mention_it(stories):
    [match] = stories.match(STORY, title="东河大桥周五通车 首班公交免费")

    assert match.kind is Kind.REPRINT


def test_a_columns_name_is_not_a_mention():
    stories = StoryIndex()
    for number in range(5):
        stories.add(number, f"{number}" * 30, "国内联播快讯每日一览")

    assert stories.match("国内联播快讯每日一览") == []


def test_a_phrase_everybody_uses_is_not_reuse():
    phrase = "深入学习贯彻党的二十大精神，认真落实县委县政府决策部署，"
    stories = StoryIndex()
    for number in range(400):
        words = "".join(
            chr(0x4E00 + (number * 37 + n * n * 11) % 9000) for n in range(90)
        )
        stories.add(number, phrase + words)

    assert stories.match(phrase + OTHER) == []


def test_adding_an_id_again_replaces_the_story(stories):
    stories.add("bridge", OTHER[::-1])

    assert len(stories) == 3
    assert stories.match(STORY) == []
    assert [match.story for match in stories.match(OTHER[::-1])] == ["bridge"]


def test_a_removed_story_is_not_found(stories):
    stories.remove("bridge")
    stories.remove("never there")

    assert len(stories) == 2
    assert stories.match(STORY, "东河大桥周五通车 首班公交免费") == []


def test_passages_count_code_points_beyond_the_first_plane():
    story = "𠮷野家与䶮先生👍在" + STORY
    article = "🀄🀄" + story

    [passage] = compare(story, article).passages

    assert article[passage.article_start : passage.article_end] == story[:-1]
    assert (passage.story_start, passage.article_start) == (0, 2)


def test_a_rewritten_middle_stays_within_its_passage():
    match = compare(STORY, STORY.replace("六十公里", "八十公里"))

    [passage] = match.passages
    assert (passage.story_start, passage.story_end) == (0, len(STORY) - 1)
    assert 0.97 < match.carried < 1


def test_comparing_strangers_gives_nothing():
    assert compare(STORY, OTHER) is None
    assert compare("", STORY) is None
    assert compare(STORY, "") is None


@pytest.mark.parametrize("text", ["啊" * 1_000_000, "a" * 1_000_000, "ha " * 300_000])
def test_a_megabyte_of_the_same_is_no_trouble(stories, text):
    stories.match("warm the tables")
    started = time.process_time()

    stories.add("noise", text)
    stories.match(text + "。" + STORY)

    assert time.process_time() - started < 3
