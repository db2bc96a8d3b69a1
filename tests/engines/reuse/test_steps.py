"""Small texts through every step of the kernels.

``make coverage`` runs this file once more with numba's compiling switched off, so that
the lines of the kernels are counted like any others. So it has to be quick without it.
"""

import numpy as np
import pytest

from xiangyin.engines.reuse import Kind, StoryIndex, compare
from xiangyin.engines.reuse.aligning import CARRIED, TILES
from xiangyin.engines.reuse.finding import Seeker
from xiangyin.engines.reuse.naming import naming
from xiangyin.engines.reuse.quoting import quotes_alone
from xiangyin.engines.reuse.voting import dullness_of
from xiangyin.engines.reuse.winnowing import Packed, mark_new, pack, scan

from .texts import ENGLISH, OTHER, STORY, TRADITIONAL

SENTENCES = [f"{each}。" for each in STORY.split("。") if each]
CODE = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def stories():
    index = StoryIndex()
    index.add("bridge", STORY, "东河大桥周五正式通车首日免费")
    index.add("trees", OTHER, "青山镇春季植树")
    index.match("")
    index.add("hospital", ENGLISH, "New hospital opens")
    return index


def the_only(matches):
    [match] = matches
    return match


def shared(match, article):
    return "".join(
        article[each.article_start : each.article_end] for each in match.passages
    )


def test_a_whole_copy_is_a_reprint(stories):
    match = the_only(stories.match(f"本报讯 {STORY}（完）"))

    assert (match.story, match.kind, match.carried) == ("bridge", Kind.REPRINT, 1.0)


def test_traditional_characters_are_the_same_words(stories):
    match = the_only(stories.match(TRADITIONAL))

    assert (match.story, match.kind) == ("bridge", Kind.ABRIDGED)
    assert shared(match, TRADITIONAL) == TRADITIONAL[: match.passages[-1].article_end]


def test_some_sentences_among_others_are_found_where_they_stand(stories):
    article = OTHER[:40] + SENTENCES[1] + SENTENCES[3] + OTHER[70:]

    found = {match.story: match for match in stories.match(article)}

    assert set(found) == {"bridge", "trees"}
    assert shared(found["bridge"], article).startswith("大桥全长")


def test_english_is_found_by_words(stories):
    match = the_only(stories.match(ENGLISH.replace("320 beds", "３２０ BEDS")))

    assert (match.story, match.carried) == ("hospital", 1.0)


@pytest.mark.parametrize("every", [4, 7, 11])
def test_words_changed_here_and_there_leave_one_rewritten_story(every):
    article = "".join(
        "甲" if number % every == 0 and char.isalnum() else char
        for number, char in enumerate(STORY)
    )

    match = compare(STORY, article)

    assert match.kind is Kind.REWRITTEN
    assert 0.5 < match.carried < 1


def test_clauses_put_in_place_of_others_belong_to_no_passage():
    clauses = STORY.split("，")
    article = "，".join(
        clause if number % 3 else "此处另有一番说法与前文全然不同且更长一些"
        for number, clause in enumerate(clauses)
    )

    match = compare(STORY, article)

    assert "此处另有" not in shared(match, article)


def test_sentences_in_another_order_are_as_many_passages():
    article = "".join(reversed(SENTENCES))

    match = compare(STORY, article)

    assert len(match.passages) == len(SENTENCES)
    assert match.carried == 1.0


def test_a_text_that_repeats_itself_is_laid_once(stories):
    match = compare("东河大桥通车了。" * 40, "东河大桥通车了。" * 30 + "完")

    assert match.made_of > 0.9


def test_what_is_named_but_not_carried_is_a_mention(stories):
    article = "专栏：本周关注《东河大桥周五正式通车首日免费》等三条消息，欢迎读者来信。"

    match = the_only(stories.match(article, "读报"))

    assert (match.story, match.kind) == ("bridge", Kind.MENTION)


def test_a_title_that_many_share_names_nobody():
    index = StoryIndex()
    for number in range(5):
        index.add(number, f"第{number}篇{STORY[number * 20 :]}", "一周要闻回顾与展望")

    assert index.match("本期的一周要闻回顾与展望请看第三版。") == []


