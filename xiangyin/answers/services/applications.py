"""Applications that may send questions: each has a key, of which only a mark is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.limits import count_once, give_back
from xiangyin.kernel.services.sign_in import network_of

from ..models import Application

KEEP = "answers.keep_catalogue"
WRONG_FROM_A_NETWORK = 60
A_WHILE = timedelta(hours=1)


def mark_of(key: str) -> str:
    """A key is chance enough that its mark needs no secret."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def make_application(
    county, *, by, name: str, now: datetime
) -> tuple[Application, str]:
    """Let a program send questions. Returns it and its key, which is told this once."""
    require(by, KEEP, county)
    key = secrets.token_urlsafe(24)
    application = Application(
        county=county, name=name, key_mark=mark_of(key), made_by=by, made_at=now
    )
    application.full_clean()
    application.save()
    record(application, "make", by=by, label=_("An application was given a key"))
    return application, key


@transaction.atomic
def set_open(application: Application, *, by, is_open: bool) -> None:
    """Shut an application out, or let it in again. What it sent stays."""
    require(by, KEEP, application)
    application.is_open = is_open
    application.save(update_fields=["is_open"])
    label = _("The application was let in") if is_open else _("It was shut out")
    record(application, "open" if is_open else "shut", by=by, label=label)


def application_of(
    key: str, *, county, address: str, now: datetime
) -> Application | None:
    """The application with this key, or None. Raises ``RuleBroken`` after many tries."""
    if not key:
        return None
    about = ("open311 key", network_of(address))
    if not count_once(*about, most=WRONG_FROM_A_NETWORK, within=A_WHILE, now=now):
        raise RuleBroken(_("That was tried too often. Wait an hour, then try again."))
    found = Application.objects.filter(
        county=county, key_mark=mark_of(key), is_open=True
    ).first()
    if found:
        give_back(*about)
    return found
