"""Tests reach this machine only: every way out of Python's sockets is watched."""

import ipaddress
import socket

LOCAL_NAMES = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost"})


def is_local(host) -> bool:
    """Say whether ``host`` is this machine. A name that must be asked for is not.

    >>> is_local("127.0.0.1"), is_local("::1"), is_local("192.0.2.1"), is_local("a.b")
    (True, True, False, False)
    """
    if host is None or host in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.removeprefix("::ffff:")).is_loopback
    except ValueError:
        return False


def is_address(host) -> bool:
    """Say whether ``host`` is an address already, which nobody needs to be asked for."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def shut(monkeypatch, *, local=is_local) -> None:
    """Let ``connect``, ``connect_ex``, ``sendto``, ``sendmsg`` and names fail outwards."""

    def refuse(address) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if not local(host):
            raise AssertionError(f"a test called out to {host}")

    def watched(name, at):
        real = getattr(socket.socket, name)

        def call(self, *arguments):
            refuse(arguments[at])
            return real(self, *arguments)

        monkeypatch.setattr(socket.socket, name, call)

    for name, at in (("connect", 0), ("connect_ex", 0), ("sendto", -1)):
        watched(name, at)
    _watch_messages(monkeypatch, refuse)
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        _watch_names(monkeypatch, name, local)


def _watch_messages(monkeypatch, refuse) -> None:
    real = socket.socket.sendmsg

    def sendmsg(self, buffers, ancdata=(), flags=0, address=None):
        if address is None:
            return real(self, buffers, ancdata, flags)
        refuse(address)
        return real(self, buffers, ancdata, flags, address)

    monkeypatch.setattr(socket.socket, "sendmsg", sendmsg)


def _watch_names(monkeypatch, name, local) -> None:
    real = getattr(socket, name)

    def ask(host, *arguments, **named):
        if not local(host) and not is_address(host):
            raise AssertionError(f"a test asked for the address of {host}")
        return real(host, *arguments, **named)

    monkeypatch.setattr(socket, name, ask)
