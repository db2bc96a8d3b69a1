"""A server that misbehaves in every way we could think of. One way per path.

It listens on 127.0.0.2, so that a test can allow it and still deny 127.0.0.1, where
the canary sits. Every behaviour ends when its caller hangs up, or after ``LONGEST``.
"""

import gzip
import random
import socket
import threading
import time
import zlib
from contextlib import closing, contextmanager, suppress
from urllib.parse import unquote

HERE = "127.0.0.2"
LONGEST = 40.0
DRIP = 0.05
OK = b"HTTP/1.1 200 OK\r\n"
WHOLE = b"<rss version='2.0'><channel><title>t</title></channel></rss>"


def drip(conn, first: bytes, drop: bytes, ends: float) -> None:
    """Send ``first``, and then ``drop`` again and again, slowly."""
    conn.sendall(first)
    conn.setblocking(False)
    while time.monotonic() < ends:
        time.sleep(DRIP)
        conn.send(drop)
        if drop:
            continue
        with suppress(BlockingIOError):
            if not conn.recv(1):  # what is silent notices only so that it was left
                return


def flood(conn, first: bytes, wave: bytes, ends: float) -> None:
    conn.sendall(first)
    while time.monotonic() < ends:
        conn.sendall(wave)


def bomb(size: int) -> bytes:
    """A parcel of nothing, packed as tightly as gzip can."""
    pack = zlib.compressobj(9, wbits=31)
    zeros = bytes(2**20)
    return b"".join(pack.compress(zeros) for _ in range(size >> 20)) + pack.flush()


BOMB = bomb(64 * 2**20)
PACKED = gzip.compress(WHOLE)
NOISE = random.Random(3).randbytes(65536)


def said(status: str = "200 OK", *lines: str, body: bytes = b"") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


DRIPS = {
    "drip_status": (b"HTTP/1.1 2", b"0"),
    "drip_header_name": (OK, b"X"),
    "drip_header_lines": (OK, b"X: y\r\n"),
    "drip_body": (OK + b"\r\n", b"."),
    "drip_body_with_length": (OK + b"Content-Length: 4000\r\n\r\n", b"."),
    "drip_chunks": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n.\r\n"),
    "drip_chunk_size": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "drip_trailers": (OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
    "drip_continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "drip_gzip": (OK + b"Content-Encoding: gzip\r\n\r\n" + PACKED[:10], b""),
    "silent": (b"", b""),
    "silent_after_headers": (OK + b"Content-Length: 9\r\n\r\n", b""),
}
FLOODS = {
    "endless_body": (OK + b"\r\n", bytes(65536)),
    "endless_chunks": (
        OK + b"Transfer-Encoding: chunked\r\n\r\n",
        b"10000\r\n" + bytes(65536) + b"\r\n",
    ),
    "endless_header_line": (OK + b"X: ", b"y" * 65536),
    "endless_headers": (OK, b"X: y\r\n" * 4096),
    "endless_status": (b"HTTP/1.1 200 ", b"OK" * 32768),
    "endless_continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 512),
    "endless_trailers": (
        OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n",
        b"X: y\r\n" * 4096,
    ),
    "endless_noise": (b"", NOISE),
    "huge_length": (OK + b"Content-Length: 629145600\r\n\r\n", bytes(65536)),
}
ANSWERS = {
    "bomb": said("200 OK", "Content-Encoding: gzip", body=BOMB),
    "bomb_with_length": said(
        "200 OK", "Content-Encoding: gzip", f"Content-Length: {len(BOMB)}", body=BOMB
    ),
    "gzip_cut_off": said("200 OK", "Content-Encoding: gzip", body=PACKED[:-12]),
    "gzip_that_is_none": said("200 OK", "Content-Encoding: gzip", body=WHOLE),
    "length_too_short": said(
        "200 OK", f"Content-Length: {len(WHOLE)}", body=WHOLE + NOISE
    ),
    "length_too_long": said("200 OK", "Content-Length: 9000", body=WHOLE),
    "length_negative": said("200 OK", "Content-Length: -1", body=WHOLE),
    "length_no_number": said("200 OK", "Content-Length: ten", body=WHOLE),
    "chunk_size_no_number": said(
        "200 OK", "Transfer-Encoding: chunked", body=b"zz\r\n" + WHOLE
    ),
    "chunk_size_enormous": said(
        "200 OK", "Transfer-Encoding: chunked", body=b"f" * 30 + b"\r\n" + WHOLE
    ),
    "chunk_size_negative": said(
        "200 OK", "Transfer-Encoding: chunked", body=b"-1\r\n" + WHOLE
    ),
    "chunk_cut_off": said("200 OK", "Transfer-Encoding: chunked", body=b"ff\r\nabc"),
    "status_no_number": said("two hundred", body=WHOLE),
    "status_too_small": said("7 OK", body=WHOLE),
    "status_line_missing": WHOLE,
    "status_of_another_protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
    "zeros": bytes(100),
    "noise": NOISE,
    "headers_cut_off": OK + b"Content-Ty",
    "redirect_nowhere": said("302 Found", "Location: http://[::1"),
    "redirect_to_itself": said("302 Found", "Location: ?again"),
    "well": said("200 OK", "ETag: \"1\"", body=WHOLE),
    "strange_headers": said(
        "200 OK",
        "ETag: \"\x00\u00e9\x7f\"",
        "Last-Modified: " + "x" * 500,
        "Content-Type: a; charset=\x00",
        body=WHOLE,
    ),
}  # fmt: skip


def behave(name: str, conn, rest: str, ends: float) -> None:
    if name in DRIPS:
        drip(conn, *DRIPS[name], ends)
    elif name in FLOODS:
        flood(conn, *FLOODS[name], ends)
    elif name in ANSWERS:
        conn.sendall(ANSWERS[name])
    elif name == "reset":
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    else:  # "302": a redirect to what the rest of the path says
        status, _slash, place = rest.partition("/")
        conn.sendall(said(f"{status} Moved", f"Location: {unquote(place)}"))


class HostileServer:
    """Accepts until it is closed; every caller has a thread of its own."""

    def __init__(self, *, wrap=None):
        self.listener = socket.create_server((HERE, 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.wrap = wrap
        self.asked: list[str] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def address(self, name: str, scheme: str = "http") -> str:
        return f"{scheme}://{HERE}:{self.port}/{name}"

    def close(self) -> None:
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                conn, _place = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[conn], daemon=True).start()

    def _serve(self, conn) -> None:
        ends = time.monotonic() + LONGEST
        with closing(conn), suppress(OSError, ValueError):
            conn.settimeout(LONGEST)
            if self.wrap:
                conn = self.wrap(conn)
            asked = b""
            while b"\r\n\r\n" not in asked:
                more = conn.recv(65536)
                if not more:
                    return
                asked += more
            path = asked.split(b" ")[1].decode().lstrip("/")
            self.asked.append(path)
            name = path.partition("/")[0].partition("?")[0]
            behave(name, conn, path.partition("/")[2], ends)


@contextmanager
def a_hostile_server(**told):
    with closing(HostileServer(**told)) as server:
        yield server
