"""Reading a stranger's bytes in a process that may be killed.

A parser that hangs, fills the memory or crashes takes only its own child with it.
The child is fresh for every document; time, memory and the size of its answer are
bounded by the kernel; it has none of our environment and may call nobody.

It is forked from a helper (:mod:`.nursery`) that has the parsers imported already
and belongs to this process. Linux only.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

from .nursery import DONE, MOST_BYTES, TOO_LARGE

ROOT = Path(__file__).parents[2]
STARTING = 30.0  # seconds on top of the child's own, for the helper's imports
KILLED_FOR_TIME = {-signal.SIGXCPU, -signal.SIGALRM}


class ChildError(Exception):
    """A child brought nothing.

    ``reason`` is "too slow", "too large" (memory, or the answer), "failed" (the
    function raised; ``detail`` says what) or "died".
    """

    def __init__(self, reason: str, detail: str = ""):
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


def run(
    function: str,
    data: bytes,
    *,
    cpu: float = 10,
    wall: float = 20,
    memory: int = 512 * 2**20,
) -> object:
    """Call ``function`` ("package.module:name") on ``data`` in a child.

    The function takes bytes and returns bytes or what JSON can hold; its module must
    not need Django. Raises :class:`ChildError`; ``LookupError`` where there is no
    such function.

    >>> run("json:loads", b'{"a": [1]}')
    {'a': [1]}
    """
    asked = {"function": function, "cpu": cpu, "wall": wall, "memory": memory}
    with ExitStack() as stack:
        return _asked(asked, _box(stack, data), _box(stack))


def make(
    function: str,
    source: int,
    made: int,
    *,
    most: int,
    cpu: float = 60,
    wall: float = 120,
    memory: int = 2**30,
) -> object:
    """Like :func:`run`, for what is too large to be held: two open files, by descriptor.

    The function takes the path of the file it reads and that of the one it writes, at
    most ``most`` bytes of it, and returns what JSON can hold.
    """
    asked = {"function": function, "cpu": cpu, "wall": wall, "memory": memory}
    with ExitStack() as stack:
        return _asked(asked | {"most": most}, source, _box(stack), made)


def _asked(asked: dict, source: int, result: int, *made: int) -> object:
    # A helper may have gone to rest at this very moment: then another is asked.
    for _attempt in range(2):
        told = _helper.ask(asked, source, result, *made)
        if told is not None:
            return _answer(told, result)
    raise ChildError("died")


def _box(stack: ExitStack, data: bytes = b"") -> int:
    """A file in memory that the child can read or write without us waiting for it."""
    fd = os.memfd_create("xiangyin")
    stack.callback(os.close, fd)
    with open(fd, "wb", closefd=False) as box:
        box.write(data)
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def _answer(told: dict, result: int) -> object:
    if "missing" in told:
        raise LookupError(told["missing"])
    code = told["ended"]
    if told["overtime"] or code in KILLED_FOR_TIME:
        raise ChildError("too slow")
    if code == TOO_LARGE:
        raise ChildError("too large")
    if code < 0:
        raise ChildError("died", f"signal {-code}")
    kept = os.pread(result, MOST_BYTES + 1, 0)
    if code != DONE:
        raise ChildError("failed", kept[:400].decode("utf-8", "replace"))
    return kept[1:] if kept[:1] == b"b" else json.loads(kept[1:])


class _Helper:
    """This process's nursery: started when first needed, and again when it is gone."""

    def __init__(self):
        self.lock = threading.Lock()
        self.control: socket.socket | None = None
        self.process: subprocess.Popen | None = None

    def ask(self, asked: dict, source: int, result: int, *made: int) -> dict | None:
        """Have a child do it and wait for its end. None when the helper is gone."""
        control = self._control()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            ours.settimeout(asked["wall"] + STARTING)
            try:
                with theirs:
                    fds = [source, result, theirs.fileno(), *made]
                    socket.send_fds(control, [json.dumps(asked).encode()], fds)
                told = ours.recv(4096)
            except TimeoutError:
                self.stop(control)
                raise ChildError("too slow") from None
            except OSError:
                told = b""
        if told:
            return json.loads(told)
        self.stop(control)
        return None

    def _control(self) -> socket.socket:
        with self.lock:
            return self.control or self._start()

    def _start(self) -> socket.socket:
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # Nothing of our environment: it holds the office's secrets.
            self.process = subprocess.Popen(  # noqa: S603 -- our own module
                [
                    sys.executable,
                    "-m",
                    "xiangyin.engines.nursery",
                    str(theirs.fileno()),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
                env={
                    "PATH": os.defpath,
                    "PYTHONPATH": str(ROOT),
                    "LANG": "C.UTF-8",
                    # A fork keeps only one thread: libraries must not start others.
                    "OPENBLAS_NUM_THREADS": "1",
                    "OMP_NUM_THREADS": "1",
                },
            )
        control.settimeout(STARTING)
        self.control = control
        return control

    def stop(self, control: socket.socket | None = None) -> None:
        """Let the nursery go, or only if it is the one behind ``control``.

        It kills its children and ends.
        """
        with self.lock:
            process = self.process
            if self.control is None or process is None:
                return
            if control is not None and control is not self.control:
                return
            self.control.close()
            self.control = self.process = None
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


_helper = _Helper()


def _begin_anew() -> None:
    """After a fork the nursery is the other process's; this one will start its own."""
    global _helper
    if _helper.control is not None:
        _helper.control.close()
    if _helper.process is not None:
        _helper.process.returncode = 0  # not ours to wait for
    _helper = _Helper()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(lambda: _helper.stop())
