"""Items: one version of a story each, sent to every open channel of its county."""

import re
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from xiangyin.kernel.services.outbox import post

from ..models import Channel, Dispatch, Item
from .channels import ensure_feed

SENT = "publishing.dispatch"
SHOWN = ("title", "summary", "html", "byline", "language", "address", "unit_id")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@transaction.atomic
def publish_item(
    *,
    unit,
    key: str,
    title: str,
    summary: str,
    html: str,
    byline: str,
    language: str,
    address: str,
    published_at: datetime,
    updated_at: datetime,
) -> Item:
    """Send this version of ``key`` to every open channel of the county.

    A version that says the same as the one before is not sent again, unless that
    one was withdrawn. ``html`` is safe HTML; ``updated_at`` is no part of what is
    compared. The letters are posted in the same transaction.
    """
    county = unit.county
    before = Item.objects.newest(county, key)
    item = Item(
        unit=unit,
        county=county,
        key=key,
        version=before.version + 1 if before else 1,
        title=in_xml(title)[:255],
        summary=in_xml(summary)[:400],
        html=in_xml(html),
        byline=in_xml(byline)[:120],
        language=language,
        address=address,
        published_at=published_at,
        updated_at=updated_at,
    )
    if before and before.withdrawn_at is None and _says_the_same(before, item):
        return before
    item.save()
    ensure_feed(county)
    for channel in Channel.objects.filter(unit=county, is_open=True):
        _send(item, channel, Dispatch.Message.STORY)
    return item


@transaction.atomic
def withdraw_item(*, county, key: str, at: datetime | None = None) -> int:
    """Take every version of ``key`` back and tell the channels that had one.

    Returns how many channels are told; nothing the second time.
    """
    newest = Item.objects.newest(county, key)
    if newest is None or newest.withdrawn_at is not None:
        return 0
    Item.objects.of(county, key).filter(withdrawn_at=None).update(
        withdrawn_at=at or timezone.now()
    )
    newest.refresh_from_db()
    had_one = Channel.objects.filter(
        dispatches__item__county=county, dispatches__item__key=key
    ).distinct()
    for channel in had_one:
        _send(newest, channel, Dispatch.Message.WITHDRAWAL)
    return len(had_one)


def _send(item: Item, channel: Channel, message: str) -> None:
    dispatch, _made = Dispatch.objects.get_or_create(
        item=item, channel=channel, message=message
    )
    dispatch.letter = post(
        SENT,
        key=letter_key(dispatch),
        payload={"dispatch": dispatch.pk},
        county=item.county,
    )
    dispatch.save(update_fields=["letter"])


def letter_key(dispatch: Dispatch) -> str:
    """What the receiver knows a message by, however often it comes."""
    item = dispatch.item
    key = f"{item.county.code}:{item.key}:v{item.version}:{dispatch.channel_id}"
    if dispatch.message == Dispatch.Message.WITHDRAWAL:
        return f"{key}:withdrawn"
    return key


def in_xml(text: str) -> str:
    """``text`` without the characters that no XML document may contain.

    >>> in_xml("a\\x00b\\x0bc")
    'abc'
    """
    return NOT_XML.sub("", text)


def _says_the_same(one: Item, other: Item) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in SHOWN)
