"""What the newsroom deletes: a sender's words, a contact whose time is over."""

from datetime import timedelta

from django.db.models import Max
from wagtail.search import index

from xiangyin.kernel.models import Record
from xiangyin.kernel.personal import sweeps
from xiangyin.kernel.services.audit import subject_of
from xiangyin.kernel.services.erasure import on_erasure
from xiangyin.kernel.services.names import replaced

from ..models import Plan, Story, Tip, TipPhoto
from ..personal import CONTACT

GONE = "（已按本人要求删除）"


@on_erasure
def forget_the_sender(person, names: list[str]) -> None:
    """Empty the tips a person sent; stories made from them are published texts."""
    for tip in Tip.objects.filter(sender=person):
        forget_photos(tip)
        unbegun = Plan.objects.filter(tip=tip, stories=None)
        unbegun.filter(working_title=tip.headline).update(working_title=tip.number)
        Tip.objects.filter(pk=tip.pk).update(
            text=GONE, place="", happens="", contact="", answer="", client_key=None
        )


def forget_photos(tip: Tip) -> None:
    """Delete the photos of a tip, except those that a story shows."""
    for photo in tip.photos.select_related("picture"):
        picture = photo.picture
        photo.delete()
        if (
            not picture.is_shown
            and not TipPhoto.objects.filter(picture=picture).exists()
        ):
            picture.delete()


@on_erasure
def forget_the_author(person, names: list[str]) -> None:
    """Take the name off drafts; what was signed or published stays as it is."""
    drafts = Story.objects.filter(first_published_at=None, signatures=None)
    for story in drafts.filter(owner=person):
        for revision in story.revisions.all():
            kept = revision.content
            kept["byline"] = without(names, kept.get("byline", ""))
            revision.content = kept
            revision.save(update_fields=["content"])
        byline = without(names, story.byline)
        Story.objects.filter(pk=story.pk).update(byline=byline)
        index.insert_or_update_object(Story.objects.get(pk=story.pk))


def without(names: list[str], byline: str) -> str:
    return replaced(byline, names, "").strip(" 、,，")


@sweeps("newsroom.Tip")
def forget_old_contacts(*, now) -> int:
    """Empty the contact of tips that were closed long enough ago."""
    over = now - timedelta(days=CONTACT.days or 0)
    closed = Tip.objects.filter(state__in=Tip.closed_states).exclude(contact="")
    old = [tip.pk for tip in closed if closed_at(tip) < over]
    return Tip.objects.filter(pk__in=old).update(contact="")


def closed_at(tip: Tip):
    """When the last step was taken, by the audit trail."""
    lines = Record.objects.filter(subject=subject_of(tip))
    moved = lines.filter(action__in=tip.lifecycle.steps)
    return moved.aggregate(at=Max("at"))["at"] or tip.sent_at
