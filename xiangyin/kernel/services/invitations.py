"""A link, once, with which a person chooses a password: the first or a new one."""

import base64
from datetime import datetime, timedelta
from io import BytesIO

import qrcode
from allauth.mfa.models import Authenticator
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from ..errors import RuleBroken
from ..models import Invitation, Person
from .audit import record
from .posts import may_keep
from .sessions import end_all

LASTS = timedelta(days=7)


class DeadLink(RuleBroken):
    """The link was used, has ended, or never was one."""


def signer(person: Person) -> Signer:
    """Bound to the password in force: a new one ends every link that is out."""
    return Signer(salt=f"xiangyin.invitation:{person.password}", sep="~")


def token_of(invitation: Invitation) -> str:
    return signer(invitation.person).sign(str(invitation.pk))


@transaction.atomic
def invite(person: Person, *, by, now: datetime, frees_second_factor=False):
    """Make a link for ``person``; the links before it end."""
    person.invitations.filter(used_at=None, ends_at__gt=now).update(ends_at=now)
    invitation = Invitation.objects.create(
        person=person,
        by=by,
        made_at=now,
        ends_at=now + LASTS,
        frees_second_factor=frees_second_factor,
    )
    record(
        person,
        "invite",
        by=by,
        county=person.county,
        label=_("Sign-in link made"),
        frees_second_factor=frees_second_factor,
    )
    return invitation


def open_invitation(person: Person, *, now: datetime) -> Invitation | None:
    """The link that is out, for the administrator who shows or prints it."""
    out = person.invitations.filter(used_at=None, ends_at__gt=now)
    return out.order_by("-pk").first()


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """The invitation behind a link. Raises ``DeadLink``, the same for every reason."""
    number = token.partition("~")[0]
    rows = Invitation.objects.select_related("person", "by")
    found = rows.filter(pk=number).first() if number.isdecimal() else None
    if found is None or not _is_alive(found, token, now):
        raise DeadLink(
            _(
                "This link is used up or too old. Ask your office's administrator for"
                " a new one; it takes them a minute."
            )
        )
    return found


def is_open(ends_at: datetime, *, now: datetime) -> bool:
    """Neither too old nor made by a clock that was far ahead of this one."""
    return now < ends_at <= now + 2 * LASTS


def _is_alive(invitation: Invitation, token: str, now: datetime) -> bool:
    try:
        signer(invitation.person).unsign(token)
    except BadSignature:
        return False
    if invitation.used_at or not is_open(invitation.ends_at, now=now):
        return False
    if not invitation.person.is_active:
        return False
    return invitation.by is None or may_keep(invitation.by, invitation.person)


@transaction.atomic
def accept(token: str, *, password: str, now: datetime) -> Person:
    """Set the password that the person chose; the link and all sessions end."""
    number = token.partition("~")[0]
    if number.isdecimal():
        Invitation.objects.select_for_update().filter(pk=number).first()
    invitation = find_invitation(token, now=now)
    person = invitation.person
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    person.set_password(password)
    person.save(update_fields=["password"])
    if invitation.frees_second_factor:
        Authenticator.objects.filter(user=person).delete()
    end_all(person)
    record(
        person,
        "password",
        by=person,
        county=person.county,
        label=_("Password chosen by a link"),
    )
    return person


def qr_code(text: str) -> str:
    """``text`` as a QR code: an SVG as a data address, to be shown by an ``<img>``."""
    image = qrcode.make(text, image_factory=SvgPathImage, border=2)
    out = BytesIO()
    image.save(out)
    return f"data:image/svg+xml;base64,{base64.b64encode(out.getvalue()).decode()}"
