"""A reply: written, checked, signed by three people, and sent.

Each version is a row that is never changed. What a checker and a signer said belongs to
exactly that text, and the text that is sent is the one they read.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.cases import move
from xiangyin.kernel.services.outbox import tell as tell_desks

from ..events import ANSWERED
from ..lifecycles import WITH_THE_UNIT, QuestionState
from ..models import Approval, Note, Question, Reply, Support
from ..rules import why_not_check, why_not_sign
from .notices import tell

Stage = Approval.Stage


@transaction.atomic
def write_reply(
    question: Question, *, by, text: str, after: str | None = None
) -> Reply:
    """Keep a version of the reply. The same text again is no new version.

    ``after`` is the digest of the version that the writer began with, empty where there
    was none. Raises ``WrongState`` if another has written since.
    """
    require(by, "answers.handle", question)
    locked = Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if locked.state not in (QuestionState.HANDLED, QuestionState.ASKED):
        raise WrongState(_("The reply is being checked: nobody changes it now."))
    latest = locked.latest_reply
    if latest and latest.text == text and latest.by_id == by.pk:
        return latest
    if after is not None and after != (latest.digest if latest else ""):
        raise WrongState(
            _(
                "Somebody else wrote a version meanwhile. Read it, then send yours again."
            )
        )
    reply = Reply(
        question=question, round=locked.round, text=text, by=by, at=timezone.now()
    )
    reply.full_clean()
    reply.save()
    if question.owner_id is None:
        question.owner = by
        question.save(update_fields=["owner"])
    return reply


@transaction.atomic
def submit_reply(question: Question, *, by) -> None:
    """Hand the newest version in for checking.

    Raises ``RuleBroken`` without a text, and while a supporting unit's word is missing.
    """
    if question.latest_reply is None:
        raise RuleBroken(_("Write a reply first."))
    missing = question.supports.filter(round=question.round, given_at=None).first()
    if missing:
        raise RuleBroken(
            _("%(unit)s has not given its word yet.") % {"unit": missing.unit}
        )
    move(question, "submit", by=by)


@transaction.atomic
def check_reply(
    question: Question, *, by, digest: str, accept: bool, comment: str = ""
) -> None:
    """Pass the reply on to be signed, or send it back with what is to be changed.

    ``digest`` is of the text that was shown to the checker.
    """
    refusal = why_not_check(by, question)
    if refusal:
        raise NotAllowed(refusal)
    _approve(question, Stage.CHECK, by=by, digest=digest, accept=accept, words=comment)
    move(question, "check" if accept else "correct", by=by, note=comment)


@transaction.atomic
def sign_reply(
    question: Question,
    *,
    by,
    digest: str,
    accept: bool,
    today: date,
    comment: str = "",
) -> None:
    """Sign, and the reply is the asker's; or send it back unsigned, with the reason."""
    refusal = why_not_sign(by, question)
    if refusal:
        raise NotAllowed(refusal)
    reply = _approve(
        question, Stage.SIGN, by=by, digest=digest, accept=accept, words=comment
    )
    if not accept:
        move(question, "refuse", by=by, note=comment)
        return
    _require_checked(reply)
    move(question, "sign", by=by, note=comment)
    now = timezone.now()
    reply.sent_at, reply.promised_on = now, question.due_on
    reply.save(update_fields=["sent_at", "promised_on"])
    question.answered_at = now
    question.save(update_fields=["answered_at"])
    tell(question, "answered", occasion=f"{question.pk}:{question.round}")
    told = {"question": question.pk, "number": question.number}
    key = f"{question.pk}:{question.round}"
    tell_desks(ANSWERED, key=key, payload=told, county=question.county)


def _approve(question, stage, *, by, digest, accept, words) -> Reply:
    Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    reply = question.latest_reply
    if reply is None or reply.digest != digest:
        raise WrongState(_("The reply was changed meanwhile: read it again."))
    approval = Approval(
        reply=reply,
        stage=stage,
        accepted=accept,
        by=by,
        at=timezone.now(),
        digest=digest,
        comment=words,
    )
    approval.full_clean()
    approval.save()
    return reply


def _require_checked(reply: Reply) -> None:
    checked = reply.approvals.filter(
        stage=Stage.CHECK, accepted=True, digest=reply.digest
    )
    if not checked.exists():
        raise NotAllowed(_("Nobody has checked this text yet."))


@transaction.atomic
def give_word(support: Support, *, by, word: str) -> None:
    """A supporting unit says what it has to say; the lead unit replies with it."""
    require(by, "answers.handle", support)
    now = Support.objects.select_for_update(of=["self"]).get(pk=support.pk)
    if now.given_at:
        raise WrongState(_("Your unit has given its word already."))
    if support.question.state not in WITH_THE_UNIT:
        raise WrongState(_("The question is not worked on any more."))
    support.word, support.given_by = word, by
    support.given_at = timezone.now()
    support.full_clean()
    support.save()
    record(
        support.question,
        "give_word",
        by=by,
        label=_("A supporting unit has given its word"),
        note=str(support.unit),
    )


def add_note(question: Question, *, by, text: str) -> Note:
    """Tell those who handle it something that nobody else reads."""
    require_seeing(question, by)
    note = Note(question=question, text=text, by=by, at=timezone.now())
    note.full_clean()
    note.save()
    return note


def require_seeing(question: Question, by) -> None:
    """Raise ``NotAllowed`` unless the unit of ``by`` leads or supports."""
    if not Question.objects.seen_by(by).filter(pk=question.pk).exists():
        raise NotAllowed(_("Your post does not include this."))
