"""What must surely leave the house: posted now, delivered by the worker.

A desk posts a letter in the transaction of the fact it follows from. The
worker leases one letter at a time, calls the handler of its kind and writes
what came of it. A handler that raises is tried again, later each time; after
``LAST_ATTEMPT`` the letter is given up and shown to the operator.

A fact that others must surely hear of is told the same way: :func:`tell` posts
one letter for each crossing that :func:`hears` of it (see decision 0003).
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..models import Letter

logger = logging.getLogger(__name__)

Handler = Callable[..., None]
Carrier = Callable[[Letter], object]
_handlers: dict[str, Handler] = {}
_carriers: dict[str, Carrier] = {}

LEASE = timedelta(minutes=5)
LAST_ATTEMPT = 8


class NotYetKnown(Exception):
    """The receiver gave no answer: it may or may not have been done."""


def delivers(
    kind: str, *, carried_by: Carrier | None = None
) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of one kind of letter.

    The handler runs in one transaction with the mark that the letter arrived, so
    it writes and calls nobody. What calls another machine is ``carried_by``: it
    runs before, outside of any transaction, so that a slow partner holds no lock;
    the handler gets what it returned as ``receipt``.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if carried_by:
            _carriers[kind] = carried_by
        return handler

    return register


def hears(fact: str, *, as_: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as one crossing that hears of ``fact``."""
    return delivers(f"{fact}>{as_}")


def tell(fact: str, *, key: str, payload: dict, county=None) -> list[Letter]:
    """Post one letter to every crossing that hears of ``fact``.

    Called in the transaction in which the fact comes true. Each crossing has its
    own letter: one that fails is tried again alone. ``key`` names this
    occurrence; told twice, it is heard once.
    """
    return [
        post(kind, key=f"{kind}:{key}", payload=payload, county=county)
        for kind in sorted(_handlers)
        if kind.startswith(f"{fact}>")
    ]


def post(kind: str, *, key: str, payload: dict, county=None, at=None) -> Letter:
    """Put a letter in the outbox. The same ``key`` posted twice is one letter."""
    now = timezone.now()
    letter, _created = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "payload": payload,
            "county": county,
            "posted_at": now,
            "next_try_at": at or now,
        },
    )
    return letter


def due(*, now):
    """Letters that wait, whose time has come and which no worker holds."""
    open_states = [Letter.State.WAITING, Letter.State.UNKNOWN]
    return Letter.objects.filter(state__in=open_states, next_try_at__lte=now).filter(
        Q(leased_until=None) | Q(leased_until__lt=now)
    )


def deliver_due(*, limit: int = 50) -> int:
    """Deliver what is due. Returns how many letters were delivered."""
    delivered = 0
    now = timezone.now()
    for pk in due(now=now).order_by("next_try_at").values_list("pk", flat=True)[:limit]:
        if lease(pk, now=now):
            delivered += deliver(Letter.objects.get(pk=pk))
    return delivered


def lease(pk: int, *, now) -> bool:
    """Take a letter for this worker. Of two workers, one succeeds."""
    return bool(due(now=now).filter(pk=pk).update(leased_until=now + LEASE))


def deliver(letter: Letter) -> bool:
    """Call the handler of a leased letter and write what came of it."""
    letter.attempts += 1
    try:
        handler = _handlers[letter.kind]
        if carrier := _carriers.get(letter.kind):
            handler = partial(handler, receipt=carrier(letter))
        with transaction.atomic():
            handler(letter)
            letter.state = Letter.State.DELIVERED
            letter.delivered_at = timezone.now()
            letter.last_error = ""
            letter.leased_until = None
            letter.save()
    except Exception as error:
        logger.warning("letter %s failed: %s", letter.key, error)
        put_back(letter, error)
        return False
    return True


def put_back(letter: Letter, error: Exception) -> None:
    """Keep a failed letter for a later try: after 1, 2, 4 … minutes."""
    given_up = letter.attempts >= LAST_ATTEMPT
    unknown = isinstance(error, NotYetKnown)
    if given_up:
        letter.state = Letter.State.GIVEN_UP
    elif unknown:
        letter.state = Letter.State.UNKNOWN
    else:
        letter.state = Letter.State.WAITING
    letter.delivered_at = None
    letter.leased_until = None
    letter.next_try_at = timezone.now() + timedelta(minutes=2 ** (letter.attempts - 1))
    letter.last_error = f"{type(error).__name__}: {error}"[:500]
    letter.save()


def try_again(letter: Letter) -> None:
    """The operator asks for another try, now."""
    letter.attempts = 0
    letter.state = Letter.State.WAITING
    letter.next_try_at = timezone.now()
    letter.save(update_fields=["attempts", "state", "next_try_at"])
