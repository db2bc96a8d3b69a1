"""nginx notes how often the site is opened as the program would, and no more."""

import socket
import threading
import urllib.error
import urllib.request
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.utils import timezone

from tests.front import configuration, nginx
from xiangyin.portal import visiting

PHONE = "Mozilla/5.0 (Linux; Android 11) Chrome/120 Mobile"
KINDS = {"/feed.atom": "application/atom+xml", "/robots.txt": "text/plain"}


class Silent(WSGIRequestHandler):
    def log_message(self, *said):
        pass


def program(environ, start_response):
    """Stands for the program: a page at every address but one."""
    path = environ["PATH_INFO"]
    status = "404 Not Found" if path == "/nowhere/" else "200 OK"
    kind = KINDS.get(path, "text/html; charset=utf-8")
    start_response(status, [("Content-Type", kind), ("Cache-Control", "s-maxage=60")])
    return [b"<p>page</p>"]


@pytest.fixture
def front(tmp_path, unused_ports):
    """The shipped nginx, and the folder that it counts into."""
    port, behind = unused_ports
    server = make_server("127.0.0.1", behind, program, handler_class=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tmp_path.chmod(0o755)
    text = configuration(tmp_path, port=port, behind=behind)
    text = text.replace(" buffer=32k flush=5s", "")  # each line at once
    with nginx(tmp_path, text, port):
        yield f"http://127.0.0.1:{port}", tmp_path / "visits"
    server.shutdown()
    server.server_close()


@pytest.fixture
def unused_ports():
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def ask(address, method="GET", **headers):
    told = {"User-Agent": PHONE, **headers}
    request = urllib.request.Request(address, headers=told, method=method)
    try:
        urllib.request.urlopen(request, timeout=5).close()
    except urllib.error.HTTPError as refusal:
        refusal.close()


def test_a_page_is_a_line_each_time_also_when_nginx_answers_by_itself(front):
    base, visits = front

    for path in ("/", "/villages/flood/", "/villages/flood/", "/search/?q=x"):
        ask(base + path)
    for path in ("/feed.atom", "/robots.txt", "/nowhere/", "/accounts/login/"):
        ask(base + path)
    ask(f"{base}/", method="HEAD")
    ask(f"{base}/", **{"User-Agent": "Baiduspider/2.0"})
    ask(f"{base}/", **{"Sec-Purpose": "prefetch"})

    today = timezone.localdate()
    file = visits / visiting.file_of(today).name
    assert file.read_text().splitlines() == [
        f"{today} 127.0.0.1 /",
        f"{today} 127.0.0.1 /villages",
        f"{today} 127.0.0.1 /villages",
        f"{today} 127.0.0.1 /search",
    ]
    assert sum(each.stat().st_size for each in visits.iterdir()) == file.stat().st_size
