"""Residents who ask at a steady pace, each from a phone and a network of their own.

A phone that is not answered sends the same question again with the same key, as the
form does; what it was answered is noted with the moment.
"""

import asyncio
import json
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = "a" * 32
PAUSE, PATIENCE = 0.5, 60  # seconds between two tries, and until a phone gives up


@dataclass
class Askers:
    """``rate`` questions a second for ``seconds``, sent to ``path`` on loopback."""

    port: int
    path: str
    rate: int
    seconds: int
    resend: bool = True
    sent: set[str] = field(default_factory=set)
    taken: dict[str, str] = field(default_factory=dict)  # by key: where it leads
    waits: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    took: float = 0

    async def ask(self) -> None:
        began = time.monotonic()
        phones = []
        for at in range(self.rate * self.seconds):
            await asyncio.sleep(max(0, began + at / self.rate - time.monotonic()))
            phones.append(asyncio.create_task(self._one(at)))
        await asyncio.gather(*phones)
        self.took = time.monotonic() - began

    async def _one(self, at: int) -> None:
        key = str(uuid.uuid4())
        self.sent.add(key)
        request = self._request(at, key)
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE:
            try:
                status, told = await self._try(request)
                leads_to = json.loads(told)["next"] if status == 200 else ""
            except (OSError, EOFError, ValueError):  # the line broke
                status, told = 0, ""
            if status == 200:
                self.taken[key] = leads_to
                self.waits.append(time.monotonic() - began)
                return
            if status:
                self.refused.append(f"{status} {told[:200]}")
            if not self.resend:
                return
            await asyncio.sleep(PAUSE)

    def _request(self, at: int, key: str) -> bytes:
        body = urlencode(
            {
                "csrfmiddlewaretoken": TOKEN,
                "client_key": key,
                "kind": "help",
                "title": f"村口路灯坏了{at}",
                "text": "村口到学校的三盏路灯坏了半个月，孩子晚上回家看不见路。",
                "contact": f"138{at:08}",
                "name": "王秀英",
                "publicity": "nameless",
            }
        )
        network = f"10.{at % 250}.{at // 250 % 250}.7"
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            "Accept: application/json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nCookie: csrftoken={TOKEN}\r\n"
            f"X-Forwarded-For: {network}\r\n\r\n"
        )
        return head.encode() + body.encode()

    async def _try(self, request: bytes) -> tuple[int, str]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            await writer.drain()
            answer = await asyncio.wait_for(reader.read(), 30)
        finally:
            writer.close()
        head, _blank, body = answer.decode("utf-8", "replace").partition("\r\n\r\n")
        if not head.startswith("HTTP/"):
            raise EOFError
        return int(head.split()[1]), body
