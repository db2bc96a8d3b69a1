"""Our own feed: what an office publishes from another system becomes its works."""

from django.core.exceptions import ValidationError
from django.db import transaction

from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Work, WorkFeed
from .articles import Kept, Reading
from .feed_state import ask_anew
from .work_rows import WorkRow, key_of, known_works
from .works import register_work


@transaction.atomic
def keep_feed_works(feed: WorkFeed, readings: list[Reading]) -> Kept:
    """Register what our feed brought; what the newsroom registered itself is left."""
    rows = {row.fingerprint: row for row in _rows(feed, readings)}
    addresses = [row.address for row in rows.values() if row.address]
    theirs = Work.objects.of_county(feed.county).filter(address__in=addresses)
    there = set(theirs.exclude(key__in=rows).values_list("address", flat=True))
    known = known_works(feed.county, rows)
    fresh = [
        row
        for key, row in rows.items()
        if key not in known and row.address not in there
    ]
    for row in fresh:
        register_work(
            unit=feed.unit,
            key=row.fingerprint,
            title=row.title,
            text=row.text,
            published_on=row.published_on,
            authors=row.authors,
            address=row.address,
        )
    return Kept(new=len(fresh), known=len(readings) - len(fresh))


def _rows(feed: WorkFeed, readings: list[Reading]) -> list[WorkRow]:
    return [
        WorkRow(
            unit=feed.unit,
            fingerprint=key_of(reading, "feed"),
            title=reading.title,
            text=reading.text,
            published_on=reading.published_on,
            authors=reading.byline,
            address=reading.address,
        )
        for reading in readings
        if reading.text
    ]


@transaction.atomic
def keep_own_feed(feed: WorkFeed, *, by) -> WorkFeed:
    """Save a feed of ours; with another address it is asked anew."""
    feed.county = feed.unit.county
    require(by, "placements.handle", feed.county)
    before = WorkFeed.objects.filter(pk=feed.pk).values_list("feed", flat=True).first()
    if not feed.feed:
        raise ValidationError(
            {"feed": WorkFeed._meta.get_field("feed").error_messages["blank"]}
        )
    if before != feed.feed:
        ask_anew(feed)
    feed.full_clean()
    fresh = feed.pk is None
    feed.save()
    record(feed, "create" if fresh else "change", by=by, note=feed.feed)
    return feed
