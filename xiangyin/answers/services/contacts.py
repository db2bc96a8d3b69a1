"""Names and contacts of askers: sealed, opened for who handles the case, each look noted."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from xiangyin.kernel.rights import may, require
from xiangyin.kernel.sealing import blind, unseal
from xiangyin.kernel.services.audit import record

from ..models import Question, Way

CONTACT = "answers.contact"
MOBILE = re.compile(r"1[3-9]\d{9}")
LONGEST_CONTACT = 120
SEE_CONTACT = "answers.see_contact"


@dataclass(frozen=True)
class Asker:
    """Who asked, opened for this once."""

    name: str
    contact: str
    way: str


def clean_contact(words: str) -> tuple[str, str]:
    """A contact as it is kept, and by what it is reached.

    Raises ``ValidationError`` if it is neither a mobile number nor a mail address.
    """
    told = words.strip()
    if "@" in told and len(told) <= LONGEST_CONTACT:
        try:
            validate_email(told)
        except ValidationError:
            raise ValidationError(_("This is no mail address.")) from None
        return told.lower(), Way.MAIL
    digits = "".join(str(int(sign)) for sign in told if sign.isdecimal())
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    if not MOBILE.fullmatch(digits):
        raise ValidationError(
            _("Write a mobile number of eleven digits, or a mail address.")
        )
    return digits, Way.SMS


def key_of(contact: str) -> str:
    """By which other questions of one contact are counted, without opening any."""
    return blind(CONTACT, contact) if contact else ""


def masked(contact: str) -> str:
    """Enough of a contact to know it again.

    >>> masked("13812345678"), masked("wang.li@example.cn")
    ('138••••5678', 'w••••@example.cn')
    """
    if "@" in contact:
        name, _at, place = contact.rpartition("@")
        return f"{name[:1]}••••@{place}"
    return f"{contact[:3]}••••{contact[-4:]}" if contact else ""


@transaction.atomic
def look_at_asker(question: Question, *, by, why: str) -> Asker:
    """Open name and contact for ``by``, and write that they looked, and why.

    Raises ``NotAllowed`` for who does not handle it, ``ValidationError`` without a
    reason.
    """
    require_handling(question, by)
    if not why.strip():
        raise ValidationError({"why": _("Say what you need it for: it is noted.")})
    record(
        question, "look", by=by, label=_("Looked at name and contact"), note=why.strip()
    )
    return Asker(
        name=unseal(question.sealed_name),
        contact=unseal(question.sealed_contact),
        way=question.way,
    )


def require_handling(question: Question, by) -> None:
    """Raise ``NotAllowed`` unless ``by`` handles it at the unit that leads now."""
    require(by, SEE_CONTACT, question)


def may_look(question: Question, person) -> bool:
    return may(person, SEE_CONTACT, question) and bool(
        question.sealed_name or question.sealed_contact
    )