def test_a_long_code_is_found_by_itself(stories):
    stories.add("notice", f"公告编号 {CODE} 的地块出让。", "")

    match = the_only(stories.match(f"查询编号{CODE}，结果如下。", min_confidence=0))
    stories.remove("notice")

    assert match.story == "notice"


def test_a_story_that_was_removed_is_not_found_and_counts_no_more():
    index = StoryIndex()
    for number in range(6):
        index.add(number, f"{STORY}附{number}", f"东河大桥通车第{number}版今日")
    index.match(STORY)
    index.remove(3)

    found = index.match(STORY, "东河大桥通车第3版今日", limit=10)

    assert sorted(match.story for match in found) == [0, 1, 2, 4, 5]


def test_more_stories_than_are_asked_for_are_told_the_best_first():
    index = StoryIndex()
    for number in range(12):
        index.add(number, STORY[number * 10 :], "")

    found = index.match(STORY, limit=3)

    assert [match.story for match in found] == [0, 1, 2]


def test_a_new_story_is_sought_in_an_archive(stories):
    archive = StoryIndex(familiar=stories)
    archive.add(1, f"转载：{STORY}", "大桥")
    archive.match("")
    archive.add(2, OTHER, "植树")
    archive.add(3, "今天还有别的消息，请看《东河大桥周五正式通车首日免费》。", "")

    found = archive.carriers(STORY, "东河大桥周五正式通车首日免费")

    assert [(match.story, match.kind) for match in found] == [
        (1, Kind.REPRINT),
        (3, Kind.MENTION),
    ]


def test_a_title_that_many_stories_share_is_sought_in_no_archive():
    stories, archive = StoryIndex(), StoryIndex()
    for number in range(5):
        stories.add(number, f"第{number}篇{STORY[number * 20 :]}", "一周要闻回顾与展望")
    archive.add(1, "本期的一周要闻回顾与展望请看第三版。", "")
    title = scan(pack(["一周要闻回顾与展望"]), window=1)
    [segment] = archive.settle()

    assert naming(segment, stories.settle(), title).tolist() == []
    assert naming(segment, [], title).tolist() == [0]


def test_of_texts_with_a_phrase_of_a_title_only_those_with_all_of_it_name_it():
    archive = StoryIndex()
    for number in range(9):
        archive.add(number, f"{number}号说，{STORY[60:90]}。东河大桥周五正式通车。", "")
    archive.add("text", "请看《东河大桥周五正式通车首日免费》。", "")
    archive.add("title", "另一篇。", "读报：东河大桥周五正式通车首日免费")
    title = scan(pack(["东河大桥周五正式通车首日免费"]), window=1)
    [segment] = archive.settle()

    assert naming(segment, [], title).tolist() == [9, 10]


def test_many_articles_are_read_at_once_like_one_by_one(stories):
    articles = [STORY, "", OTHER, ENGLISH, "短"]

    found = stories.find(pack(articles), pack([""] * 5))

    assert [each.article for each in found.told] == [0, 2, 3]
    assert len(found) == 3


def test_letters_of_every_length_in_bytes_are_one_place_each():
    found = scan(pack(["é1ё大㎏㌖𠮷²\u200b۳"]))

    assert found.starts.tolist()[0] == 0
    assert found.ends.tolist()[-1] == 10


def test_bytes_that_are_no_text_are_one_place_each():
    data = np.frombuffer(b"\x80ab\xe5\x9c\xf5\xbf\xbf\xbf\xe5", np.uint8)

    found = scan(Packed(data, np.array([0, len(data)])))

    assert found.starts.tolist() == [1, 3]


def test_a_number_that_was_changed_is_counted_as_another():
    ours = "东河大桥全长1200米，双向六车道，总投资四亿三千万元，历时三年建成。"

    same = compare(ours, ours.replace("全长", "总长"))
    other = compare(ours, ours.replace("1200", "1250"))

    assert other.confidence < same.confidence


def test_a_few_common_words_are_no_passage():
    assert compare("今天上午县里召开会议研究部署", "他说今天上午天气很好") is None
    seeker = Seeker(StoryIndex().settle(), [])

    assert seeker.stories(pack([STORY]), pack([""]), 8, 0.0).told == []


