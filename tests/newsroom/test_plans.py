"""Plans: made, assigned, dropped; and the board that shows what each needs."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories.newsroom import (
    TODAY,
    a_draft,
    a_plan,
    a_story_in_reading,
    a_tip,
    open_newsroom,
    sign,
)
from tests.factories.people import PersonFactory, a_county
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.newsroom.models import Plan
from xiangyin.newsroom.reports import board
from xiangyin.newsroom.services.plans import (
    assign,
    drop_plan,
    make_plan,
    plan_from_nothing,
    resume_plan,
    withdraw_assignment,
)
from xiangyin.newsroom.services.stories import start_draft
from xiangyin.newsroom.services.tips import take_up_tip


@pytest.fixture
def room(county):
    return open_newsroom(county)


def test_a_plan_without_a_day_is_due_in_five_working_days(room):
    assert a_plan(room).due_on.isoformat() == "2026-03-09"


def test_a_reporter_makes_no_plans(room):
    with pytest.raises(NotAllowed):
        make_plan(unit=room.county, working_title="x", by=room.reporter, today=TODAY)

    assert Plan.objects.count() == 0


def test_a_plan_from_nothing_may_be_assigned_at_once(room):
    told = {"unit": room.county, "by": room.editor, "today": TODAY}

    alone = plan_from_nothing(working_title="春茶", **told)
    given = plan_from_nothing(working_title="油菜花", reporter=room.reporter, **told)

    assert list(alone.assignments.all()) == []
    assert [each.reporter for each in given.assignments.all()] == [room.reporter]


def test_nothing_is_begun_of_a_plan_that_was_dropped(room):
    plan = a_plan(room, reporter=room.reporter)
    drop_plan(plan, by=room.editor, today=TODAY, note="不做了")

    with pytest.raises(RuleBroken):
        start_draft(plan, by=room.reporter, under=room.section)

    assert plan.stories.count() == 0


def test_a_reporter_is_assigned_once(room):
    plan = a_plan(room, reporter=room.reporter)

    with pytest.raises(ValidationError):
        assign(plan, reporter=room.reporter, by=room.editor)

    assert plan.assignments.count() == 1


def test_nobody_of_another_county_is_assigned(room):
    stranger = PersonFactory(posts=[("reporter", a_county("linshan", "临山县"))])
    plan = a_plan(room)

    with pytest.raises(ValidationError):
        assign(plan, reporter=stranger, by=room.editor)

    assert plan.assignments.count() == 0


def test_an_assignment_can_be_taken_back(room):
    plan = a_plan(room, reporter=room.reporter)

    withdraw_assignment(plan.assignments.get(), by=room.editor)

    assert plan.assignments.count() == 0


def test_a_dropped_plan_takes_nobody_on_until_it_is_resumed(room):
    plan = a_plan(room)
    drop_plan(plan, by=room.editor, today=TODAY, note="没有新情况")

    with pytest.raises(RuleBroken):
        assign(plan, reporter=room.reporter, by=room.editor)

    resume_plan(plan, by=room.editor)
    assign(plan, reporter=room.reporter, by=room.editor)
    assert plan.assignments.count() == 1


def test_a_public_plan_is_not_dropped(room):
    story = sign(room, a_story_in_reading(room))

    with pytest.raises(RuleBroken):
        drop_plan(story.plan, by=room.editor, today=TODAY, note="x")

    assert Plan.objects.get().dropped_on is None


def test_only_who_is_on_it_or_assigns_begins_the_story(room):
    plan = a_plan(room, reporter=room.reporter)

    with pytest.raises(NotAllowed):
        start_draft(plan, by=room.first, under=room.section)

    story = start_draft(plan, by=room.reporter, under=room.section)
    assert (story.owner, story.live, story.plan) == (room.reporter, False, plan)


def test_a_draft_starts_with_the_words_of_the_tip_escaped(room):
    tip = a_tip(room, text="<script>x</script>\n第二行")
    plan = take_up_tip(tip, by=room.editor, today=TODAY, reporter=room.reporter)

    story = start_draft(plan, by=room.reporter, under=room.section)

    assert story.body[0].value.source == (
        "<p>&lt;script&gt;x&lt;/script&gt;</p><p>第二行</p>"
    )


def test_the_board_says_what_each_plan_needs(room):
    unassigned = a_plan(room, title="无人")
    assigned = a_plan(room, title="有人", reporter=room.reporter)
    writing = a_draft(room, title="在写").plan
    reading = a_story_in_reading(room, title="在审").plan
    done = sign(room, a_story_in_reading(room, title="已发")).plan
    drop_plan(a_plan(room, title="不做"), by=room.editor, today=TODAY, note="x")

    columns = board.cards(Plan.objects.all(), person=room.editor, today=TODAY)

    found = {
        column: [card.plan for card in pile.cards] for column, pile in columns.items()
    }
    assert found == {
        "unassigned": [unassigned],
        "assigned": [assigned],
        "writing": [writing],
        "reading": [reading],
        "done": [done],
    }


def test_a_reporter_sees_their_own_plans_first(room):
    other = PersonFactory(posts=[("reporter", room.county)])
    theirs = a_plan(room, title="别人的", reporter=other)
    mine = a_plan(room, title="我的", reporter=room.reporter)

    columns = board.cards(Plan.objects.all(), person=room.reporter, today=TODAY)

    cards = columns["assigned"].cards
    assert [(card.plan, card.mine) for card in cards] == [(mine, True), (theirs, False)]
