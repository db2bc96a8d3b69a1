"""Figures and findings: counted once, named by the list behind them."""

import pytest

from tests.factories.newsroom import (
    TODAY,
    a_draft,
    a_plan,
    a_story_in_reading,
    a_tip,
    open_newsroom,
    sign,
)
from xiangyin.newsroom.models import Story
from xiangyin.newsroom.reports import (
    Counts,
    StoryState,
    published_in,
    tips_in,
    waiting_counts,
)
from xiangyin.newsroom.reports.changes import compare
from xiangyin.newsroom.reports.checks import findings
from xiangyin.newsroom.reports.standing import by_state
from xiangyin.newsroom.services.tips import merge_tip, take_up_tip


@pytest.fixture
def room(county):
    return open_newsroom(county)


def test_tips_of_a_month_are_counted_by_what_became_of_them(room):
    first, second, _third = (a_tip(room, text=text) for text in "甲乙丙")
    merge_tip(first, into=second, by=room.editor)
    plan = take_up_tip(second, by=room.editor, today=TODAY, reporter=room.reporter)
    sign(room, a_story_in_reading(room, plan=plan))

    report = tips_in(room.sender, TODAY, TODAY)

    assert (report.sent, report.waiting, report.taken, report.merged) == (3, 1, 1, 1)
    assert (report.published, report.tips.count()) == (2, 3)


def test_published_stories_are_asked_for_a_person_a_unit_or_several(room):
    story = sign(room, a_story_in_reading(room))
    day = story.first_published_at.date()
    span = (day.replace(day=1), day.replace(month=12, day=31))

    found = [
        list(published_in(whose, *span))
        for whose in (room.editor, room.county, [room.county], room.village)
    ]

    assert found == [[story], [story], [story], []]


def test_what_waits_is_counted_for_those_who_can_act(room):
    a_tip(room)
    a_plan(room, reporter=room.reporter)
    a_plan(room, title="无人")

    later = TODAY.replace(day=30)
    assert waiting_counts(room.editor, today=later) == Counts(
        tips_waiting=1, tips_late=1, plans_unassigned=1, plans_late=2
    )
    assert waiting_counts(room.reporter, today=later) == Counts(plans_mine=1)


def test_every_story_stands_in_exactly_one_state(room):
    a_draft(room, title="草稿")
    a_story_in_reading(room, title="在审")
    sign(
        room,
        a_story_in_reading(room, title="待用"),
        "first",
        decision="hold",
        comment="x",
    )
    sign(
        room,
        a_story_in_reading(room, title="退稿"),
        "first",
        decision="reject",
        comment="x",
    )
    sign(room, a_story_in_reading(room, title="已发"))

    parted = by_state(Story.objects.all(), total=Story.objects.count())

    expected = {
        StoryState.DRAFT: ["草稿"],
        StoryState.READING: ["在审"],
        StoryState.HELD: ["待用"],
        StoryState.BACK: ["退稿"],
        StoryState.SCHEDULED: [],
        StoryState.LIVE: ["已发"],
        StoryState.WITHDRAWN: [],
    }
    assert {
        state: [story.title for story in part] for state, part in parted.stories.items()
    } == expected
    assert parted.counts == {state: len(titles) for state, titles in expected.items()}


def test_changes_are_told_paragraph_by_paragraph():
    before = ["标题", "今年收茶1200斤，卖得很好。", "删掉的一段。"]
    after = ["标题", "今年收茶1500斤，卖得很好。", "完全不同的新内容"]

    lines = compare(before, after)

    assert [line.kind for line in lines] == ["same", "changed", "added", "removed"]
    assert lines[1].pieces[1:3] == (("del", "1200"), ("ins", "1500"))


def test_a_reader_is_shown_numbers_that_identify_people(room):
    text = "<p>电话13912345678，身份证11010519491231002X。</p>"
    story = a_draft(room, lead="三百亩。", body=[("text", text)])

    found = findings(story.get_latest_revision_as_object())

    assert [finding.grave for finding in found] == [True, True]


def test_a_figure_of_the_lead_may_stand_in_the_text_in_chinese(room):
    body = [("text", "<p>每斤六十二元，三万二千斤。</p>")]
    story = a_draft(room, lead="每斤62元，共32000斤，去年58元。", body=body)

    found = findings(story.get_latest_revision_as_object())

    assert ["58" in finding.words for finding in found] == [True]
