"""What is deleted by itself and what a person sees: names go, cases stay, looks are noted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.answers import (
    CONTACT,
    a_question,
    an_answered_question,
    an_unconfirmed_question,
    open_desk,
    publish_answer,
)
from xiangyin.answers.models import PUBLIC_WORDS, QUESTION_WORDS, Publication, Question
from xiangyin.answers.services import asking
from xiangyin.answers.services.asker import forget_asker
from xiangyin.answers.services.asking import let_lapse
from xiangyin.answers.services.erasing import forget_old_askers
from xiangyin.kernel.models import Record
from xiangyin.kernel.search.lists import WordTable
from xiangyin.kernel.services.audit import subject_of

A_YEAR = timedelta(days=366)
WORDS = "凤凰琴"


@pytest.fixture
def desk(county):
    return open_desk(county)


def found() -> tuple[int, int]:
    """How many questions and publications the searches find."""
    return (
        Question.objects.filter(QUESTION_WORDS.holding(WORDS)).count(),
        Publication.objects.filter(PUBLIC_WORDS.holding(WORDS)).count(),
    )


def test_what_an_asker_deletes_is_found_by_no_search(desk):
    publication = publish_answer(desk, text=f"学校的{WORDS}修好了没有？")
    before = found()

    forget_asker(publication.question, everything=True)

    assert (before, found()) == ((1, 1), (0, 0))


def test_without_noting_it_the_search_would_still_find_it(desk, monkeypatch):
    publication = publish_answer(desk, text=f"学校的{WORDS}修好了没有？")
    monkeypatch.setattr(WordTable, "keep", lambda self, rows: None)

    forget_asker(publication.question, everything=True)

    assert found() == (1, 1)


def test_what_lapsed_is_found_by_no_search_and_what_was_confirmed_is(desk):
    lapsed = an_unconfirmed_question(desk, text=f"学校的{WORDS}")
    a_question(desk, text=f"村里的{WORDS}", contact="13900000001")

    let_lapse(now=lapsed.asked_at + timedelta(hours=asking.HOURS_TO_CONFIRM + 1))

    assert found() == (1, 0)


def test_a_year_after_it_was_closed_the_person_is_gone_and_the_case_is_whole(desk):
    question = an_answered_question(desk, is_minor=True)
    before = Record.objects.filter(subject=subject_of(question)).count()
    Question.objects.update(opened_on=timezone.localdate() - 2 * A_YEAR)

    assert forget_old_askers(now=timezone.now() + A_YEAR) == 1

    question.refresh_from_db()
    kept = (question.state, question.text == "", question.replies.count())
    assert kept == ("answered", False, 1)
    gone = (question.sealed_name, question.sealed_contact, question.contact_key)
    assert gone == ("", "", "")
    lines = Record.objects.filter(subject=subject_of(question))
    assert lines.count() == before + 1
    said = "\n".join(str(line) for line in lines.values())
    assert [word for word in (CONTACT, "王秀英") if word in said] == []


def test_a_child_is_never_published_by_name_whatever_was_chosen(desk):
    named = publish_answer(desk, publicity="named")
    child = publish_answer(
        desk, publicity="named", is_minor=True, contact="13900000001"
    )

    assert (named.name, child.name) == ("王秀英", "")
