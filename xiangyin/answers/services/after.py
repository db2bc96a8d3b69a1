"""After a reply: calling the asker back, what was promised, a word to the newsroom."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.outbox import tell as tell_desks

from ..events import OFFERED
from ..lifecycles import WITH_THE_UNIT, QuestionState
from ..models import CallBack, Question, TipOffer, Undertaking, UndertakingStep
from ..rules import why_not_call_back
from .clock import refuse_what_betrays
from .following import tell_followers
from .notices import tell
from .redacting import refuse_findings

MOST_UNDERTAKINGS = 10


@transaction.atomic
def note_call_back(
    question: Question, *, by, reached: bool, words: str = ""
) -> CallBack:
    """Keep that the asker was called back, and what the asker said.

    It rates nothing and opens nothing: the asker does that, by number and code.
    """
    refusal = why_not_call_back(by, question)
    if refusal:
        raise NotAllowed(refusal)
    locked = Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if locked.state != QuestionState.ANSWERED:
        raise WrongState(_("It has no reply yet."))
    heard = CallBack.Heard.REACHED if reached else CallBack.Heard.MISSED
    now = locked.call_backs.filter(round=locked.round, heard=CallBack.Heard.REACHED)
    if now.exists():
        raise WrongState(_("The asker was reached about this reply already."))
    if reached and not words.strip():
        raise RuleBroken(_("Write what the asker said."))
    call = CallBack(
        question=question,
        round=locked.round,
        heard=heard,
        words=words if reached else "",
        by=by,
        at=timezone.now(),
    )
    call.full_clean(exclude=["question"])
    call.save(force_insert=True)
    label = (
        _("The asker was called back") if reached else _("The asker was not reached")
    )
    record(question, "call_back", by=by, label=label)
    return call


@transaction.atomic
def undertake(question: Question, *, by, what: str, due_on: date, today: date):
    """Promise something with a day. Everybody reads it beside the reply.

    Raises ``RuleBroken`` for a day that is over, and for words that say who somebody is.
    """
    require(by, "answers.handle", question)
    if question.state not in (*WITH_THE_UNIT, QuestionState.ANSWERED):
        raise WrongState(_("The question is not worked on any more."))
    if due_on <= today:
        raise RuleBroken(_("Choose a day after today."))
    if question.undertakings.count() >= MOST_UNDERTAKINGS:
        raise RuleBroken(_("A question carries up to ten promises."))
    refuse_what_betrays(what)
    promised = Undertaking(
        question=question, what=what, due_on=due_on, by=by, at=timezone.now()
    )
    promised.full_clean(exclude=["question"])
    promised.save(force_insert=True)
    record(question, "undertake", by=by, label=_("Promised"), note=what)
    return promised


@transaction.atomic
def report_progress(
    undertaking: Undertaking, *, by, words: str, done: bool, today: date
) -> UndertakingStep:
    """Say what was done for a promise; with ``done`` it is fulfilled. The asker is told."""
    question = undertaking.question
    require(by, "answers.handle", question)
    locked = Undertaking.objects.select_for_update(of=["self"]).get(pk=undertaking.pk)
    if locked.done_on:
        raise WrongState(_("This promise is fulfilled already."))
    refuse_what_betrays(words)
    step = UndertakingStep(
        undertaking=undertaking,
        on=today,
        words=words,
        is_last=done,
        by=by,
        at=timezone.now(),
    )
    step.full_clean(exclude=["undertaking"])
    step.save(force_insert=True)
    if done:
        undertaking.done_on = today
        undertaking.save(update_fields=["done_on"])
    record(question, "progress", by=by, label=_("Progress of a promise"), note=words)
    if question.state == QuestionState.ANSWERED:
        tell(question, "progress", occasion=str(step.pk))
        tell_followers([question], "progress", occasion=str(step.pk))
    return step


@transaction.atomic
def offer_to_newsroom(question: Question, *, by, text: str) -> TipOffer:
    """Offer the newsroom what an answered question shows. Nobody is named in it.

    It goes over by letter, which carries a key and no words.
    """
    require(by, "answers.offer_tip", question)
    if question.state != QuestionState.ANSWERED:
        raise WrongState(_("It has no reply yet."))
    if TipOffer.objects.filter(question=question).exists():
        raise WrongState(_("It was offered to the newsroom already."))
    refuse_findings(question, {"text": text})
    offer = TipOffer(question=question, text=text, by=by, at=timezone.now())
    offer.full_clean(exclude=["question"])
    offer.save(force_insert=True)
    told = {"offer": offer.pk}
    tell_desks(OFFERED, key=str(offer.pk), payload=told, county=question.county)
    record(question, "offer_tip", by=by, label=_("Offered to the newsroom"))
    return offer
