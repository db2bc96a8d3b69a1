"""Three readings by three people, of exactly one text."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import WorkflowPage

from tests.factories.newsroom import (
    a_draft,
    a_story_in_reading,
    digest_of,
    edit,
    open_newsroom,
    sign,
)
from tests.factories.people import PersonFactory
from xiangyin.kernel.errors import DomainError, NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.services.posts import appoint
from xiangyin.newsroom.models import Signature, Story
from xiangyin.newsroom.reports import StoryState, standing_of
from xiangyin.newsroom.services.readings import decide, waiting_for
from xiangyin.newsroom.services.stories import submit_story, withdraw_story


@pytest.fixture
def room(county):
    return open_newsroom(county)


def fresh(story):
    return Story.objects.get(pk=story.pk)


def state(story):
    return standing_of(fresh(story)).state


def test_three_people_sign_and_the_story_is_public(room):
    story = sign(room, a_story_in_reading(room))

    assert (story.live, state(story)) == (True, StoryState.LIVE)
    assert [one.reader for one in story.signatures.all()] == [
        room.first,
        room.second,
        room.final,
    ]


def test_two_signatures_are_not_enough(room):
    story = sign(room, a_story_in_reading(room), "first", "second")

    assert story.live is False
    assert standing_of(story).stage == "final"


def test_one_person_signs_a_text_once_whatever_posts_they_hold(room):
    story = a_story_in_reading(room)
    appoint(room.first, "second_reader", room.county)
    sign(room, story, "first")

    with pytest.raises(NotAllowed):
        decide(story, by=room.first, decision="accept", digest=digest_of(story))

    assert Signature.objects.count() == 1


def test_who_has_signed_is_offered_no_second_reading(room):
    story = a_story_in_reading(room)
    both = PersonFactory(
        posts=[("first_reader", room.county), ("second_reader", room.county)]
    )
    before = [story for story, _state in waiting_for(both)]

    decide(story, by=both, decision="accept", digest=digest_of(story))

    assert before == [story]
    assert waiting_for(both) == []
    assert [waiting for waiting, _state in waiting_for(room.second)] == [story]


def test_where_no_readings_are_set_up_nothing_is_handed_in(room):
    draft = a_draft(room)
    WorkflowPage.objects.all().delete()

    with pytest.raises(RuleBroken):
        submit_story(draft, by=draft.owner)

    assert fresh(draft).current_workflow_state is None


def test_nobody_signs_their_own_story(room):
    appoint(room.reporter, "first_reader", room.county)
    story = a_story_in_reading(room)

    with pytest.raises(NotAllowed):
        decide(story, by=room.reporter, decision="accept", digest=digest_of(story))

    assert Signature.objects.count() == 0


def test_not_even_the_operator_signs_twice(room):
    operator = PersonFactory(is_superuser=True)
    story = a_story_in_reading(room)
    decide(story, by=operator, decision="accept", digest=digest_of(story))

    with pytest.raises(NotAllowed):
        decide(story, by=operator, decision="accept", digest=digest_of(story))

    assert fresh(story).live is False


def test_a_reader_signs_only_the_text_they_were_shown(room):
    story = a_story_in_reading(room)
    shown = digest_of(story)
    edit(story, lead="改过的导语。")

    with pytest.raises(WrongState):
        decide(story, by=room.first, decision="accept", digest=shown)

    assert Signature.objects.count() == 0


def test_an_edit_between_readings_brings_them_back_to_the_first(room):
    story = sign(room, a_story_in_reading(room), "first")
    edit(story, lead="改过的导语。")

    sign(room, story, "second")

    assert (fresh(story).live, standing_of(fresh(story)).stage) == (False, "first")


def test_a_reader_who_corrected_a_word_signs_the_corrected_text(room):
    story = a_story_in_reading(room)
    edit(story, lead="改正了一个字。")

    signed = sign(room, story)

    assert (signed.live, signed.lead) == (True, "改正了一个字。")


@pytest.mark.parametrize("decision", ["revise", "hold", "reject"])
def test_a_refusal_says_why(room, decision):
    story = a_story_in_reading(room)

    with pytest.raises(RuleBroken):
        decide(story, by=room.first, decision=decision, digest=digest_of(story))

    assert (Signature.objects.count(), state(story)) == (0, StoryState.READING)


@pytest.mark.parametrize(
    ("decision", "becomes"),
    [
        ("revise", StoryState.BACK),
        ("hold", StoryState.HELD),
        ("reject", StoryState.BACK),
    ],
)
def test_a_refusal_moves_the_story_where_it_belongs(room, decision, becomes):
    story = a_story_in_reading(room)

    sign(room, story, "first", decision=decision, comment="请核对")

    assert state(story) == becomes


def test_a_held_story_is_signed_later_by_the_same_reading(room):
    story = a_story_in_reading(room)
    sign(room, story, "first", decision="hold", comment="明天再发")

    assert sign(room, story).live is True


def test_a_story_sent_back_is_handed_in_again(room):
    story = a_story_in_reading(room)
    sign(room, story, "first", decision="revise", comment="导语太长")
    edit(story, lead="短导语。")

    submit_story(fresh(story), by=room.reporter)

    assert sign(room, story).lead == "短导语。"


def test_the_final_reader_chooses_the_time(room):
    story = sign(room, a_story_in_reading(room), "first", "second")
    later = timezone.now() + timedelta(days=1)

    sign(room, story, "final", go_live_at=later)

    standing = standing_of(fresh(story))
    assert (fresh(story).live, standing.state) == (False, StoryState.SCHEDULED)
    assert standing.goes_live_at == later


def test_a_time_that_has_passed_is_refused_and_nothing_is_signed(room):
    story = sign(room, a_story_in_reading(room), "first", "second")

    with pytest.raises(RuleBroken):
        sign(room, story, "final", go_live_at=timezone.now() - timedelta(minutes=1))

    assert (fresh(story).live, Signature.objects.count()) == (False, 2)


def test_withdrawing_voids_the_signatures(room):
    story = sign(room, a_story_in_reading(room))

    withdraw_story(story, by=room.final)

    assert (fresh(story).live, state(story)) == (False, StoryState.WITHDRAWN)
    assert Signature.objects.filter(void=False).count() == 0


def test_only_the_final_reader_withdraws(room):
    story = sign(room, a_story_in_reading(room))

    with pytest.raises(NotAllowed):
        withdraw_story(story, by=room.editor)

    assert fresh(story).live is True


def test_a_draft_without_a_lead_is_not_handed_in(room):
    story = a_draft(room, lead="")

    with pytest.raises(ValidationError) as refusal:
        submit_story(story, by=room.reporter)

    assert list(refusal.value.message_dict) == ["lead"]
    assert state(story) == StoryState.DRAFT


def test_a_story_is_handed_in_by_its_author_or_an_editor(room):
    story = a_draft(room)

    with pytest.raises(DomainError):
        submit_story(story, by=room.first)

    assert state(story) == StoryState.DRAFT


def test_what_waits_for_me_is_what_i_could_sign_oldest_first(room):
    older, newer = a_story_in_reading(room), a_story_in_reading(room, title="第二篇")
    sign(room, a_story_in_reading(room, title="第三篇"), "first")

    waiting = {
        name: [story for story, _state in waiting_for(getattr(room, name))]
        for name in ("first", "final", "editor")
    }

    assert waiting == {"first": [older, newer], "final": [], "editor": []}


def test_what_waits_for_me_takes_the_same_queries_for_one_and_three(
    room, django_assert_num_queries
):
    a_story_in_reading(room)
    person = type(room.first).objects.get(pk=room.first.pk)

    with CaptureQueriesContext(
        connection,
    ) as one:
        assert len(waiting_for(person)) == 1
    a_story_in_reading(room, title="二")
    a_story_in_reading(room, title="三")
    person = type(room.first).objects.get(pk=room.first.pk)

    with django_assert_num_queries(len(one)):
        assert len(waiting_for(person)) == 3
