"""No test reaches another machine. With the guard off, the call arrives."""

import socket

import pytest

from tests import network

FAR = ("192.0.2.1", 80)  # kept for documentation: nobody answers there


@pytest.mark.parametrize(
    "call_out",
    [
        lambda: socket.create_connection(FAR, timeout=1),
        lambda: socket.socket().connect(FAR),
        lambda: socket.socket().connect_ex(FAR),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", FAR),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", 0, FAR),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendmsg([b"x"], (), 0, FAR),
        lambda: socket.getaddrinfo("news.example", 80),
        lambda: socket.gethostbyname("news.example"),
        lambda: socket.gethostbyname_ex("news.example"),
    ],
)
def test_every_way_out_fails(call_out):
    with pytest.raises(AssertionError):
        call_out()


def test_a_test_may_reach_its_own_machine():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as line,
    ):
        assert line.getpeername() == server.getsockname()


def reached(monkeypatch, *, local) -> bool:
    """Send one word to a listener, with the guard as it is told; did it arrive?"""
    with socket.socket(type=socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(5)
        with (
            monkeypatch.context() as patch,
            socket.socket(type=socket.SOCK_DGRAM) as line,
        ):
            network.shut(patch, local=local)
            try:
                line.sendto(b"out", listener.getsockname())
            except AssertionError:
                return False
        return listener.recv(3) == b"out"


def test_only_the_guard_keeps_a_message_in(monkeypatch):
    """The twin: what is called far away is sent as soon as nobody refuses."""
    assert reached(monkeypatch, local=lambda host: False) is False
    assert reached(monkeypatch, local=lambda host: True) is True
