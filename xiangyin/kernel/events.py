"""Facts that desks announce, and who listens.

An event tells what *has* happened. It leaves only after the transaction is
committed, and a listener that fails harms neither the teller nor the other
listeners. What must happen together is not an event: call it. What must
happen surely is not an event either: post it (:mod:`xiangyin.kernel.services.outbox`).
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events. Carry ids and plain values, never model instances."""


Listener = Callable[[Any], None]
_listeners: dict[type[Event], list[Listener]] = defaultdict(list)


def on(event_type: type[Event]) -> Callable[[Listener], Listener]:
    """Register the decorated function as a listener to ``event_type``."""

    def register(listener: Listener) -> Listener:
        _listeners[event_type].append(listener)
        return listener

    return register


def announce(event: Event) -> None:
    """Tell every listener, once the current transaction has committed."""

    def tell():
        for listener in _listeners[type(event)]:
            try:
                listener(event)
            except Exception:
                logger.exception("%s failed on %s", listener.__qualname__, event)

    transaction.on_commit(tell)