def test_the_pairs_that_the_model_is_fitted_to_are_measured_as_columns():
    index = StoryIndex()
    index.add(1, STORY)
    index.add(2, f"{STORY[:80]}一事与本县无关，特此说明。")
    seeker = Seeker(index.settle(), index.settle())

    pairs, rows = seeker.candidates(scan(pack([STORY])))

    assert pairs.tolist() == [[0, 0], [0, 1]]
    assert rows[0, CARRIED] == 1.0
    assert rows[0, TILES] == 1


def test_what_two_texts_share_by_chance_ends_where_nothing_is_left():
    index = StoryIndex()
    index.add(1, "甲乙丙丁戊己庚辛壬癸")
    seeker = Seeker(index.settle(), index.settle())
    articles = scan(pack(["子丑寅卯"]))

    told = seeker.measured(
        pack(["子丑寅卯"]), articles, np.zeros(1, np.int64), np.zeros((1, 2), np.int32)
    )

    assert told == []


def test_a_long_run_stays_where_the_rest_of_its_clause_is_new():
    run = SENTENCES[0][:14]
    article = f"{STORY[:60]}而{'新' * 30}{run}{'旧' * 40}云云，{STORY[60:90]}"

    match = compare(STORY, article)

    assert run in shared(match, article)


LAW = "第十二条 任何单位和个人都有保护古树名木的义务，不得擅自砍伐或者移植。"


@pytest.mark.parametrize(
    "quotation",
    ["“古树名木是不能再生的活的文物，要像保护眼睛一样保护它们。”", LAW],
)
def test_what_both_quote_at_length_is_a_common_source(quotation):
    both = pack([f"{quotation}\n会上说。"])
    whole = [[0, len(quotation), 0, len(quotation)]]

    assert quotes_alone(both, 0, both, 0, whole)


def test_threes_that_meet_in_the_table_by_chance_are_no_tile():
    """A story's threes are known by 16 bits: of so many some meet."""
    ours = "".join(chr(0x4E00 + number) for number in range(900))
    theirs = "".join(chr(0x7000 + number) for number in range(900))

    assert compare(ours, theirs) is None


def test_two_passages_far_from_each_other_stay_two():
    between = "".join(chr(0x7000 + number) for number in range(200))
    article = "".join([*SENTENCES[:2], between, *SENTENCES[2:]])

    match = compare(STORY, article)

    assert between not in shared(match, article)
    assert len(match.passages) == 2


def test_a_fingerprint_is_new_to_a_text_once():
    """Values that fall on one place of the table are told apart, and so are texts."""
    prints = np.array([1, 17, 1, 33, 1], np.uint64)

    new = mark_new(prints, np.array([0, 4, 5]), np.ones(5, np.bool_))

    assert new.tolist() == [True, True, False, True, True]


NONE_COMMON = np.zeros(7, np.int32)


def test_a_phrase_of_five_texts_is_stale_however_many_strangers_stand_beside():
    holders = np.arange(1, 8, dtype=np.int32)

    few, many = (
        dullness_of(holders, NONE_COMMON, total) for total in (4_000, 4_000_000)
    )

    assert many.tolist() == few.tolist()
    assert (few[:2].max(), few[5:7].min()) == (0, 1)


def test_in_a_small_collection_a_phrase_is_stale_sooner():
    holders = np.arange(1, 8, dtype=np.int32)

    few, many = (dullness_of(holders, NONE_COMMON, total) for total in (100, 4_000))

    assert few.sum() > many.sum()


def test_what_is_common_anyway_is_dull_whoever_holds_it():
    shipped = np.array([0, 1], np.int32)

    dull = dullness_of(np.ones(2, np.int32), shipped, 4_000)

    assert dull.tolist() == [0, 1, 0]


def test_without_a_passage_nothing_is_quoted():
    both = pack(["“东河大桥”通车"])

    assert not quotes_alone(both, 0, both, 0, [])


def test_a_name_in_quotation_marks_is_no_quotation():
    both = pack(["“东河大桥”通车"])

    assert not quotes_alone(both, 0, both, 0, [[0, 8, 0, 8]])
