"""Tips: received from phones, taken up, declined, merged."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.deadlines import deadline
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.events import announce
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.cases import move, open_case
from xiangyin.kernel.services.pictures import keep_photo

from ..events import TipReceived
from ..models import Plan, Tip, TipPhoto
from ..models.tip import MOST_PHOTOS
from .plans import assign, make_plan

WORKDAYS_TO_LOOK = 1


@transaction.atomic
def receive_tip(
    *,
    by,
    unit,
    text: str,
    place: str = "",
    happens: str = "",
    contact: str = "",
    photos=(),
    client_key=None,
    today: date,
) -> Tip:
    """Open a tip. An editor looks at it by the end of the next working day.

    ``photos`` are uploaded files, re-encoded unless a form did; ``client_key`` is made by
    the phone, so that a form sent twice over a weak line is one tip. Raises
    ``ValidationError`` with a message per field.
    """
    require(by, "newsroom.send_tip", unit)
    return _receive(
        by=by,
        unit=unit,
        text=text,
        place=place,
        happens=happens,
        contact=contact,
        photos=photos,
        client_key=client_key,
        today=today,
    )


@transaction.atomic
def receive_offer(*, by, unit, text: str, place: str, key, today: date) -> Tip:
    """Open a tip that another desk offers in the name of ``by``, once for each ``key``.

    The crossing has asked for the right over there: who answers residents has none here.
    """
    return _receive(
        by=by, unit=unit, text=text, place=place, client_key=key, today=today
    )


def _receive(
    *,
    by,
    unit,
    text: str,
    place: str,
    today: date,
    happens: str = "",
    contact: str = "",
    photos=(),
    client_key=None,
) -> Tip:
    known = _sent_before(client_key, by)
    if known:
        return known
    if len(photos) > MOST_PHOTOS:
        raise ValidationError(
            {
                "photos": _("A tip carries up to %(most)d photos.")
                % {"most": MOST_PHOTOS}
            }
        )
    due = deadline(today, workdays=WORKDAYS_TO_LOOK, county=unit.county)
    tip = Tip(
        unit=unit,
        text=text,
        place=place,
        happens=happens,
        contact=contact,
        sender=by,
        sent_at=timezone.now(),
        due_on=due.day,
        due_is_provisional=due.provisional,
        client_key=client_key,
    )
    try:
        open_case(tip, by=by, on=today)
    except ValidationError:
        known = _sent_before(client_key, by)
        if known:
            return known
        raise
    for position, photo in enumerate(photos):
        picture = keep_photo(
            photo, unit=unit, by=by, title=f"{tip.number}-{position + 1}"
        )
        TipPhoto.objects.create(tip=tip, picture=picture, position=position)
    announce(TipReceived(tip_id=tip.pk))
    return tip


def _sent_before(client_key, by) -> Tip | None:
    """The tip this phone has sent with this key already, be it a moment ago."""
    if not client_key:
        return None
    return Tip.objects.filter(client_key=client_key, sender=by).first()


@transaction.atomic
def take_up_tip(
    tip: Tip,
    *,
    by,
    today: date,
    working_title: str = "",
    theme=None,
    form: str = Plan.Form.NEWS,
    due_on: date | None = None,
    note: str = "",
    reporter=None,
) -> Plan:
    """Turn a waiting tip into a plan. The tip's first line is its working title.

    With a ``reporter`` the plan is assigned in the same step.

    Raises ``WrongState`` if somebody took the tip already.
    """
    move(tip, "take_up", by=by, note=note)
    if note:
        tip.answer = note
    tip.owner = by
    tip.save(update_fields=["answer", "owner"])
    plan = make_plan(
        unit=tip.unit,
        tip=tip,
        working_title=working_title or tip.headline,
        theme=theme,
        form=form,
        due_on=due_on,
        by=by,
        today=today,
    )
    if reporter:
        assign(plan, reporter=reporter, by=by)
    return plan


@transaction.atomic
def decline_tip(tip: Tip, *, by, note: str) -> None:
    """Decline with a reason, which the sender reads.

    Raises ``RuleBroken`` without one.
    """
    move(tip, "decline", by=by, note=note)
    tip.answer = note
    tip.owner = by
    tip.save(update_fields=["answer", "owner"])


@transaction.atomic
def merge_tip(tip: Tip, *, into: Tip, by, note: str = "") -> None:
    """Join ``tip`` to another about the same matter; both senders follow one plan.

    Raises ``RuleBroken`` if the other is declined, merged itself or elsewhere.
    """
    if into.pk == tip.pk or into.county_id != tip.county_id or into.merged_into_id:
        raise RuleBroken(_("Choose another tip of this county to merge into."))
    if into.state == "declined":
        raise RuleBroken(_("That tip was declined: put it back first."))
    move(tip, "merge", by=by, note=note)
    tip.merged_into = into
    tip.owner = by
    tip.save(update_fields=["merged_into", "owner"])
    Tip.objects.filter(merged_into=tip).update(merged_into=into)


@transaction.atomic
def reopen_tip(tip: Tip, *, by, note: str = "") -> None:
    """Put a declined or merged tip back among those that wait."""
    move(tip, "reopen", by=by, note=note)
    tip.answer = ""
    tip.merged_into = None
    tip.save(update_fields=["answer", "merged_into"])
