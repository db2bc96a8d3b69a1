"""Ten thousand readers who keep their connections open, and read a page now and then.

They come by hundreds in a tenth of a second, as the kernel's queue of connections not
yet accepted allows (``net.core.somaxconn``, 4096): all in one instant would measure
that queue. Then each asks for a page every ten seconds, on the connection it has.
"""

import asyncio
import random
import re
import resource
import time

from .load import Result, cpu_of

EVERY, PATIENCE = 10, 20  # seconds between two pages of a reader; until it gives up
AT_ONCE, PAUSE = 200, 0.1
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)


class Reader(asyncio.Protocol):
    """One connection; ``ask`` returns the seconds until the whole page was there."""

    def __init__(self, seen: "Seen"):
        self.seen, self.had, self.whole = seen, b"", None

    def connection_made(self, transport):
        self.transport = transport
        self.seen.open += 1

    def connection_lost(self, exc):
        self.seen.open -= 1
        if self.whole and not self.whole.done():
            self.whole.set_exception(ConnectionResetError())

    def data_received(self, data):
        self.had += data
        head, blank, body = self.had.partition(b"\r\n\r\n")
        if not blank or self.whole is None or self.whole.done():
            return
        length = LENGTH.search(head)
        if len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n"):
            self.whole.set_result(head.startswith(b"HTTP/1.1 200"))

    async def ask(self, address: str) -> float:
        began, self.had = time.perf_counter(), b""
        self.whole = asyncio.get_running_loop().create_future()
        self.transport.write(
            f"GET {address} HTTP/1.1\r\nHost: localhost\r\n"
            "Accept-Encoding: gzip\r\nAccept-Language: zh-CN\r\n\r\n".encode()
        )
        async with asyncio.timeout(PATIENCE):
            if not await self.whole:
                raise ConnectionError(self.had[:80])
        return time.perf_counter() - began


class Seen:
    """What all readers saw together."""

    def __init__(self) -> None:
        self.open = self.most = 0
        self.waits: list[float] = []
        self.errors: list[str] = []


async def _reader(port: int, addresses: list[str], until: float, seen: Seen) -> None:
    try:
        loop = asyncio.get_running_loop()
        _transport, reader = await loop.create_connection(
            lambda: Reader(seen), "127.0.0.1", port
        )
        while time.monotonic() < until:
            seen.waits.append(await reader.ask(random.choice(addresses)))
            seen.most = max(seen.most, seen.open)
            await asyncio.sleep(random.uniform(0, 2 * EVERY))
        reader.transport.close()
    except (OSError, TimeoutError) as error:
        seen.errors.append(f"{type(error).__name__} {error}")


async def _all(port: int, addresses: list[str], count: int, seconds: float) -> Seen:
    seen, opening = Seen(), count / AT_ONCE * PAUSE
    until, readers = time.monotonic() + opening + seconds, []
    for _hundred in range(count // AT_ONCE):
        readers += [
            asyncio.create_task(_reader(port, addresses, until, seen))
            for _one in range(AT_ONCE)
        ]
        await asyncio.sleep(PAUSE)
    await asyncio.gather(*readers)
    return seen


def many(
    port: int, addresses: list[str], master: int, *, count=10_000, seconds=20.0
) -> Result:
    """Let so many read, for so long once all of them are there."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    before, began = cpu_of(master), time.monotonic()
    seen = asyncio.run(_all(port, addresses, count, seconds))
    asked, waits = len(seen.waits), sorted(seen.waits)
    if seen.most < count:
        seen.errors.append(f"{seen.most} at once")
    return Result(
        asked,
        asked / (time.monotonic() - began),
        1000 * (cpu_of(master) - before) / asked,
        1000 * waits[asked // 2],
        1000 * waits[asked * 99 // 100],
        len(seen.errors),
    )
