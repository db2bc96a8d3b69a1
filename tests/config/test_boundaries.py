"""Where a request ends is read in one way only: nobody smuggles a second one in it."""

import re
import socket
import subprocess
import sys
import time

import pytest

APPLICATION = """
def application(environ, start_response):
    environ["wsgi.input"].read()
    body = environ["PATH_INFO"].encode() + b";"
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
"""
SECOND = b"GET /second HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """The office's web server before a program that says which address it was asked."""
    folder = tmp_path_factory.mktemp("boundaries")
    (folder / "asked.py").write_text(APPLICATION)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface=wsgi", "--http=1"]
    command += ["--no-log", f"--port={port}", "asked:application"]
    server = subprocess.Popen(command, cwd=folder)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield port
    server.terminate()
    server.wait(timeout=20)


def answers(port: int, sent: bytes) -> list[tuple[bytes, bytes]]:
    """The status and the body of each answer on one connection."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(sent)
        line.settimeout(0.5)
        heard = b""
        try:
            while part := line.recv(65536):
                heard += part
        except TimeoutError:
            pass
    return re.findall(rb"HTTP/1\.1 (\d+)[^\r]*\r\n(?:[^\r]+\r\n)*\r\n(/\w*;|)", heard)


def test_two_requests_are_two_answers(port):
    """The control: what is smuggled below would be seen."""
    first = b"POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"

    assert answers(port, first + SECOND) == [
        (b"200", b"/first;"),
        (b"200", b"/second;"),
    ]


def test_what_two_lengths_would_hide_is_not_answered(port):
    hidden = (
        b"POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    )

    assert answers(port, hidden + SECOND) == [(b"200", b"/first;")]


@pytest.mark.parametrize(
    "lines",
    [
        b"Content-Length: 0\r\nContent-Length: 33",
        b"Content-Length: +0",
        b"Content-Length: -1",
        b"Content-Length: 0x0",
        b"Content-Length : 0",
        b"Transfer-Encoding: chunked, identity",
        b"Transfer-Encoding: xchunked",
        b"A: b\r\n c",
        b"A: b\x00c",
    ],
)
def test_a_length_that_can_be_read_in_two_ways_is_refused(port, lines):
    sent = b"POST /first HTTP/1.1\r\nHost: a\r\n" + lines + b"\r\n\r\n" + SECOND

    assert answers(port, sent) == [(b"400", b"")]


@pytest.mark.parametrize("size", [b"-1", b"0x5", b"5 5", b"g", b"FFFFFFFFFFFFFFFFF"])
def test_a_part_without_a_clear_length_ends_the_connection(port, size):
    head = b"POST /first HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    told = answers(port, head + size + b"\r\nabcde\r\n0\r\n\r\n" + SECOND)

    assert (b"200", b"/second;") not in told
