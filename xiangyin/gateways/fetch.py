"""The one guarded way out: fetch a page that somebody else serves.

An address typed by a person, found in a feed or sent in a redirect may point
into the office's own network. So the address that is *connected to* is the one
that was checked, at every hop; redirects, time and size are bounded; nothing is
sent that could tell who we are.
"""

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import IPv6Address
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from .addresses import is_denied

USER_AGENT = "Xiangyin/0.1 (looks for reprints of its own stories; +feed reader)"
REDIRECTS = 3
LIMIT = 5 * 1024 * 1024
CHUNK = 64 * 1024
REDIRECT_STATUS = frozenset({301, 302, 303, 307, 308})


class FetchError(Exception):
    """A page could not be had. The message is for the person who asked for it."""

    message = _("This address could not be read.")

    def __init__(self, message=None):
        self.message = message or self.message
        super().__init__(self.message)


class Refused(FetchError):
    message = _("This address is not a public web address: it is not called.")


class Unreachable(FetchError):
    message = _("The server does not answer.")


class TooSlow(FetchError):
    message = _("The server answers too slowly.")


class TooLarge(FetchError):
    message = _("The page is too large.")


class RedirectsTooOften(FetchError):
    message = _("The address redirects too often.")


@dataclass(frozen=True)
class Page:
    """What came back. ``headers`` have lower-case names."""

    final_url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Guard:
    """What may be connected to. Tests replace it to show that it is needed."""

    denies: Callable[[str], bool] = is_denied
    ports: frozenset[int] | None = frozenset({80, 443})
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context


@dataclass(frozen=True)
class Target:
    """An address taken apart, once, so that nobody reads it differently later."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return host if self.port == usual else f"{host}:{self.port}"


def the_fetch() -> Callable[..., Page]:
    """The callable that the setting ``XIANGYIN_FETCH`` names; tests name a fake."""
    name = getattr(settings, "XIANGYIN_FETCH", "xiangyin.gateways.fetch.fetch")
    return import_string(name)


def fetch(
    url: str,
    *,
    accept: str = "text/html,application/xhtml+xml,*/*;q=0.5",
    deadline: float = 20,
    limit: int = LIMIT,
    headers: Mapping[str, str] | None = None,
    guard: Guard = Guard(),
) -> Page:
    """Fetch ``url`` within ``deadline`` seconds and ``limit`` bytes, unpacked.

    Follows at most three redirects, each checked like the first. Any status is
    returned, an error page too. Raises a :class:`FetchError`.
    """
    ends = time.monotonic() + deadline
    asked = {
        "User-Agent": USER_AGENT,
        "Accept": accept,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **(headers or {}),
    }
    for _hop in range(REDIRECTS + 1):
        page = _ask_once(url, asked, ends=ends, limit=limit, guard=guard)
        location = page.headers.get("location", "")
        if page.status not in REDIRECT_STATUS or not location:
            return page
        try:
            url = urljoin(url, location)
        except ValueError as error:
            raise Refused from error
    raise RedirectsTooOften


UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
HOST = re.compile(r"[a-z0-9._-]+\Z", re.ASCII)


def take_apart(url: str, guard: Guard) -> Target:
    """Read ``url`` strictly. What two readers could read in two ways is refused."""
    url = url.strip()
    if UNSAFE.search(url) or len(url) > 2000:
        raise Refused
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused from error
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise Refused
    port = port or {"http": 80, "https": 443}[parts.scheme]
    if guard.ports is not None and port not in guard.ports:
        raise Refused
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(parts.scheme, _plain_host(host), port, path)


def _plain_host(host: str) -> str:
    try:
        if ":" in host:
            return str(IPv6Address(host))
    except ValueError as error:
        raise Refused from error
    if "%" in host:
        raise Refused
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise Refused from error
    if not HOST.match(host):
        raise Refused
    return host


def _ask_once(url, headers, *, ends, limit, guard) -> Page:
    target = take_apart(url, guard)
    with connected(target, ends=ends, guard=guard) as sock:
        response = converse(sock, target, "GET", headers)
        told = headers_of(response)
        body = b""
        if response.status not in REDIRECT_STATUS:
            body = read_body(response, sock, ends=ends, limit=limit)
        return Page(url, response.status, told, body)


@contextmanager
def connected(target: Target, *, ends: float, guard: Guard):
    """Lend a connection to an address that passed the guard, until ``ends``.

    Whatever goes wrong meanwhile comes out as a :class:`FetchError`.
    """
    # A server that sends a byte now and then would outlive every socket timeout.
    overtime = threading.Event()
    try:
        with closing(_connect(target, ends=ends, guard=guard)) as sock:
            watchdog = threading.Timer(_left(ends), _hang_up, [sock, overtime])
            watchdog.daemon = True
            watchdog.start()
            try:
                yield sock
            finally:
                watchdog.cancel()
        if overtime.is_set():
            raise TooSlow
    except TimeoutError as error:
        raise TooSlow from error
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        raise (TooSlow if overtime.is_set() else Unreachable) from error


def _hang_up(sock, overtime) -> None:
    overtime.set()
    with suppress(OSError):
        # Past TLS, which would take its time and leave the reader with other errors.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TooSlow
    return left


def _connect(target: Target, *, ends: float, guard: Guard):
    """Connect to an address of the host that passed the guard, and to no other."""
    infos = _resolve(target, _left(ends))
    if not infos or any(guard.denies(str(info[4][0])) for info in infos):
        raise Refused
    problem: OSError = OSError("no address")
    for family, kind, proto, _name, place in infos[:4]:
        sock = socket.socket(family, kind, proto)
        try:
            sock.settimeout(_left(ends))
            sock.connect(place)
            if guard.denies(str(sock.getpeername()[0])):
                raise Refused
            if target.scheme == "https":
                return guard.tls().wrap_socket(sock, server_hostname=target.host)
            return sock
        except OSError as error:
            sock.close()
            problem = error
        except BaseException:
            sock.close()
            raise
    raise problem


def _resolve(target: Target, patience: float) -> list:
    """Ask for the host's addresses; a name server that is silent is given up."""
    answer: list = []

    def ask():
        try:
            answer.extend(
                socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            )
        except (OSError, UnicodeError):
            answer.clear()

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(patience)
    if asking.is_alive():
        raise TooSlow
    if not answer:
        raise Unreachable
    return answer


def converse(sock, target: Target, method: str, headers, body: bytes | None = None):
    """Ask, and return the response with its body still to be read."""
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = sock
    connection.putrequest(
        method, target.path, skip_host=True, skip_accept_encoding=True
    )
    for name, value in {"Host": target.host_header, **headers}.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    return connection.getresponse()


def headers_of(response) -> dict[str, str]:
    """The response's headers by their lower-case names."""
    return {name.lower(): value for name, value in response.getheaders()}


def read_body(response, sock, *, ends: float, limit: int) -> bytes:
    """Read and unpack at most ``limit`` bytes: a small parcel can hold a large one.

    A body that ends before it is whole is no answer.
    """
    packed = response.getheader("content-encoding", "").lower() in {"gzip", "x-gzip"}
    unpack = zlib.decompressobj(47) if packed else None
    body = bytearray()
    while True:
        sock.settimeout(_left(ends))
        chunk = response.read1(CHUNK)
        if not chunk:
            break
        if unpack is None:
            body += chunk
        else:
            body += unpack.decompress(chunk, limit + 1 - len(body))
        if len(body) > limit:
            raise TooLarge
    if response.length or (unpack is not None and body and not unpack.eof):
        raise http.client.IncompleteRead(b"")
    return bytes(body)
