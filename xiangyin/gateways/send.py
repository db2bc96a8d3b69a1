"""Send a message to a partner's address: the same guarded way out, with a body.

A redirect is not followed: whoever moved tells us the new address, and a signed
message goes to nobody else.
"""

import time
from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from .fetch import (
    USER_AGENT,
    Guard,
    Page,
    connected,
    converse,
    headers_of,
    read_body,
    take_apart,
)

LIMIT = 64 * 1024
USUAL_GUARD = Guard()


def the_send() -> Callable[..., Page]:
    """The callable that the setting ``XIANGYIN_SEND`` names; tests name a fake."""
    name = getattr(settings, "XIANGYIN_SEND", "xiangyin.gateways.send.send")
    return import_string(name)


def send(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    deadline: float = 15,
    guard: Guard = USUAL_GUARD,
) -> Page:
    """POST ``body`` to ``url`` and return the answer, whatever its status.

    Raises a :class:`FetchError`. After ``TooSlow`` nobody knows whether the
    message was taken: send it again under the same key.
    """
    ends = time.monotonic() + deadline
    target = take_apart(url, guard)
    sent = {
        "User-Agent": USER_AGENT,
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    with connected(target, ends=ends, guard=guard) as sock:
        response = converse(sock, target, "POST", sent, body)
        answer = read_body(response, sock, ends=ends, limit=LIMIT)
        return Page(url, response.status, headers_of(response), answer)
