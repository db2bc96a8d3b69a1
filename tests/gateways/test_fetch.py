"""The way out: only public addresses, only for so long, only so much."""

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from xiangyin.gateways.addresses import is_denied
from xiangyin.gateways.fetch import (
    Guard,
    RedirectsTooOften,
    Refused,
    TooLarge,
    TooSlow,
    fetch,
)

GUARD_OFF = Guard(denies=lambda address: False, ports=None)


class Canary(BaseHTTPRequestHandler):
    """A server on the office's own machine that nobody outside should reach."""

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.heard.append(dict(self.headers))
        name = self.path.strip("/").split("/")[0].split("?")[0]
        getattr(self, f"send_{name}", self.send_plain)()

    def answer(self, body=b"", status=200, **headers):
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_plain(self):
        self.answer("清岚县".encode(), Content_Type="text/html; charset=utf-8")

    def send_around(self):
        self.answer(status=302, Location="/around")

    def send_once(self):
        self.answer(status=301, Location="/plain")

    def send_file(self):
        self.answer(status=302, Location="file:///etc/passwd")

    def send_bomb(self):
        body = gzip.compress(b"0" * 20_000_000)
        self.answer(body, Content_Encoding="gzip")

    def send_packed(self):
        self.answer(gzip.compress("包".encode()), Content_Encoding="gzip")

    def send_drip(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            try:
                self.wfile.write(b".")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)


@pytest.fixture(scope="module")
def canary():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    server.asked, server.heard = [], []
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.address = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "0.0.0.0", "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "fc00::1",
        "fe80::1%eth0", "fec0::1", "ff02::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_denied(address):
    assert is_denied(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "114.114.114.114", "2400:3200::1"])
def test_public_addresses_are_not_denied(address):
    assert not is_denied(address)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "",
        "http://", "http://user@example.com/", "http://example.com:22/",
        "http://example.com:8080/", "http://exa mple.com/", "http://a\\b.com/",
        "http://example.com/\r\nX: 1", "//example.com/", "http://[::1", "javascript:1",
        "http://example.com:99999/", "http://exam\x00ple.com/",
    ],
)  # fmt: skip
def test_what_is_not_a_plain_web_address_is_refused_without_asking(address):
    with pytest.raises(Refused):
        fetch(address)


def test_a_redirect_inward_is_refused(canary, monkeypatch):
    """The first hop is allowed, the second is checked anew."""
    allowed_once = iter([False, False, True])
    guard = Guard(denies=lambda address: next(allowed_once), ports=None)
    canary.asked.clear()

    with pytest.raises(Refused):
        fetch(f"{canary.address}/once", guard=guard)

    assert canary.asked == ["/once"]


def test_a_redirect_to_a_file_is_refused(canary):
    with pytest.raises(Refused):
        fetch(f"{canary.address}/file", guard=GUARD_OFF)


def test_a_host_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    both = [
        (2, 1, 6, "", ("93.184.216.34", 80)),
        (2, 1, 6, "", ("127.0.0.1", 80)),
    ]
    monkeypatch.setattr("socket.getaddrinfo", lambda *args, **kwargs: both)

    with pytest.raises(Refused):
        fetch("http://example.com/")


def test_a_redirect_is_followed_and_the_last_address_told(canary):
    page = fetch(f"{canary.address}/once", guard=GUARD_OFF)

    assert page.status == 200
    assert page.final_url == f"{canary.address}/plain"
    assert page.body.decode() == "清岚县"


def test_redirects_end(canary):
    with pytest.raises(RedirectsTooOften):
        fetch(f"{canary.address}/around", guard=GUARD_OFF)


def test_a_small_parcel_that_unpacks_large_is_cut_off(canary):
    with pytest.raises(TooLarge):
        fetch(f"{canary.address}/bomb", guard=GUARD_OFF, limit=100_000)


def test_a_packed_page_is_unpacked(canary):
    assert fetch(f"{canary.address}/packed", guard=GUARD_OFF).body.decode() == "包"


def test_a_server_that_drips_is_given_up_at_the_deadline(canary):
    began = time.monotonic()

    with pytest.raises(TooSlow):
        fetch(f"{canary.address}/drip", guard=GUARD_OFF, deadline=0.5)

    assert time.monotonic() - began < 2


def test_no_cookie_and_no_proxy_is_used(canary, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    canary.heard.clear()

    fetch(f"{canary.address}/plain", guard=GUARD_OFF)

    assert set(canary.heard[0]) == {
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
        "Connection",
    }
