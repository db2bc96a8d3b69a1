"""What was changed is told as an editor would tell it: words, not marks or spellings."""

import pytest

from xiangyin.engines.reuse.explaining import LONGEST, MOST_CHANGES, changes, names
from xiangyin.engines.reuse.numbers import numbers_in


def told(ours, theirs):
    whole = [(0, len(ours), 0, len(theirs))]
    return [(each.story, each.article) for each in changes(whole, ours, theirs)]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("三个村", "3个村"),
        ("一百二十亩", "120亩"),
        ("縣裡開會", "县里开会"),
        ("ＡＢＣ公司", "abc公司"),
        ("他说：“好。”", "他说,好"),
    ],
)
def test_what_is_only_written_otherwise_is_no_change(ours, theirs):
    assert told(ours, theirs) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "change"),
    [
        ("三个村开会", "四个村开会", ("三", "四")),
        ("亩产12.5%左右", "亩产13.5%左右", ("12.5%", "13.5%")),
        ("他走了，——严大河。后来", "他走了。后来", ("严大河", "")),
        ("他走了。后来", "前天他走了。后来", ("", "前天")),
        ("the old bridge fell", "the new bridge fell", ("old", "new")),
    ],
)
def test_a_change_is_told_by_its_words(ours, theirs, change):
    assert told(ours, theirs) == [change]


def test_places_are_those_of_the_originals():
    ours, theirs = "今天，晚稻开镰了", "今天水稻开镰了"

    [found] = changes([(0, 8, 0, 7)], ours, theirs)

    assert ours[found.story_start : found.story_end] == "晚"
    assert theirs[found.article_start : found.article_end] == "水"


def test_what_stands_between_two_passages_is_looked_at_if_it_is_short():
    ours, theirs = f"甲乙丙丁{'子' * 9}戊己庚辛", f"甲乙丙丁{'丑' * 9}戊己庚辛"
    near = [(0, 4, 0, 4), (13, 17, 13, 17)]
    far = [(0, 4, 0, 4), (13, 17, 213, 217)]

    assert [each.story for each in changes(near, ours, theirs)] == ["子" * 9]
    assert changes(far, ours, f"甲乙丙丁{'丑' * 209}戊己庚辛") == []


def test_the_end_of_a_text_that_was_cut_off_is_no_change():
    ours = "".join(chr(0x4E00 + number) for number in range(LONGEST + 50))
    theirs = f"新新新新{ours}"

    assert told(ours, theirs) == [("", "新新新新")]


def test_no_more_changes_are_told_than_anybody_reads():
    ours = "".join(chr(0x4E00 + number) for number in range(900))
    theirs = "".join(
        "新" if number % 9 == 0 else char for number, char in enumerate(ours)
    )

    assert len(told(ours, theirs)) == MOST_CHANGES


def test_people_are_named_who_stand_on_one_side_only():
    ours = "局长李建国介绍，大桥通车。村民王秀英说好。"
    theirs = "局长李建军介绍，大桥通车。村民王秀英说好。"

    found = names([(0, len(ours), 0, len(theirs))], ours, theirs)

    assert found == {"story": ["李建国"], "article": ["李建军"]}


def test_untold_numbers_are_none():
    assert numbers_in("亿万农民") == []


def test_without_passages_nobody_is_named():
    assert names([], "局长李建国介绍", "") == {"story": [], "article": []}
