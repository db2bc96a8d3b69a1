"""A question goes public with its reply, without a name unless its asker wants it."""

import pytest

from tests.factories.answers import (
    an_answered_question,
    an_assigned_question,
    open_desk,
)
from xiangyin.answers.models import Publication
from xiangyin.answers.services.publishing import publish_question, take_from_public
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState


@pytest.fixture
def desk(county):
    return open_desk(county)


def publish(desk, question):
    return publish_question(question, by=desk.coordinator)


def test_a_question_is_published_without_a_name_unless_its_asker_wants_it(desk):
    nameless = publish(desk, an_answered_question(desk))
    named = publish(
        desk, an_answered_question(desk, publicity="named", contact="13900000001")
    )

    assert (nameless.name, named.name) == ("", "王秀英")
    assert (str(nameless), nameless.reply) == (
        "ASK-2026-0001",
        "路灯已修好，请您看看还有没有不亮的。",
    )


def test_a_private_question_and_one_without_a_reply_are_not_published(desk):
    private = an_answered_question(desk, publicity="private")
    waiting = an_assigned_question(desk, contact="13900000001")

    with pytest.raises(RuleBroken):
        publish(desk, private)
    with pytest.raises(WrongState):
        publish(desk, waiting)
    with pytest.raises(NotAllowed):
        publish_question(waiting, by=desk.clerk)

    assert Publication.objects.count() == 0


def test_a_publication_is_taken_back_with_a_reason(desk):
    publication = publish(desk, an_answered_question(desk))

    with pytest.raises(RuleBroken):
        take_from_public(publication, by=desk.coordinator, reason=" ")
    take_from_public(publication, by=desk.coordinator, reason="答复要更正")

    publication.refresh_from_db()
    assert publication.withdrawn_at
