"""Two people press the same button: one step is made, and the other is told."""

import pytest
from django.db import OperationalError, connection

from tests.factories.newsroom import (
    TODAY,
    a_draft,
    a_plan,
    a_story_in_reading,
    a_tip,
    digest_of,
    sign,
)
from tests.factories.people import PersonFactory
from tests.factories.placements import a_placement
from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services import cases
from xiangyin.kernel.services.audit import history
from xiangyin.newsroom.models import Assignment, Signature, Story
from xiangyin.newsroom.services import plans, stories, tips
from xiangyin.newsroom.services.readings import decide
from xiangyin.placements.services.placements import (
    confirm_placement,
    reject_placement,
)

from .writers import at_once, meet_at

pytestmark = pytest.mark.writers


@pytest.fixture
def pair(open_room):
    """Two of each: whoever may press, there is a second who may."""
    for role in ("editor", "final_reader", "first_reader", "ledger_keeper"):
        second = PersonFactory(posts=[(role, open_room.county)])
        setattr(open_room, f"other_{role}", second)
    return open_room


def both(step, thing, one, other):
    """``step`` by two people, each with the thing as their own page showed it."""
    shown = [type(thing).objects.get(pk=thing.pk) for _ in range(2)]
    people = (one, other)
    return at_once(
        *[lambda t=t, by=by: step(t, by) for t, by in zip(shown, people, strict=True)]
    )


def told(results) -> list[str]:
    """What the refused were told: the names of the refusals, and nothing else."""
    return sorted(
        type(result).__name__ for result in results if isinstance(result, Exception)
    )


def steps_of(thing) -> list[str]:
    """The history after the opening."""
    return [line.action for line in history(thing)][1:]


def test_a_tip_is_handled_by_one_of_two_editors(pair):
    into = a_tip(pair)
    people = (pair.editor, pair.other_editor)
    handlings = {
        "take_up": lambda tip, by: tips.take_up_tip(tip, by=by, today=TODAY),
        "decline": lambda tip, by: tips.decline_tip(tip, by=by, note="旧闻"),
        "merge": lambda tip, by: tips.merge_tip(tip, into=into, by=by),
    }
    seen = {}
    for name, step in handlings.items():
        tip = a_tip(pair)
        results = both(step, tip, *people)
        seen[name] = (told(results), steps_of(tip))

    assert seen == {name: (["WrongState"], [name]) for name in handlings}


def test_a_candidate_is_confirmed_or_rejected_and_not_both(pair):
    placement = a_placement()
    decisions = iter([confirm_placement, reject_placement])

    results = both(
        lambda shown, by: next(decisions)(shown, by=by),
        placement,
        pair.keeper,
        pair.other_ledger_keeper,
    )

    placement.refresh_from_db()
    assert told(results) == ["WrongState"]
    assert steps_of(placement) in (["confirm"], ["reject"])
    assert (
        placement.state
        == {"confirm": "confirmed", "reject": "rejected"}[steps_of(placement)[0]]
    )


def test_a_reading_is_signed_by_one_of_two_readers(pair):
    story = a_story_in_reading(pair)
    digest = digest_of(story)

    results = both(
        lambda shown, by: decide(shown, by=by, decision="accept", digest=digest),
        story,
        pair.first,
        pair.other_first_reader,
    )

    # The second comes to the next reading, for which their post is not enough.
    assert told(results) == ["NotAllowed"]
    assert Signature.objects.filter(story_id=story.pk).count() == 1


def test_a_story_goes_public_once_and_is_withdrawn_once(pair):
    story = sign(pair, a_story_in_reading(pair), "first", "second")
    digest = digest_of(story)
    people = (pair.final, pair.other_final_reader)

    published = both(
        lambda shown, by: decide(shown, by=by, decision="accept", digest=digest),
        story,
        *people,
    )
    letters_of_publication = Letter.objects.count()
    withdrawn = both(
        lambda shown, by: stories.withdraw_story(shown, by=by), story, *people
    )

    assert (told(published), told(withdrawn)) == (["WrongState"], ["WrongState"])
    assert (letters_of_publication, Letter.objects.count()) == (2, 4)
    assert Story.objects.get(pk=story.pk).live is False


def test_a_draft_is_handed_in_once(pair):
    story = a_draft(pair)

    results = both(
        lambda shown, by: stories.submit_story(shown, by=by),
        story,
        pair.reporter,
        pair.editor,
    )

    assert told(results) == ["WrongState"]
    assert Story.objects.get(pk=story.pk).workflow_states.count() == 1


def test_a_plan_is_dropped_resumed_and_a_part_withdrawn_once(pair):
    plan = a_plan(pair, reporter=pair.reporter)
    people = (pair.editor, pair.other_editor)

    results = [
        both(
            lambda shown, by: plans.withdraw_assignment(shown, by=by),
            Assignment.objects.get(plan=plan),
            *people,
        ),
        both(
            lambda shown, by: plans.drop_plan(shown, by=by, today=TODAY, note="无"),
            plan,
            *people,
        ),
        both(lambda shown, by: plans.resume_plan(shown, by=by), plan, *people),
    ]

    assert [told(each) for each in results] == [["WrongState"]] * 3
    assert steps_of(plan) == ["assign", "unassign", "drop", "resume"]


def test_without_locks_two_make_two_steps_or_one_breaks(
    pair, without_locks, monkeypatch
):
    tip = a_tip(pair)
    meet_at(monkeypatch, cases, "require", 2)

    results = both(
        lambda shown, by: tips.decline_tip(shown, by=by, note="旧闻"),
        tip,
        pair.editor,
        pair.other_editor,
    )

    if connection.vendor == "postgresql":
        assert (told(results), steps_of(tip)) == ([], ["decline", "decline"])
    else:
        assert [isinstance(each, OperationalError) for each in results].count(True) == 1
        assert not any(isinstance(each, DomainError) for each in results)
