"""Carrying one message to one channel, and noting that it arrived.

A webhook is called as Standard Webhooks says (https://www.standardwebhooks.com):
``webhook-id`` is the letter's key, so a receiver that gets a message twice knows.
"""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import cast

from django.utils import timezone

from xiangyin.gateways.fetch import TooSlow
from xiangyin.gateways.send import the_send
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services.outbox import NotYetKnown

from ..models import Channel, Dispatch, Item

TYPES = {
    Dispatch.Message.STORY: "story.published",
    Dispatch.Message.WITHDRAWAL: "story.withdrawn",
}
REFUSED = "The receiver answered %(status)s."
SILENT = "The receiver did not answer in time."


class Refusal(Exception):
    """The receiver answered, and not with yes."""


def carry(letter: Letter) -> str:
    """Call the channel if it has to be called, and return its receipt.

    Raises ``NotYetKnown`` if no answer came in time, ``Refusal`` for any answer
    but 2xx, ``FetchError`` if the receiver could not be reached.
    """
    dispatch = find(letter)
    if dispatch is None or dispatch.channel.kind != Channel.Kind.WEBHOOK:
        return ""
    if not dispatch.channel.is_open:
        return ""
    moment = int(timezone.now().timestamp())
    body = json.dumps(content(dispatch, moment=moment), ensure_ascii=False).encode()
    headers = signed(body, key=letter.key, moment=moment, secret=dispatch.channel.key)
    try:
        answer = the_send()(dispatch.channel.address, body, headers)
    except TooSlow as error:
        raise NotYetKnown(SILENT) from error
    if not 200 <= answer.status < 300:
        raise Refusal(REFUSED % {"status": answer.status})
    return f"HTTP {answer.status}"


def note_arrival(letter: Letter, *, receipt: str) -> None:
    """Write down that the message is where it should be."""
    dispatch = find(letter)
    if dispatch and dispatch.arrived_at is None:
        dispatch.arrived_at = timezone.now()
        dispatch.receipt = receipt[:200]
        dispatch.save(update_fields=["arrived_at", "receipt"])


def find(letter: Letter) -> Dispatch | None:
    return (
        Dispatch.objects.select_related("channel", "item__county", "item__unit")
        .filter(pk=letter.payload["dispatch"])
        .first()
    )


def content(dispatch: Dispatch, *, moment: int) -> dict:
    """What a webhook is sent. A withdrawal names the story and says no more."""
    item = dispatch.item
    data = {"key": item.key, "version": item.version, "address": item.address}
    if dispatch.message == Dispatch.Message.STORY:
        data |= _told(item)
    else:
        data["withdrawn_at"] = cast(datetime, item.withdrawn_at).isoformat()
    return {
        "type": TYPES[Dispatch.Message(dispatch.message)],
        "timestamp": datetime.fromtimestamp(moment, tz=UTC).isoformat(),
        "data": data,
    }


def _told(item: Item) -> dict:
    return {
        "title": item.title,
        "summary": item.summary,
        "html": item.html,
        "byline": item.byline,
        "unit": item.unit.name,
        "language": item.language,
        "published_at": item.published_at.isoformat(),
        "updated_at": item.updated_at.isoformat(),
    }


def signed(body: bytes, *, key: str, moment: int, secret: bytes) -> dict[str, str]:
    """The headers that prove who sent ``body``, and when."""
    signature = hmac.new(
        secret, f"{key}.{moment}.".encode() + body, hashlib.sha256
    ).digest()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": key,
        "webhook-timestamp": str(moment),
        "webhook-signature": "v1," + base64.b64encode(signature).decode(),
    }
