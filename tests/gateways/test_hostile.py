"""Servers that misbehave: each fetch ends, with so much and no more, and says why."""

import http.client
import socket
import ssl
import threading
import time
import zlib
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.factories.placements import OutletFactory
from xiangyin.gateways.addresses import is_denied
from xiangyin.gateways.fetch import (
    FetchError,
    Guard,
    RedirectsTooOften,
    Refused,
    TooLarge,
    TooSlow,
    Unreachable,
    fetch,
)
from xiangyin.gateways.send import send
from xiangyin.placements.models import Article, Outlet
from xiangyin.placements.services.polling import poll_feeds

from .canary import GUARD_OFF, a_canary, everything_leads_here
from .hostile_server import (
    ANSWERS,
    DRIPS,
    FLOODS,
    HERE,
    WHOLE,
    a_hostile_server,
)
from .spellings import every

TODAY = date(2026, 10, 8)
LIMIT = 100_000


def is_denied_but_there(address: str) -> bool:
    return address != HERE and is_denied(address)


# The real table, except for the one place where the hostile server is.
BUT_THERE = Guard(denies=is_denied_but_there, ports=None)

OUTCOMES = {
    **dict.fromkeys(DRIPS, TooSlow),
    **dict.fromkeys(FLOODS, TooLarge),
    "endless_header_line": Unreachable,
    "endless_headers": Unreachable,
    "endless_status": Unreachable,
    "endless_noise": Unreachable,
    "endless_continue": TooSlow,
    "endless_trailers": TooSlow,
    **dict.fromkeys(ANSWERS, Unreachable),
    "bomb": TooLarge,
    "bomb_with_length": TooLarge,
    "headers_cut_off": b"",
    "length_too_short": WHOLE,
    "length_negative": WHOLE,
    "length_no_number": WHOLE,
    "redirect_nowhere": Refused,
    "redirect_to_itself": RedirectsTooOften,
    "well": WHOLE,
    "strange_headers": WHOLE,
    "reset": Unreachable,
}


@pytest.fixture(scope="module")
def server():
    with a_hostile_server() as hostile:
        yield hostile


@pytest.fixture
def canary():
    with a_canary() as watched:
        yield watched


def outcome(call):
    """What came of it: the body, or the kind of error."""
    try:
        return call().body
    except FetchError as error:
        return type(error)


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_server_that_misbehaves_is_dealt_with(server, name):
    address = server.address(name)

    seen = outcome(lambda: fetch(address, deadline=0.4, limit=LIMIT, guard=BUT_THERE))

    assert seen == OUTCOMES[name]


@pytest.mark.parametrize("name", ["drip_body", "drip_header_lines", "endless_continue"])
def test_sending_ends_in_time_too(server, name):
    address = server.address(name)

    seen = outcome(lambda: send(address, b"{}", {}, deadline=0.4, guard=BUT_THERE))

    assert seen == TooSlow


def test_a_timeout_for_each_read_would_wait_on(server):
    """The twin: a careless client with the same patience is held as long as it drips."""
    connection = http.client.HTTPConnection(HERE, server.port, timeout=0.4)
    connection.request("GET", "/drip_body_with_length")
    response = connection.getresponse()
    began = time.monotonic()

    held = response.read(20)

    assert held == b"." * 20
    assert time.monotonic() - began > 0.4
    connection.close()


