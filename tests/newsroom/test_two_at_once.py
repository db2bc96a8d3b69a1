"""Two people press the same button at once: one step is made, the other is told."""

import threading

import pytest
from django.db import DatabaseError, connections

from tests.factories.people import PersonFactory, a_county
from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.models import Letter
from xiangyin.newsroom.models import Signature, Story
from xiangyin.newsroom.services.readings import decide
from xiangyin.newsroom.services.stories import submit_story, withdraw_story

from .doors import a_draft, a_live_story, a_newsroom, everything_public, read_by


@pytest.fixture
def committed(
    database_that_is_emptied,
    django_db_serialized_rollback,
    transactional_db,
):
    """A newsroom that other connections see."""
    return a_newsroom(a_county())


def at_once(*actions) -> list[str]:
    """Do all ``actions`` at the same moment, each on its own connection."""
    ready = threading.Barrier(len(actions))
    outcomes = []

    def run(action):
        try:
            ready.wait(timeout=30)
            action()
            outcomes.append("done")
        except (DomainError, DatabaseError) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(outcomes)


@pytest.mark.parametrize("who", ["the same person", "two people"])
def test_two_who_sign_at_once_make_one_signature(committed, who):
    newsroom = committed
    other = PersonFactory(posts=[("first_reader", newsroom.county)])
    readers = [newsroom.first, newsroom.first if who == "the same person" else other]
    draft = a_draft(newsroom)
    submit_story(draft, by=newsroom.reporter)
    digest = draft.get_latest_revision_as_object().digest

    def sign(reader):
        return lambda: decide(draft, by=reader, decision="accept", digest=digest)

    outcomes = at_once(*[sign(reader) for reader in readers])

    assert outcomes.count("done") == 1
    assert Signature.objects.count() == 1
    assert everything_public() == {}


def test_two_final_readers_at_once_publish_once(committed):
    newsroom = committed
    other = PersonFactory(posts=[("final_reader", newsroom.county)])
    draft = a_draft(newsroom)
    submit_story(draft, by=newsroom.reporter)
    read_by(draft, newsroom.first)
    read_by(Story.objects.get(pk=draft.pk), newsroom.second)
    digest = draft.get_latest_revision_as_object().digest

    def sign(reader):
        return lambda: decide(draft, by=reader, decision="accept", digest=digest)

    outcomes = at_once(sign(newsroom.final), sign(other))

    assert outcomes.count("done") == 1
    assert Signature.objects.count() == 3
    assert len(everything_public()) == 1


def test_two_final_readers_at_once_withdraw_once(committed):
    newsroom = committed
    other = PersonFactory(posts=[("final_reader", newsroom.county)])
    story = a_live_story(newsroom)
    shown = [Story.objects.get(pk=story.pk) for _ in range(2)]
    withdrawn = Letter.objects.filter(kind__startswith="newsroom.story_withdrawn>")

    outcomes = at_once(
        lambda: withdraw_story(shown[0], by=newsroom.final),
        lambda: withdraw_story(shown[1], by=other),
    )

    assert outcomes.count("done") == 1
    assert everything_public() == {}
    keys = withdrawn.values_list("key", flat=True)
    assert len({key.split(":", 1)[1] for key in keys}) == 1
