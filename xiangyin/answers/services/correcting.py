"""The asker corrects name and contact. A new contact counts when its code comes back.

The former one is told, once: who took over a question by its code is found out.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from xiangyin.gateways.messages import the_messenger
from xiangyin.kernel.errors import RuleBroken, WrongState
from xiangyin.kernel.models import Letter
from xiangyin.kernel.sealing import seal, unseal
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.limits import count_once
from xiangyin.kernel.services.outbox import delivers, post

from ..lifecycles import QuestionState
from ..models import ContactChange, Question, Way
from . import contacts, proving
from .asking import sealed_name, told_contact
from .notices import TO_CONFIRM

NEW_CONTACT, FORMER_CONTACT = "answers.new_contact", "answers.former_contact"
MOST_A_DAY = 5
A_DAY = timedelta(days=1)
CHANGED = gettext_noop(
    "Question %(number)s is told to another contact from now on. If you did not wish"
    " this, ring the office."
)
S = QuestionState
GONE = (S.UNPROVEN, S.LAPSED)


@transaction.atomic
def correct_name(question: Question, *, name: str) -> None:
    """Keep another name, or none. Raises ``ValidationError`` for too long a one."""
    _require_kept(question)
    question.sealed_name = sealed_name(name)
    question.save(update_fields=["sealed_name"])
    record(question, "correct", by=None, label=_("The asker corrected the name"))


@transaction.atomic
def ask_for_new_contact(
    question: Question, *, contact: str, now: datetime
) -> ContactChange:
    """Send a code to a contact that is to take the place of the present one.

    Raises ``ValidationError`` for what is no contact, ``RuleBroken`` for the same one
    and after five a day, of this question or to that contact.
    """
    _require_kept(question)
    told, way = told_contact(contact)
    key = contacts.key_of(told)
    if key == question.contact_key:
        raise RuleBroken(_("This is the contact we have."))
    for about in (("contact of", str(question.pk)), ("contact to", key)):
        if not count_once(*about, most=MOST_A_DAY, within=A_DAY, now=now):
            raise RuleBroken(_("Too many codes were sent today. Try it tomorrow."))
    ContactChange.objects.filter(question=question, done_at=None).delete()
    change = ContactChange.objects.create(
        question=question,
        sealed_contact=seal(told),
        way=way,
        **proving.a_code(now=now),
    )
    post(
        NEW_CONTACT,
        key=f"{NEW_CONTACT}:{change.pk}",
        payload={"change": change.pk},
        county=question.county,
    )
    return change


def prove_new_contact(question: Question, *, code: str, now: datetime) -> None:
    """The code came back: from now on the new contact is told, and the former is told so.

    Raises ``RuleBroken`` for a wrong code; that it was tried stays counted.
    """
    change = _proven(question, code, now=now)
    if change is None:
        raise proving.wrong()
    _take_over(change, now=now)


def waiting_change(question: Question, *, now: datetime) -> ContactChange | None:
    """The change whose code is awaited, or None."""
    waiting = ContactChange.objects.filter(question=question, done_at=None)
    return waiting.filter(ends_at__gt=now).first()


def may_correct(question: Question) -> bool:
    """Whether anything of the asker is kept: not before the code came back, nor after
    everything was deleted."""
    return question.state not in GONE and bool(question.code_key)


def _require_kept(question: Question) -> None:
    if not may_correct(question):
        raise WrongState(_("Nothing of you is kept here that could be corrected."))


@transaction.atomic
def _proven(question: Question, code: str, *, now: datetime) -> ContactChange | None:
    change = (
        ContactChange.objects.select_for_update(of=["self"])
        .filter(question=question, done_at=None)
        .first()
    )
    return change if proving.fits(change, code, now=now) else None


@transaction.atomic
def _take_over(change: ContactChange, *, now: datetime) -> None:
    question = Question.objects.select_for_update(of=["self"]).get(
        pk=change.question_id
    )
    _require_kept(question)
    change.sealed_former, change.former_way = question.sealed_contact, question.way
    contact = unseal(change.sealed_contact)
    question.sealed_contact, question.way = change.sealed_contact, change.way
    question.contact_key = contacts.key_of(contact)
    question.save(update_fields=["sealed_contact", "way", "contact_key"])
    change.sealed_contact = change.sealed_code = ""
    change.done_at = now
    change.save()
    record(question, "correct", by=None, label=_("The asker's contact was corrected"))
    if change.former_way != Way.NONE:
        post(
            FORMER_CONTACT,
            key=f"{FORMER_CONTACT}:{change.pk}",
            payload={"change": change.pk},
            county=question.county,
        )


def _carry(letter: Letter, *, former: bool) -> str:
    found = ContactChange.objects.select_related("question").filter(
        pk=letter.payload["change"]
    )
    change = found.first()
    sealed = (
        (change.sealed_former if former else change.sealed_contact) if change else ""
    )
    if change is None or not sealed:  # used, over or deleted meanwhile
        return "nobody"
    way = change.former_way if former else change.way
    words = {"number": change.question.number, "code": unseal(change.sealed_code)}
    with override(change.question.language):
        text = _(CHANGED if former else TO_CONFIRM) % words
    return the_messenger()(way, unseal(sealed), text, key=letter.key)


def _carry_code(letter: Letter) -> str:
    return _carry(letter, former=False)


def _carry_word(letter: Letter) -> str:
    return _carry(letter, former=True)


@delivers(NEW_CONTACT, carried_by=_carry_code)
def code_for_new_contact_was_sent(letter: Letter, *, receipt: str) -> None:
    """Nothing is written: the change's own row says when it was asked for."""


@delivers(FORMER_CONTACT, carried_by=_carry_word)
def former_contact_was_told(letter: Letter, *, receipt: str) -> None:
    """Nothing more is to be told there: the former contact is emptied."""
    ContactChange.objects.filter(pk=letter.payload["change"]).update(sealed_former="")
