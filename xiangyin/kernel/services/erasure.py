"""Deleting what the register says of a person, on request or when they leave.

The row of the person stays, under a number: what was signed must go on showing
that three different people signed it. Everything that says who they were goes.
"""

from collections.abc import Callable

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from ..errors import NotAllowed, RuleBroken
from ..models import Person, Picture
from ..personal import SELF, Personal, Removal, register
from ..rights import may
from .audit import record
from .deletions import erases, note_deletion
from .names import holding, names_of, pseudonym, replace_in_rows
from .posts import forget_posts

Step = Callable[[Person, list[str]], object]
_steps: list[Step] = []

PERSON = "person"
ADMINISTER = "kernel.administer"


def on_erasure(step: Step) -> Step:
    """Register what a desk deletes by itself: ``step(person, names)``."""
    _steps.append(step)
    return step


def is_erased(person: Person) -> bool:
    return person.name == pseudonym(person)


def may_erase(by: Person, person: Person) -> bool:
    """Who administers every post of a person may delete them; nobody themselves."""
    if by.pk == person.pk or is_erased(person):
        return False
    if by.is_superuser:
        return True
    within = [may(by, ADMINISTER, post.unit) for post in person.held_posts]
    return bool(within) and all(within) and not person.is_superuser


def erase_person(person: Person, *, by: Person) -> None:
    """Delete a person's data. Raises ``NotAllowed`` or ``RuleBroken``."""
    if is_erased(person):
        raise RuleBroken(_("This person's data was deleted already."))
    if not may_erase(by, person):
        raise NotAllowed(_("Your post does not include this."))
    _erase(person, by=by)


@erases(PERSON)
def erase_again(pk: int, *, by=None) -> bool:
    """Delete a person anew after a restore. Says whether there was anybody."""
    person = Person.objects.filter(pk=pk).first()
    if person is None or is_erased(person):
        return False
    _erase(person, by=by)
    return True


@transaction.atomic
def _erase(person: Person, *, by) -> None:
    person = Person.objects.select_for_update().get(pk=person.pk)
    names, county = names_of(person), person.county
    for step in _steps:
        step(person, names)
    rename_unshown_pictures(person, names)
    for entry in register():
        remove(entry, person, names)
    end_sessions(person)
    close_account(person)
    note_deletion(PERSON, person.pk, by=by)
    label = _("Personal data deleted")
    record(person, "erase", by=by, county=county, label=label)


def remove(entry: Personal, person: Person, names: list[str]) -> None:
    """Do with one entry of the register what it says."""
    if entry.removal == Removal.NAMES:
        replace_in_rows(entry.rows.all(), entry.fields, names, pseudonym(person))
    elif entry.of and entry.of != SELF and entry.removal == Removal.ROW:
        for row in entry.of_person(person):
            row.delete()
    elif entry.of and entry.removal == Removal.BLANK:
        entry.of_person(person).update(**{field: "" for field in entry.fields})


def close_account(person: Person) -> None:
    """Leave a number where the person was; nobody logs in with it."""
    person.name = pseudonym(person)
    person.username = f"deleted-{person.pk}"
    person.name_en = person.email = ""
    person.set_unusable_password()
    person.is_active = person.is_staff = person.is_superuser = False
    person.last_login = None
    person.save()
    forget_posts(person)


def end_sessions(person: Person) -> None:
    """Log the person out everywhere."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def rename_unshown_pictures(person: Person, names: list[str]) -> None:
    """Take names off pictures; one that a page shows is published with its credit."""
    for field in ("title", "description", "credit"):
        column = Picture._meta.get_field(field)
        for picture in holding(Picture.objects.all(), column, names):
            if not picture.is_shown:
                rows = Picture.objects.filter(pk=picture.pk)
                replace_in_rows(rows, [field], names, pseudonym(person))
                Picture.objects.get(pk=picture.pk).save()
