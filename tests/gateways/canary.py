"""A server on the office's own machine that nobody outside should reach."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from xiangyin.gateways.fetch import Guard


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        self._count()

    def do_POST(self):
        self._count()

    def _count(self):
        self.server.hits.append(self.path)
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    hits: list[str]


class Server6(Server):
    address_family = socket.AF_INET6


@contextmanager
def a_canary():
    """Listens on both loopback addresses, at one port; ``hits`` are counted together."""
    four = Server(("127.0.0.1", 0), Handler)
    six = Server6(("::1", four.server_port), Handler)
    four.hits = six.hits = []
    threads = [
        threading.Thread(target=one.serve_forever, args=(0.05,)) for one in (four, six)
    ]
    for thread in threads:
        thread.start()
    try:
        yield four
    finally:
        for one, thread in zip((four, six), threads, strict=True):
            one.shutdown()
            thread.join()
            one.server_close()


def is_elsewhere(address: str) -> bool:
    return not address.removeprefix("::ffff:").startswith("127.") and address != "::1"


# The address guard alone, on whatever port the canary has; and no guard at all, except
# that a test stays on this machine.
ON_ANY_PORT = Guard(ports=None)
GUARD_OFF = Guard(denies=is_elsewhere, ports=None)


def everything_leads_here(monkeypatch, here: str = "127.0.0.1") -> None:
    """The system's own reading of odd numbers; any name leads to loopback."""
    real = socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        try:
            return real(host, port, flags=socket.AI_NUMERICHOST, type=1)
        except OSError:
            return real(here, port, type=1)

    monkeypatch.setattr("socket.getaddrinfo", resolve)
