"""What must surely leave the house: posted now, delivered by the worker.

A desk posts a letter in the transaction of the fact it follows from. The
worker leases one letter at a time, calls the handler of its kind and writes
what came of it. A handler that raises is tried again, later each time; after
``LAST_ATTEMPT`` the letter is given up and shown to the operator.

A try is counted when it begins, and a letter that another machine may have got is
*unknown* from then until its outcome is written: a worker that dies over it leaves
no letter behind that looks untouched.

A fact that others must surely hear of is told the same way: :func:`tell` posts
one letter for each crossing that :func:`hears` of it (see decision 0003).
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from ..models import Letter

logger = logging.getLogger(__name__)

Handler = Callable[..., None]
Carrier = Callable[[Letter], object]
_handlers: dict[str, Handler] = {}
_carriers: dict[str, Carrier] = {}
_askers: dict[str, Carrier] = {}

LAST_ATTEMPT = 8


def lease_lasts() -> timedelta:
    """Longer than any try: who holds a letter longer has died over it."""
    return getattr(settings, "XIANGYIN_LEASE", timedelta(minutes=5))


def first_wait() -> timedelta:
    """How long a failed letter waits for its second try; then twice as long each."""
    return getattr(settings, "XIANGYIN_FIRST_WAIT", timedelta(minutes=1))


class NotYetKnown(Exception):
    """The receiver gave no answer: it may or may not have been done."""


class WorkerDied(Exception):
    """Every try ended with the worker: the letter itself may be what kills it."""


def delivers(
    kind: str, *, carried_by: Carrier | None = None, asked_by: Carrier | None = None
) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of one kind of letter.

    The handler runs in one transaction with the mark that the letter arrived, so
    it writes and calls nobody. What calls another machine, or works for seconds, is
    ``carried_by``: it runs before, outside of any transaction, so that it holds no
    lock; the handler gets what it returned as ``receipt``.

    A receiver that knows no keys would do a repeated message twice. For such a one
    ``asked_by`` asks before any second try whether the first arrived; it returns the
    receipt, or None if nothing came, or raises ``NotYetKnown``.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if carried_by:
            _carriers[kind] = carried_by
        if asked_by:
            _askers[kind] = asked_by
        return handler

    return register


def hears(
    fact: str, *, as_: str, carried_by: Carrier | None = None
) -> Callable[[Handler], Handler]:
    """Register the decorated function as one crossing that hears of ``fact``."""
    return delivers(f"{fact}>{as_}", carried_by=carried_by)


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
    waiting = due(now=timezone.now()).order_by("next_try_at")
    for pk in waiting.values_list("pk", flat=True)[:limit]:
        if lease(pk, now=timezone.now()):
            delivered += deliver(Letter.objects.get(pk=pk))
    return delivered


def lease(pk: int, *, now) -> bool:
    """Take a letter for this worker, and count the try. Of two workers, one succeeds."""
    leaves = When(kind__in=list(_carriers), then=Value(Letter.State.UNKNOWN))
    return bool(
        due(now=now)
        .filter(pk=pk)
        .update(
            leased_until=now + lease_lasts(),
            attempts=F("attempts") + 1,
            state=Case(leaves, default=F("state")),
        )
    )


def held(letter: Letter):
    """The letter's row as long as its lease is this worker's: nobody took it over."""
    return Letter.objects.filter(pk=letter.pk, leased_until=letter.leased_until)


def deliver(letter: Letter) -> bool:
    """Call the handler of a leased letter and write what came of it.

    Nothing is written, by the handler neither, once another worker took it over.
    """
    try:
        if letter.attempts > LAST_ATTEMPT:
            raise WorkerDied
        handler = _handlers[letter.kind]
        if letter.kind in _carriers:
            handler = partial(handler, receipt=carry(letter))
        with transaction.atomic():
            if not held(letter).select_for_update():
                return False
            handler(letter)
            held(letter).update(
                state=Letter.State.DELIVERED,
                delivered_at=timezone.now(),
                last_error="",
                leased_until=None,
            )
    except Exception as error:
        logger.warning("letter %s failed: %s", letter.key, error)
        put_back(letter, error)
        return False
    return True


def carry(letter: Letter) -> object:
    """Call the receiver, or find out that it was called already."""
    asks = _askers.get(letter.kind)
    receipt = asks(letter) if asks and letter.attempts > 1 else None
    return _carriers[letter.kind](letter) if receipt is None else receipt


def put_back(letter: Letter, error: Exception) -> None:
    """Keep a failed letter for a later try: after 1, 2, 4 … minutes."""
    if letter.attempts >= LAST_ATTEMPT:
        state = Letter.State.GIVEN_UP
    elif isinstance(error, NotYetKnown):
        state = Letter.State.UNKNOWN
    else:
        state = Letter.State.WAITING
    wait = first_wait() * 2 ** (letter.attempts - 1)
    held(letter).update(
        state=state,
        delivered_at=None,
        leased_until=None,
        next_try_at=timezone.now() + wait,
        last_error=f"{type(error).__name__}: {error}"[:500],
    )


def try_again(letter: Letter) -> None:
    """The operator asks for another try, now.

    One try stays counted: what may have arrived is asked after, not sent anew.
    """
    letter.attempts = min(letter.attempts, 1)
    if letter.state != Letter.State.UNKNOWN:
        letter.state = Letter.State.WAITING
    letter.next_try_at = timezone.now()
    letter.save(update_fields=["attempts", "state", "next_try_at"])
