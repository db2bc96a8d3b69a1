"""Send a message to a partner's address: the same guarded way out, with a body.

A redirect is not followed: whoever moved tells us the new address, and a signed
message goes to nobody else.
"""

import http.client
import threading
import time
from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from .fetch import (
    USER_AGENT,
    FetchError,
    Guard,
    Page,
    TooSlow,
    Unreachable,
    _connect,
    _hang_up,
    _left,
    _read,
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
    try:
        sock = _connect(target, ends=ends, guard=guard)
    except TimeoutError as error:
        raise TooSlow from error
    except OSError as error:
        raise Unreachable from error
    overtime = threading.Event()
    watchdog = threading.Timer(_left(ends), _hang_up, [sock, overtime])
    watchdog.daemon = True
    watchdog.start()
    try:
        return _post(sock, target, url, body, headers, ends=ends)
    except FetchError:
        raise
    except TimeoutError as error:
        raise TooSlow from error
    except (OSError, http.client.HTTPException) as error:
        raise (TooSlow if overtime.is_set() else Unreachable) from error
    finally:
        watchdog.cancel()
        sock.close()


def _post(sock, target, url, body, headers, *, ends) -> Page:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = sock
    connection.putrequest(
        "POST", target.path, skip_host=True, skip_accept_encoding=True
    )
    sent = {
        "Host": target.host_header,
        "User-Agent": USER_AGENT,
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    for name, value in sent.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    response = connection.getresponse()
    told = {name.lower(): value for name, value in response.getheaders()}
    return Page(
        url, response.status, told, _read(response, sock, {}, ends=ends, limit=LIMIT)
    )
