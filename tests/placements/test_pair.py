"""Side by side: what is marked, and which numbers were changed."""

from tests.factories.placements import ArticleFactory, WorkFactory, a_placement
from xiangyin.engines.reuse import compare
from xiangyin.engines.reuse.numbers import changed_numbers, numbers_in
from xiangyin.placements.reports import lay_side_by_side
from xiangyin.placements.services.tracing import passages_of

OURS = "石溪镇茶湾村的320亩晚稻今天开镰，八十六户村民下田，亩产560公斤。"


def pair_of(ours, theirs, **article):
    match = compare(ours, theirs)
    placement = a_placement(
        work=WorkFactory(text=ours, authors="周敏"),
        article=ArticleFactory(text=theirs, **article),
        passages=passages_of(match) if match else [],
    )
    return lay_side_by_side(placement)


def told(paragraphs):
    return "\n".join("".join(piece.text for piece in each) for each in paragraphs)


def test_both_texts_are_shown_whole(county):
    theirs = "本报讯\n" + OURS + "\n（完）"

    pair = pair_of(OURS, theirs)

    assert told(pair.ours) == OURS
    assert told(pair.theirs) == theirs
    assert {piece.passage for each in pair.theirs for piece in each} == {0, 1}


def test_a_changed_number_is_flagged_and_an_equal_one_is_not(county):
    theirs = OURS.replace("320亩", "300亩").replace("八十六户", "86户")

    pair = pair_of(OURS, theirs)

    assert [(each.ours, each.theirs) for each in pair.numbers] == [("320亩", "300亩")]
    flagged = [piece.text for each in pair.theirs for piece in each if piece.changed]
    assert flagged == ["300"]


def test_passages_that_no_longer_fit_the_text_are_left_out(county):
    placement = a_placement(passages=[[0, 10_000, 0, 5], [3, 1, 0, 1]])

    pair = lay_side_by_side(placement)

    assert pair.passages == 0


def test_an_article_that_does_not_name_our_author_is_flagged(county):
    assert not pair_of(OURS, OURS).names_us
    assert pair_of(OURS, OURS, byline="通讯员 周敏").names_us


def test_an_empty_article_is_shown_as_empty(county):
    assert pair_of(OURS, "").theirs == []


def test_numbers_are_equal_however_they_are_written():
    ours = numbers_in("二〇二六年三百二十亩，1.2万元，占85%")
    theirs = numbers_in("2026年320亩，12000元，占85％")

    assert changed_numbers(ours, theirs) == []


def test_what_only_is_written_otherwise_is_no_change(county):
    theirs = (
        OURS.replace("天开镰", "天開鐮").replace("，", ",").replace("560", "５６０")
    )

    assert pair_of(OURS, theirs).changes == []


def test_words_that_were_changed_left_out_or_put_in_are_told_where_they_stand(county):
    theirs = OURS.replace("晚稻", "水稻").replace("村民", "").replace("亩产", "每亩产")

    pair = pair_of(OURS, theirs)

    assert [(each.story, each.article) for each, _times in pair.changes] == [
        ("晚", "水"),
        ("村民", ""),
        ("", "每"),
    ]
    marked = [piece.text for each in pair.theirs for piece in each if piece.changed]
    assert marked == ["水", "每"]


def test_a_person_who_is_named_by_one_side_only_is_flagged(county):
    ours = f"{OURS}农技站站长说好，村民陈立新表示满意。" * 2
    theirs = ours.replace("陈立新", "陈立军")

    pair = pair_of(ours, theirs)

    assert (pair.our_names, pair.their_names) == (["陈立新"], ["陈立军"])


def test_nobody_is_told_that_the_engine_is_wholly_sure(county):
    placement = a_placement(confidence=0.999)

    pair = lay_side_by_side(placement)

    assert (pair.sure, bool(pair.meaning)) == (99, True)
