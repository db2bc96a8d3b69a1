"""The door of the drill ``outbox_kills``: a fact comes true, and others must hear.

One request is one fact: an item that goes to every channel of the county, and a
notice to a partner who knows no keys. Every tenth is refused after all was written.
"""

import json
import urllib.request
from datetime import UTC, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import JsonResponse
from django.urls import path

from xiangyin.gateways.fetch import Guard, TooSlow
from xiangyin.gateways.send import send
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.models import Unit
from xiangyin.kernel.services.outbox import NotYetKnown, delivers, post
from xiangyin.publishing.models import Channel
from xiangyin.publishing.services.items import publish_item

NOTICE = "drill.notice"
MOMENT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ANYBODY = Guard(denies=lambda address: not address.startswith("127."), ports=None)

send_to_loopback = partial(send, deadline=0.4, guard=ANYBODY)


def tell_a_fact(request, number: int):
    """Everything in the transaction of the request's key, as a door of ours would."""
    by_letter = not settings.AFTER_THE_COMMIT
    for county in Unit.objects.counties():
        if county.code == "silent" and number % 25:
            continue
        publish_item(
            unit=county,
            key=f"fact:{number}",
            title=f"茶湾村的桥通了 {number}",
            summary="",
            html="<p>桥长四十米。</p>",
            byline="",
            language="zh-hans",
            address=f"http://127.0.0.1/{number}/",
            published_at=MOMENT,
            updated_at=MOMENT,
        )
    if by_letter:
        told = {"fact": f"fact:{number}"}
        post(NOTICE, key=f"notice:{number}", payload=told, county=the_county())
    else:
        transaction.on_commit(lambda: _send_at_once(number))
    if number % 10 == 9:
        raise RuleBroken("This fact is refused after everything was written.")
    return JsonResponse({"fact": number})


def the_county() -> Unit:
    return Unit.objects.counties().get(code="qinglan")


def _send_at_once(number: int) -> None:
    """What the twin does: it sends when the fact is committed, and is done."""
    for channel in Channel.objects.filter(unit=the_county(), kind="webhook"):
        told = {"webhook-id": f"fact:{number}:{channel.pk}"}
        body = json.dumps({"data": {"key": f"fact:{number}"}}).encode()
        send_to_loopback(channel.address, body, told)
    _call("POST", f"{settings.PARTNERS}/notices", {"fact": f"fact:{number}"})


def _call(method: str, address: str, told: dict | None = None) -> dict:
    body = json.dumps(told).encode() if told is not None else None
    request = urllib.request.Request(address, data=body, method=method)
    with urllib.request.urlopen(request, timeout=2) as answer:
        return json.loads(answer.read())


def carry_notice(letter) -> str:
    """To a partner who knows no keys: a second message would be a second effect."""
    try:
        _call("POST", f"{settings.PARTNERS}/notices", letter.payload)
    except TimeoutError as error:
        raise NotYetKnown from error
    return "taken"


def ask_for_notice(letter) -> str | None:
    """Before a second try: has the partner got it?"""
    try:
        known = _call("GET", f"{settings.PARTNERS}/has/{letter.payload['fact']}")
    except (OSError, TooSlow) as error:
        raise NotYetKnown from error
    return "had it" if known["has"] else None


def take_notices() -> None:
    """Register how notices leave; called by whoever serves or works in the drill."""

    def arrived(letter, *, receipt):
        """Nothing to write but the mark."""

    delivers(NOTICE, carried_by=carry_notice, asked_by=ask_for_notice)(arrived)


urlpatterns = [path("fact/<int:number>/", tell_a_fact)]
