"""The process that children are forked from. It never looks at what they are given.

It imports the modules of the functions that are asked for, once, so that a fresh
child costs a fork and not an import. A request comes over the control socket with
three descriptors: what to read, where to write the answer, and a leash; a fourth is
a file to be made. Letting go of the leash kills the child; its end is told on the
leash. Every child is alone in a process group, which is killed whole when its time
is over and once more when it has ended. The nursery ends with its owner, or when
nobody needed it for a while.
"""

import errno
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module

IDLE = 300.0
MOST_BYTES = 64 * 2**20
OPEN_FILES = 64
# How a child ends; the caller reads it as the reason of a ``ChildError``.
DONE, TOO_LARGE, FAILED = 0, 3, 4
# What a parser has no business with. The memory, time and size limits are the
# kernel's; this one keeps libraries from fetching what a document names.
FORBIDDEN = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.system",
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
        "subprocess.Popen",
    }
)


@dataclass
class Child:
    """A running child: its number, its leash, and when its time is over."""

    pid: int
    leash: socket.socket
    ends: float
    overtime: bool = False

    def kill(self) -> None:
        """Kill it with whatever it started. Until it is reaped its number is its own."""
        os.killpg(self.pid, signal.SIGKILL)


class Nursery:
    """The loop that starts, watches and buries children."""

    def __init__(self, control: socket.socket):
        self.control = control
        self.children: dict[int, Child] = {}  # by the descriptor of the process
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)
        self.leashes: dict[int, Child] = {}

    def serve(self) -> None:
        """Serve until the owner is gone or nothing was asked for a while."""
        quiet_since = time.monotonic()
        while self.children or time.monotonic() - quiet_since < IDLE:
            for ready, _event in self.poll.poll(self._patience()):
                quiet_since = time.monotonic()
                if ready == self.control.fileno():
                    if not self._accept():
                        return self._kill_all()
                elif ready in self.children:
                    self._bury(ready)
                elif ready in self.leashes:
                    self.poll.unregister(ready)
                    self.leashes.pop(ready).kill()
            self._kill_the_late()
        return None

    def _patience(self) -> int:
        ends = [child.ends for child in self.children.values() if not child.overtime]
        left = min(ends) - time.monotonic() if ends else IDLE
        return max(0, int(left * 1000) + 1)

    def _kill_the_late(self) -> None:
        now = time.monotonic()
        for child in self.children.values():
            if child.ends <= now and not child.overtime:
                child.overtime = True
                child.kill()

    def _kill_all(self) -> None:
        for child in self.children.values():
            child.kill()

    def _accept(self) -> bool:
        """Start a child. False when the owner has hung up."""
        message, fds, _flags, _place = socket.recv_fds(self.control, 4096, 4)
        if not message:
            return False
        source, result, leash_fd, *made = fds
        leash = socket.socket(fileno=leash_fd)
        asked = json.loads(message)
        try:
            function = find(asked["function"])
        except Exception as error:
            leash.send(json.dumps({"missing": f"{error!r:.300}"}).encode())
            leash.close()
        else:
            self._start(function, asked, source, result, leash, *made)
        for fd in (source, result, *made):
            os.close(fd)
        return True

    def _start(self, function, asked, source, result, leash, *made) -> None:
        gc.freeze()
        pid = os.fork()
        if not pid:
            self._be_the_child(function, asked, source, result, leash, *made)
        _lead_a_group(pid)
        child = Child(pid, leash, time.monotonic() + asked["wall"])
        watch = os.pidfd_open(pid)
        self.children[watch] = child
        self.leashes[leash.fileno()] = child
        self.poll.register(watch, select.POLLIN)
        self.poll.register(leash, 0)  # hanging up is told unasked

    def _be_the_child(self, function, asked, source, result, leash, *made) -> None:
        """In the child: shut every door, do the one thing, and end."""
        try:
            _lead_a_group(0)
            for fd in (self.control.fileno(), *self.children, *self.leashes):
                os.close(fd)
            leash.close()
            most = asked.get("most", MOST_BYTES)
            confine(
                cpu=asked["cpu"], wall=asked["wall"], memory=asked["memory"], most=most
            )
            os._exit(work(function, source, result, *made))
        finally:
            os._exit(FAILED)

    def _bury(self, watch: int) -> None:
        child = self.children.pop(watch)
        self.poll.unregister(watch)
        os.close(watch)
        child.kill()  # whatever it may have left behind, while the number is its own
        _pid, status = os.waitpid(child.pid, 0)
        told = {"ended": os.waitstatus_to_exitcode(status), "overtime": child.overtime}
        if self.leashes.pop(child.leash.fileno(), None):
            self.poll.unregister(child.leash)
        with suppress(OSError):  # nobody may wait for it any more
            child.leash.send(json.dumps(told).encode())
        child.leash.close()


_warm: set[str] = set()


def find(path: str):
    """The function that ``package.module:name`` names, its module ready for use.

    What a library loads at its first document would be loaded in every child anew:
    a module may have a ``warm_up`` that loads it once, here.

    >>> find("os.path:basename")("a/b")
    'b'
    """
    module, _colon, name = path.partition(":")
    function = getattr(import_module(module), name)
    if module not in _warm:
        getattr(sys.modules[module], "warm_up", lambda: None)()
        _warm.add(module)
    return function


def confine(*, cpu: float, wall: float, memory: int, most: int = MOST_BYTES) -> None:
    """Bound what this process may use, for good."""
    seconds = max(1, int(-(-cpu // 1)))
    limits = {
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_FSIZE: (most, most),
        resource.RLIMIT_NOFILE: (OPEN_FILES, OPEN_FILES),
        resource.RLIMIT_CORE: (0, 0),
    }
    for limit, pair in limits.items():
        resource.setrlimit(limit, pair)
    # If the nursery itself is killed, nobody else would end this process.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, wall + 1)
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments) -> None:
    if event in FORBIDDEN:
        raise PermissionError(f"{event} in a child")


def work(function, source: int, result: int, *made: int) -> int:
    """Call ``function`` on what ``source`` holds and leave the answer in ``result``.

    With a file to be ``made`` it is given the two files' paths instead.
    """
    try:
        if made:
            answer = packed(
                function(*(f"/proc/self/fd/{fd}" for fd in (source, *made)))
            )
        else:
            with open(source, "rb", closefd=False) as given:
                answer = packed(function(given.read()))
        with open(result, "wb", closefd=False) as kept:
            kept.write(answer)
    except MemoryError:
        return TOO_LARGE
    except OSError as error:
        return TOO_LARGE if error.errno == errno.EFBIG else _fail(result, error)
    except BaseException as error:  # whatever a broken document makes a parser raise
        return _fail(result, error)
    return DONE


def packed(answer) -> bytes:
    """The answer as bytes: as they are behind a ``b``, anything else as JSON.

    >>> packed(b"x"), packed({"a": 1})
    (b'bx', b'j{"a": 1}')
    """
    if isinstance(answer, bytes):
        return b"b" + answer
    return b"j" + json.dumps(answer).encode()


def _fail(result: int, error: BaseException) -> int:
    os.ftruncate(result, 0)
    os.pwrite(result, f"{type(error).__name__}: {error!s:.300}".encode(), 0)
    return FAILED


def _lead_a_group(pid: int) -> None:
    """Called on both sides of the fork, so that neither waits for the other."""
    with suppress(OSError):  # it may have ended already
        os.setpgid(pid, pid)


if __name__ == "__main__":
    Nursery(socket.socket(fileno=int(sys.argv[1]))).serve()
