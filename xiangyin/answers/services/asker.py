"""What the asker does with a question of their own, by its number and query code.

The door has asked for both. The program takes these steps: an asker has no account.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken, WrongState
from xiangyin.kernel.sealing import unseal
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.cases import move
from xiangyin.kernel.services.deletions import erases, note_deletion

from ..lifecycles import QuestionState
from ..models import (
    QUESTION_WORDS,
    Addition,
    Blank,
    CallBack,
    ContactChange,
    Follower,
    Publication,
    Publicity,
    Question,
    Rating,
    TipOffer,
    Way,
)
from ..rules import DAYS_TO_REOPEN
from .asking import forget_photos
from .clock import Act, put_mark, terms_on
from .holding import hold
from .notices import tell

ERASED = "question"
GONE = "（已按本人要求删除）"


@transaction.atomic
def withdraw_question(question: Question) -> None:
    """The asker takes it back: nobody works on it any more, nothing is published."""
    move(question, "withdraw", by=None)
    hide_publication(question)


@transaction.atomic
def rate_reply(
    question: Question,
    *,
    solved: bool,
    satisfied: bool | None = None,
    words: str = "",
    today: date,
) -> Rating:
    """Say once of a reply whether it solved the matter. “No” opens the question again.

    Only the asker comes here: staff has no way to rate.
    """
    locked = Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if locked.state != QuestionState.ANSWERED:
        raise WrongState(_("There is no reply to rate now."))
    if locked.ratings.filter(round=locked.round).exists():
        raise WrongState(_("You rated this reply already."))
    rating = Rating(
        question=question,
        round=locked.round,
        solved=solved,
        satisfied=satisfied,
        words=words,
        at=timezone.now(),
    )
    rating.full_clean()
    rating.save()
    record(question, "rate", by=None, label=_("The asker rated the reply"))
    if not solved and may_be_reopened(locked, now=timezone.now()):
        reopen_question(question, today=today)
    return rating


def may_be_reopened(question: Question, *, now: datetime) -> bool:
    """Within 30 days of the reply; later a new question is asked."""
    return bool(
        question.state == QuestionState.ANSWERED
        and question.answered_at
        and now - question.answered_at <= timedelta(days=DAYS_TO_REOPEN)
    )


@transaction.atomic
def reopen_question(question: Question, *, today: date) -> None:
    """A new round, with a clock of its own and a checker who has not checked it yet."""
    hold(question)
    if not may_be_reopened(question, now=timezone.now()):
        raise RuleBroken(
            _("The reply is more than 30 days old: ask a new question, please.")
        )
    move(question, "reopen", by=None)
    question.round += 1
    question.answered_at = None
    question.owner = None
    question.save(update_fields=["round", "answered_at", "owner"])
    term = terms_on(question.county, today).review
    put_mark(question, Act.START, on=today, by=None, workdays=term)
    tell(question, "reopened", occasion=str(question.round))


def copy_of(question: Question) -> dict:
    """What is kept of the asker in this question, for the asker to take along."""
    return {
        "number": question.number,
        "name": unseal(question.sealed_name),
        "contact": unseal(question.sealed_contact),
        "title": question.title,
        "text": question.text,
        "further answers": question.more,
        "place": str(question.place or ""),
        "where exactly": question.spot,
        "publicity": question.publicity,
        "asked at": question.asked_at.isoformat(),
        "additions": [each.text for each in question.additions.all()],
        "ratings": [each.words for each in question.ratings.all()],
        "called back": [each.words for each in question.call_backs.all()],
    }


@transaction.atomic
def forget_asker(question: Question, *, everything: bool = False) -> None:
    """Delete name, contact and photos; with ``everything`` the words as well.

    The case remains: that somebody asked, which unit replied and when.
    """
    forget_photos(question)
    gone: dict = {"sealed_name": "", "sealed_contact": "", "contact_key": ""}
    gone |= {"way": Way.NONE, "client_key": None}
    if everything:
        gone |= {"title": GONE, "text": GONE, "more": [], "spot": "", "code_key": ""}
        gone["publicity"] = Publicity.PRIVATE
        Addition.objects.filter(question=question).update(text=GONE)
        Rating.objects.filter(question=question).update(words="")
        CallBack.objects.filter(question=question).update(words="")
        TipOffer.objects.filter(question=question).update(text=GONE)
        Blank.objects.filter(question=question, reply=None).delete()
        hide_publication(question, words=True)
    ContactChange.objects.filter(question=question).delete()
    # The asker's contact goes from wherever this question keeps it; and nobody follows
    # what is not public any more.
    following = Follower.objects.filter(question=question)
    if not everything:
        kept = Question.objects.values_list("contact_key", flat=True)
        following = following.filter(contact_key=kept.get(pk=question.pk))
    following.delete()
    Publication.objects.filter(question=question).update(name="")
    Question.objects.filter(pk=question.pk).update(**gone)
    QUESTION_WORDS.keep(Question.objects.filter(pk=question.pk))
    note_deletion(ERASED, question.pk)
    record(question, "erase", by=None, label=_("The asker's data were deleted"))


@erases(ERASED)
def forget_again(pk: int, *, by=None) -> bool:
    """Delete anew after a restore. Says whether there was such a question."""
    question = Question.objects.filter(pk=pk).first()
    if question is None:
        return False
    forget_asker(question, everything=True)
    return True


def hide_publication(question: Question, *, words: bool = False) -> None:
    """Take it from the public pages; with ``words`` delete what stood there."""
    gone = {"title": GONE, "text": GONE} if words else {}
    # Saved one by one: the search, which keeps their words, hears of it.
    for publication in Publication.objects.filter(question=question):
        for name, value in {"withdrawn_at": timezone.now(), **gone}.items():
            setattr(publication, name, value)
        publication.save(update_fields=["withdrawn_at", *gone])
