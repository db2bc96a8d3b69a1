import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from xiangyin.gateways.fetch import Guard, Refused, TooSlow
from xiangyin.gateways.send import send

ANYWHERE = Guard(denies=lambda address: False, ports=None)


class Partner(BaseHTTPRequestHandler):
    """Remembers what it was sent; answers what its path asks for."""

    heard: list = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, body, self.headers["webhook-id"]))
        if self.path == "/silent":
            threading.Event().wait(2)
        self.send_response({"/moved": 302, "/no": 500}.get(self.path, 200))
        if self.path == "/moved":
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def partner():
    Partner.heard = []
    server = HTTPServer(("127.0.0.1", 0), Partner)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_message_arrives_as_it_was_sent(partner):
    body = "桥通了".encode()

    answer = send(f"{partner}/hook", body, {"webhook-id": "k1"}, guard=ANYWHERE)

    assert answer.status == 200
    assert Partner.heard == [("/hook", body, "k1")]


@pytest.mark.parametrize(("path", "status"), [("/no", 500), ("/moved", 302)])
def test_any_answer_is_returned_and_none_is_followed(partner, path, status):
    answer = send(partner + path, b"{}", {}, guard=ANYWHERE)

    assert answer.status == status
    assert [heard[0] for heard in Partner.heard] == [path]


def test_a_silent_partner_is_given_up(partner):
    with pytest.raises(TooSlow):
        send(f"{partner}/silent", b"{}", {}, deadline=0.3, guard=ANYWHERE)


def test_the_offices_own_network_is_not_called(partner):
    with pytest.raises(Refused):
        send(f"{partner}/hook", b"{}", {})

    assert Partner.heard == []
