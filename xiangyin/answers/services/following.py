"""Following a public answer: a contact, proven by a code, is told when it changes.

Nobody learns who follows: the same is said and done for a contact that does already,
no screen and no figure counts them, and the trail of the question is not written on.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from xiangyin.gateways.messages import the_messenger
from xiangyin.kernel.errors import WrongState
from xiangyin.kernel.models import Letter
from xiangyin.kernel.sealing import blinds, seal, unseal
from xiangyin.kernel.services.deletions import erases, note_deletion
from xiangyin.kernel.services.outbox import delivers, post

from ..models import Follower, Publication, Question
from ..rules import HOURS_TO_CONFIRM
from . import contacts, proving
from .asking import told_contact

CODE, NEWS = "answers.follow_code", "answers.follow_news"
ERASED = "follower"
WORDS = {
    "changed": gettext_noop("%(number)s, which you follow, has a new reply."),
    "corrected": gettext_noop("What %(number)s says, which you follow, was corrected."),
    "progress": gettext_noop(
        "There is news of what was promised for %(number)s, which you follow."
    ),
}
READ = gettext_noop("Read it: %(address)s")
STOP = gettext_noop("To hear no more of it: %(address)s")
TO_FOLLOW = gettext_noop("%(code)s is your code to follow %(number)s.")


@transaction.atomic
def ask_to_follow(
    question: Question,
    *,
    contact: str,
    language: str = "zh-hans",
    address: str,
    now: datetime,
) -> Follower:
    """Send a code to a contact that wants to follow. Nothing follows until it is back.

    A contact that follows already gets one as well. Raises ``ValidationError`` for what
    is no contact, ``RuleBroken`` when there are too many at once: they count together
    with the questions of the contact and the network.
    """
    require_public(question)
    told, way = told_contact(contact)
    key = contacts.key_of(told)
    # Nobody is let by for being known: that would tell a stranger who is.
    proving.slow_down(
        key,
        address=address,
        now=now,
        refusal=_("Too many codes were sent today. Try it tomorrow."),
    )
    follower = Follower.objects.create(
        question=question,
        sealed_contact=seal(told),
        contact_key=key,
        way=way,
        language=language,
        page=secrets.token_urlsafe(24),
        stop=secrets.token_urlsafe(24),
        **proving.a_code(now=now),
    )
    _send_code(follower)
    return follower


@transaction.atomic
def send_code_again(follower: Follower, *, now: datetime) -> None:
    """Another code, for one that did not arrive. Raises ``RuleBroken`` after three."""
    follower = _locked(follower)
    proving.renew(follower, now=now)
    _send_code(follower)


def prove_following(
    follower: Follower, *, code: str, now: datetime, address: str = ""
) -> None:
    """The code came back: from now on the contact is told.

    Raises ``RuleBroken`` for a wrong code; that it was tried stays counted.
    """
    if not _is_right(follower, code, now=now):
        raise proving.wrong()
    _take_in(follower, now=now)
    proving.came_back(address)


@transaction.atomic
def stop_following(follower: Follower) -> None:
    """Nothing more is told there, and the contact is deleted."""
    note_deletion(ERASED, follower.pk)
    Follower.objects.filter(pk=follower.pk).delete()


@erases(ERASED)
def stop_again(pk: int, *, by=None) -> bool:
    """Delete anew after a restore. Says whether it was there."""
    return bool(Follower.objects.filter(pk=pk).delete()[0])


def let_go(*, now: datetime) -> int:
    """Delete contacts that were never proven within a day. Returns how many."""
    over = now - timedelta(hours=HOURS_TO_CONFIRM)
    old = Follower.objects.filter(proven_at=None, sent_at__lt=over)
    return old.delete()[0]


def require_public(question: Question) -> None:
    """Raise ``WrongState`` unless everybody reads the question."""
    if not Publication.objects.filter(question=question, withdrawn_at=None).exists():
        raise WrongState(_("Only what everybody reads can be followed."))


def tell_followers(questions: Iterable[Question], what: str, *, occasion: str) -> None:
    """Post a notice to whoever follows one of these public questions: one a contact.

    Who asked one of them is told as its asker. Told twice of an ``occasion``, it is
    sent once.
    """
    pks = {question.pk for question in questions}
    askers = Question.objects.filter(pk__in=pks) | Question.objects.filter(
        merged_into__in=pks
    )
    told = set(askers.values_list("contact_key", flat=True))
    following = Follower.objects.filter(
        question__in=pks,
        question__publication__withdrawn_at=None,
        question__publication__isnull=False,
        proven_at__isnull=False,
    )
    for follower in following.select_related("question__county"):
        if follower.contact_key in told:
            continue
        told.add(follower.contact_key)
        post(
            NEWS,
            key=f"{NEWS}:{follower.pk}:{what}:{occasion}",
            payload={"follower": follower.pk, "what": what},
            county=follower.question.county,
        )


def _locked(follower: Follower) -> Follower:
    """The row, unproven still. Raises ``WrongState``."""
    rows = Follower.objects.select_for_update(of=["self"])
    row = rows.filter(pk=follower.pk, proven_at=None).first()
    if row is None:
        raise WrongState(_("This is confirmed already."))
    return row


@transaction.atomic
def _is_right(follower: Follower, code: str, *, now: datetime) -> bool:
    return proving.fits(_locked(follower), code, now=now)


@transaction.atomic
def _take_in(follower: Follower, *, now: datetime) -> None:
    """Once for a contact, whatever secret its key was made under: the first row stays."""
    question = Question.objects.select_for_update(of=["self"]).get(
        pk=follower.question_id
    )
    require_public(question)
    row = _locked(follower)
    keys = blinds(contacts.CONTACT, unseal(row.sealed_contact))
    follows = question.followers.filter(contact_key__in=keys)
    if follows.exclude(proven_at=None).exists():
        row.delete()
        return
    row.proven_at, row.sealed_code = now, ""
    row.save(update_fields=["proven_at", "sealed_code"])


def _send_code(follower: Follower) -> None:
    post(
        CODE,
        key=f"{CODE}:{follower.pk}:{follower.times}",
        payload={"follower": follower.pk},
        county=follower.question.county,
    )


def _found(letter: Letter) -> Follower | None:
    rows = Follower.objects.select_related("question")
    return rows.filter(pk=letter.payload["follower"]).first()


def _carry_code(letter: Letter) -> str:
    follower = _found(letter)
    if follower is None or not follower.sealed_code:  # used or over meanwhile
        return "nobody"
    code = unseal(follower.sealed_code)
    with override(follower.language):
        text = _(TO_FOLLOW) % {"code": code, "number": follower.question.number}
    return _send(follower, text, key=letter.key)


def _carry_news(letter: Letter) -> str:
    follower = _found(letter)
    if follower is None:  # ended meanwhile
        return "nobody"
    try:
        require_public(follower.question)
    except WrongState:
        return "nobody"
    number, site = follower.question.number, settings.WAGTAILADMIN_BASE_URL
    with override(follower.language):
        text = " ".join(
            [
                _(WORDS[letter.payload["what"]]) % {"number": number},
                _(READ) % {"address": f"{site}/answers/{number}/"},
                _(STOP) % {"address": f"{site}/ask/follow/stop/{follower.stop}/"},
            ]
        )
    return _send(follower, text, key=letter.key)


def _send(follower: Follower, text: str, *, key: str) -> str:
    contact = unseal(follower.sealed_contact)
    return the_messenger()(follower.way, contact, text, key=key)


@delivers(CODE, carried_by=_carry_code)
def code_to_follow_was_sent(letter: Letter, *, receipt: str) -> None:
    """Nothing is written: the row itself says when the code was made."""


@delivers(NEWS, carried_by=_carry_news)
def follower_was_told(letter: Letter, *, receipt: str) -> None:
    """Nothing is written: the question's trail would tell how many follow."""