def test_unpacking_without_measure_would_swallow_the_bomb():
    """The twin: what took half a megabyte to send fills the limit many times over."""
    parcel = ANSWERS["bomb"].partition(b"\r\n\r\n")[2]

    unpacked = zlib.decompressobj(31).decompress(parcel[: len(parcel) // 10])

    assert len(parcel) < 10 * LIMIT
    assert len(unpacked) > 50 * LIMIT


# Redirects


REDIRECTS = [301, 302, 303, 307, 308]
INWARD = [
    "http://127.0.0.1:{port}/", "http://[::1]:{port}/", "http://2130706433:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/", "http://localhost:{port}/", "//127.1:{port}/",
    "http://a.example@127.0.0.1:{port}/", "http://inward.example:{port}/",
    "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/",
    "http://[fe80::1]/", "http://[64:ff9b::7f00:1]:{port}/", "http://[2002:7f00:1::]/",
    "file:///etc/passwd", "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/_",
    "javascript:1", "data:text/plain,1",
]  # fmt: skip


def redirected(server, status, place):
    return server.address(f"redirect/{status}/{quote(place, safe='')}")


@pytest.mark.parametrize("status", REDIRECTS)
def test_no_redirect_leads_inward(server, canary, monkeypatch, status):
    everything_leads_here(monkeypatch)

    for place in INWARD:
        once = redirected(server, status, place.format(port=canary.server_port))
        for address in (once, redirected(server, status, once)):
            with pytest.raises(Refused):
                fetch(address, deadline=5, guard=BUT_THERE)

    assert canary.hits == []


def test_no_redirect_to_any_spelling_leads_inward(server, canary, monkeypatch):
    everything_leads_here(monkeypatch)

    for number, place in enumerate(every(canary.server_port)):
        address = redirected(server, REDIRECTS[number % 5], place)
        outcome(lambda address=address: fetch(address, deadline=5, guard=BUT_THERE))

    assert canary.hits == []


def test_with_the_guard_off_redirects_lead_inward(server, canary, monkeypatch):
    everything_leads_here(monkeypatch)

    for number, place in enumerate(every(canary.server_port)):
        address = redirected(server, REDIRECTS[number % 5], place)
        outcome(lambda address=address: fetch(address, deadline=5, guard=GUARD_OFF))

    assert len(canary.hits) >= 100


def test_after_three_redirects_nobody_is_followed(server, canary):
    place = server.address("well")
    for _ in range(3):
        place = redirected(server, 302, place)

    assert fetch(place, guard=BUT_THERE).body == WHOLE
    with pytest.raises(RedirectsTooOften):
        fetch(redirected(server, 302, place), guard=BUT_THERE)


# Names that change their answer


PUBLIC = "93.184.216.34"


@pytest.fixture
def changing_names(monkeypatch, canary):
    """A name server whose first answer is public, and every later one loopback.

    Who is called at a public address is noted, and does not answer.
    """
    answers = iter([PUBLIC])
    called = []
    real = socket.socket.connect

    def resolve(host, port, *args, **kwargs):
        return [(2, 1, 6, "", (next(answers, "127.0.0.1"), port))]

    def connect(self, place):
        called.append(place[0])
        if place[0] == PUBLIC:
            raise ConnectionRefusedError
        return real(self, place)

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", connect)
    return called


def test_only_the_address_that_was_checked_is_called(canary, changing_names):
    with pytest.raises(Unreachable):
        fetch(f"http://change.example:{canary.server_port}/", guard=Guard(ports=None))

    assert changing_names == [PUBLIC]
    assert canary.hits == []


def test_a_check_before_the_call_would_be_deceived(canary, changing_names):
    """The twin: look the name up, find it public, and call it by its name."""
    port = canary.server_port
    checked = socket.getaddrinfo("change.example", port)[0][4][0]
    assert not is_denied(checked)

    with pytest.raises(OSError, match="404"):
        urlopen(f"http://change.example:{port}/", timeout=2)

    assert canary.hits == ["/"]


# TLS


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """A certificate for the hostile server, made by nobody whom anybody trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("there")]), False)
        .sign(key, hashes.SHA256())
    )
    place = tmp_path_factory.mktemp("tls") / "papers.pem"
    place.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return place


@pytest.fixture(scope="module")
def tls_server(papers):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(papers)
    wrap = lambda conn: context.wrap_socket(conn, server_side=True)  # noqa: E731
    with a_hostile_server(wrap=wrap) as hostile:
        yield hostile


def test_a_server_with_papers_of_its_own_making_is_not_read(tls_server):
    address = tls_server.address("well", "https")

    with pytest.raises(Unreachable):
        fetch(address, deadline=2, guard=BUT_THERE)


@pytest.mark.parametrize(
    ("name", "seen"),
    [("well", WHOLE), ("drip_body", TooSlow), ("drip_header_lines", TooSlow)],
)
def test_time_is_up_within_tls_too(tls_server, papers, monkeypatch, name, seen):
    everything_leads_here(monkeypatch, HERE)
    trusting = Guard(
        denies=is_denied_but_there,
        ports=None,
        tls=lambda: ssl.create_default_context(cafile=papers),
    )
    address = f"https://there:{tls_server.port}/{name}"

    assert outcome(lambda: fetch(address, deadline=0.6, guard=trusting)) == seen


@pytest.mark.parametrize(("name", "seen"), [("silent", TooSlow), ("well", Unreachable)])
def test_a_server_that_only_seems_to_speak_tls_is_given_up(name, seen):
    """It says its piece unasked, or nothing at all."""
    greeting = {"silent": b"", "well": ANSWERS["well"]}[name]
    listener = socket.create_server((HERE, 0))
    hold = threading.Event()

    def greet():
        conn, _place = listener.accept()
        conn.sendall(greeting)
        hold.wait(10)
        conn.close()

    thread = threading.Thread(target=greet)
    thread.start()
    address = f"https://{HERE}:{listener.getsockname()[1]}/"

    assert outcome(lambda: fetch(address, deadline=0.4, guard=BUT_THERE)) == seen
    hold.set()
    thread.join()
    listener.close()


# Feeds of a county


FEED = """<rss version='2.0'><channel><title>清州网</title><item><title>晚稻开镰</title>
<link>https://qz.example/1</link></item></channel></rss>"""


def fetch_there(url, **told):
    return fetch(url, **{**told, "guard": BUT_THERE, "deadline": 0.4, "limit": LIMIT})


def test_a_good_feed_among_hostile_ones_is_read(county, settings, monkeypatch, server):
    settings.XIANGYIN_FETCH = "tests.gateways.test_hostile.fetch_there"
    monkeypatch.setitem(ANSWERS, "good", said_feed(FEED))
    names = ["drip_body", "bomb", "noise", "strange_headers", "good", "length_too_long"]
    for name in names:
        OutletFactory(feed=server.address(name))

    new = poll_feeds(Outlet.objects.with_a_feed(), today=TODAY)

    troubled = [
        name
        for name in names
        if Outlet.objects.get(feed=server.address(name)).feed_problem
    ]
    assert new == 1
    assert Article.objects.get().title == "晚稻开镰"
    assert troubled == ["drip_body", "bomb", "noise", "length_too_long"]


def said_feed(text: str) -> bytes:
    return b"HTTP/1.1 200 OK\r\n\r\n" + text.encode()


def test_strange_headers_are_not_said_back(county, settings, server):
    settings.XIANGYIN_FETCH = "tests.gateways.test_hostile.fetch_there"
    outlet = OutletFactory(feed=server.address("strange_headers"))

    poll_feeds([outlet], today=TODAY)

    assert (outlet.feed_problem, outlet.feed_tag, outlet.feed_modified) == ("", "", "")
