"""Tests reach this machine only: every way out of Python's sockets is watched."""

import ipaddress
import socket

LOCAL_NAMES = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost"})


def address_in(host):
    """Read ``host`` as the C library does, which asks nobody for 2130706433 or 0x7f.1.

    >>> address_in("2130706433"), address_in("::ffff:127.0.0.1"), address_in("a.b")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    return getattr(address, "ipv4_mapped", None) or address


def is_local(host) -> bool:
    """Say whether ``host`` is this machine. A name that must be asked for is not.

    >>> is_local("127.0.0.1"), is_local("::1"), is_local("192.0.2.1"), is_local("a.b")
    (True, True, False, False)
    """
    if host is None or host in LOCAL_NAMES:
        return True
    address = address_in(host)
    return address is not None and (address.is_loopback or address.is_unspecified)


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
        numeric = named.get("flags", 0) & socket.AI_NUMERICHOST  # then nobody is asked
        if not (numeric or local(host)) and address_in(host) is None:
            raise AssertionError(f"a test asked for the address of {host}")
        return real(host, *arguments, **named)

    monkeypatch.setattr(socket, name, ask)
