"""Phones that send tips without end, and note what they were answered and when."""

import json
import threading
import time
import uuid
from dataclasses import dataclass, field

from .office_server import Visitor

SENT = 200
PAUSE = 0.05


@dataclass
class Answer:
    """One try to send: when it began and ended, and what came of it."""

    began: float
    ended: float
    status: int  # 0 where the line broke
    is_clear: bool  # it was taken, or the phone was told what to do


@dataclass
class Phones:
    """Several phones of one correspondent. A phone keeps its draft until it is taken."""

    port: int
    session: str
    clear_words: str
    number: int = 3
    patience: float = 60  # seconds in which a draft has to be taken
    answers: list[Answer] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.threads = [
            threading.Thread(target=self._send, daemon=True)
            for _phone in range(self.number)
        ]
        for each in self.threads:
            each.start()

    def stop(self) -> None:
        """Every draft that is out is still sent; then no more."""
        self.over.set()
        for each in self.threads:
            each.join(60)

    def _send(self) -> None:
        visitor = Visitor(self.port, self.session)
        while not self.over.is_set():
            draft = str(uuid.uuid4())
            ends = time.monotonic() + self.patience
            while draft not in self.taken and time.monotonic() < ends:
                self.answers.append(self._try(visitor, draft))
                time.sleep(PAUSE)

    def _try(self, visitor: Visitor, draft: str) -> Answer:
        began = time.monotonic()
        try:
            status, told, _key = visitor.send(key=draft, Accept="application/json")
        except OSError:
            return Answer(began, time.monotonic(), 0, is_clear=True)
        ended = time.monotonic()
        if status == SENT:
            self.taken.add(draft)
        return Answer(began, ended, status, status == SENT or self._says_why(told))

    def _says_why(self, told: str) -> bool:
        try:
            return self.clear_words in str(json.loads(told)["errors"])
        except (ValueError, KeyError):
            return False

    def between(self, began: float, ended: float) -> list[Answer]:
        """The answers to what was sent in that time."""
        return [each for each in self.answers if began <= each.began <= ended]

    def first_taken_after(self, moment: float) -> float:
        """Seconds from ``moment`` until a tip sent after it was taken."""
        taken = [
            each.ended - moment
            for each in self.answers
            if each.began >= moment and each.status == SENT
        ]
        return min(taken, default=float("inf"))
