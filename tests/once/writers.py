"""Several people, or one impatient one: the same moment, each on a connection."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections


def at_once(*calls: Callable) -> list:
    """Run ``calls`` together, from one moment on; what each returned or raised."""
    ready = threading.Barrier(len(calls))

    def run(call):
        ready.wait(30)
        try:
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def meet_at(monkeypatch, owner, name: str, people: int) -> None:
    """Let nobody pass ``owner.name`` before all ``people`` have come so far."""
    real, gate = getattr(owner, name), threading.Barrier(people)

    def wait_then_go(*args, **kwargs):
        gate.wait(30)
        return real(*args, **kwargs)

    monkeypatch.setattr(owner, name, wait_then_go)
