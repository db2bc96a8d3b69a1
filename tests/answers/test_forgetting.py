"""The asker withdraws, takes a copy along, is forgotten; the case remains."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.answers import (
    CONTACT,
    TODAY,
    a_question,
    an_answered_question,
    open_desk,
)
from tests.factories.newsroom import a_photo
from xiangyin.answers.models import Publication, Question
from xiangyin.answers.services.asker import (
    copy_of,
    forget_again,
    forget_asker,
    withdraw_question,
)
from xiangyin.answers.services.erasing import forget_old_askers, reseal_all
from xiangyin.answers.services.publishing import publish_question
from xiangyin.kernel.errors import RuleBroken, WrongState
from xiangyin.kernel.models import Erasure, Picture
from xiangyin.kernel.sealing import unseal


@pytest.fixture
def desk(county):
    return open_desk(county)


def publish(desk, question):
    return publish_question(question, by=desk.coordinator)


def test_the_asker_withdraws_and_nothing_stays_public(desk):
    question = a_question(desk)

    withdraw_question(question)

    assert Question.objects.get().state == "withdrawn"
    with pytest.raises(WrongState):
        withdraw_question(question)


def test_the_asker_takes_a_copy_along(desk):
    question = an_answered_question(desk)

    copy = copy_of(question)

    assert (copy["name"], copy["contact"]) == ("王秀英", CONTACT)


def test_a_person_is_deleted_and_the_case_remains(desk):
    question = an_answered_question(desk, photos=[a_photo()])
    publish(desk, question)

    forget_asker(question, everything=True)

    kept = Question.objects.get()
    assert (kept.state, kept.unit, kept.replies.count()) == ("answered", desk.roads, 1)
    assert (kept.sealed_name, kept.sealed_contact, kept.text) == (
        "",
        "",
        "（已按本人要求删除）",
    )
    assert (Picture.objects.count(), Erasure.objects.get().kind) == (0, "question")
    assert Publication.objects.get().withdrawn_at
    with pytest.raises(RuleBroken):
        publish(desk, kept)
    assert (forget_again(question.pk), forget_again(0)) == (True, False)


def test_names_are_forgotten_a_year_after_a_question_was_closed(desk):
    question = an_answered_question(desk)
    closed = timezone.now()
    a_question(desk, contact="13900000001")
    Question.objects.update(opened_on=TODAY - timedelta(days=800))

    assert forget_old_askers(now=closed + timedelta(days=364)) == 0
    assert forget_old_askers(now=closed + timedelta(days=366)) == 1
    assert forget_old_askers(now=closed + timedelta(days=366)) == 0

    question.refresh_from_db()
    assert (question.sealed_name, question.way) == ("", "none")
    assert Question.objects.exclude(sealed_contact="").count() == 1


def test_sealed_words_survive_a_new_secret(desk, settings):
    question = a_question(desk)
    settings.XIANGYIN_SEALS = ["new", settings.SECRET_KEY]

    assert reseal_all() == (1, 0)
    settings.XIANGYIN_SEALS = ["new"]
    question.refresh_from_db()
    assert unseal(question.sealed_contact) == CONTACT
    settings.XIANGYIN_SEALS = ["another"]
    assert reseal_all() == (0, 1)
