"""The nursery by itself: what it does with what is asked, and how it ends."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.engines import mischief
from xiangyin.engines import nursery

from .test_child import is_gone

ROOT = Path(__file__).resolve().parents[2]
LIMITS = {"cpu": 10, "wall": 20, "memory": 512 * 2**20}


class Owner:
    """What ``child.run`` is to its helper, without its patience."""

    def __init__(self):
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            place = str(theirs.fileno())
            self.process = subprocess.Popen(
                [sys.executable, "-m", "xiangyin.engines.nursery", place],
                pass_fds=[theirs.fileno()],
                cwd=ROOT,
                start_new_session=True,
            )

    def ask(self, name, data=b"", **limits):
        """The leash of a child that does it, and where it leaves its answer."""
        asked = {"function": f"tests.engines.mischief:{name}", **LIMITS, **limits}
        source, result = box(data), box()
        leash, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            fds = [source, result, theirs.fileno()]
            socket.send_fds(self.control, [json.dumps(asked).encode()], fds)
        os.close(source)
        leash.settimeout(30)
        return leash, result

    def told(self, name, data=b"", **limits):
        leash, result = self.ask(name, data, **limits)
        os.close(result)
        with leash:
            return json.loads(leash.recv(4096))

    def children(self) -> list[int]:
        """The children, as soon as there are any."""
        number = self.process.pid
        for _ in range(200):
            found = Path(f"/proc/{number}/task/{number}/children").read_text().split()
            if found:
                return [int(child) for child in found]
            time.sleep(0.05)
        return []


def box(data=b"") -> int:
    fd = os.memfd_create("test")
    os.pwrite(fd, data, 0)
    return fd


@pytest.fixture
def owner():
    owner = Owner()
    yield owner
    owner.control.close()
    owner.process.wait(30)


def test_a_child_says_how_it_ended_on_its_leash(owner):
    assert owner.told("count", b"abc") == {"ended": nursery.DONE, "overtime": False}
    assert owner.told("stumble") == {"ended": nursery.FAILED, "overtime": False}


def test_who_lets_go_of_the_leash_ends_the_child(owner):
    leash, result = owner.ask("sleep", b"60", wall=90)
    [child] = owner.children()

    leash.close()

    assert is_gone(child)
    assert owner.told("count") == {"ended": nursery.DONE, "overtime": False}
    os.close(result)


def test_a_leash_that_is_held_leaves_the_child_alone(owner):
    """The twin: it is the letting go that kills."""
    leash, result = owner.ask("sleep", b"0.5", wall=90)
    owner.children()

    with leash:
        assert json.loads(leash.recv(4096))["ended"] == nursery.DONE
    os.close(result)


def test_of_two_children_only_the_late_one_is_killed(owner):
    late, first = owner.ask("sleep", b"60", wall=0.2)
    other, second = owner.ask("sleep", b"1", wall=90)

    with late, other:
        assert json.loads(late.recv(4096)) == {"ended": -9, "overtime": True}
        assert json.loads(other.recv(4096)) == {"ended": 0, "overtime": False}
    os.close(first)
    os.close(second)


def test_a_leash_that_is_let_go_as_its_child_ends_is_no_trouble(owner):
    """Both are told at once to a nursery that was asleep meanwhile."""
    leash, result = owner.ask("sleep", b"0.3", wall=90)
    [child] = owner.children()
    os.kill(owner.process.pid, signal.SIGSTOP)
    assert is_gone(child)

    leash.close()
    os.kill(owner.process.pid, signal.SIGCONT)

    assert owner.told("count") == {"ended": nursery.DONE, "overtime": False}
    os.close(result)


def test_a_child_that_cannot_be_confined_does_nothing(owner):
    assert owner.told("count", memory="much")["ended"] == nursery.FAILED


def test_what_cannot_be_found_is_told_and_the_next_one_served(owner):
    assert list(owner.told("nothing")) == ["missing"]
    assert owner.told("count")["ended"] == nursery.DONE


def test_when_the_owner_hangs_up_every_child_ends(owner):
    leash, result = owner.ask("sleep", b"60", wall=90)
    [child] = owner.children()

    owner.control.close()

    assert owner.process.wait(30) == 0
    assert is_gone(child)
    leash.close()
    os.close(result)


def test_a_way_out_is_refused_in_a_child_and_nothing_else_is():
    with pytest.raises(PermissionError, match=r"subprocess\.Popen in a child"):
        nursery._refuse("subprocess.Popen", ())

    assert nursery._refuse("open", ()) is None


def too_much(data):
    raise MemoryError


def larger_than_allowed(data):
    raise OSError(errno.EFBIG, "File too large")


def out_of_reach(data):
    raise OSError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(
    ("function", "status", "kept"),
    [
        (mischief.turn_round, nursery.DONE, b"bcba"),
        (mischief.count, nursery.DONE, b'j{"bytes": 3, "words": ["\\u4e61\\u97f3"]}'),
        (too_much, nursery.TOO_LARGE, b""),
        (larger_than_allowed, nursery.TOO_LARGE, b""),
        (
            out_of_reach,
            nursery.FAILED,
            b"PermissionError: [Errno 13] Permission denied",
        ),
        (mischief.stumble, nursery.FAILED, "ValueError: 第三行有错".encode()),
    ],
)
def test_the_answer_or_the_trouble_is_left_in_the_box(function, status, kept):
    source, result = box(b"abc"), box()

    assert nursery.work(function, source, result) == status
    assert os.pread(result, 100, 0) == kept
    os.close(source)
    os.close(result)


def test_a_module_is_warmed_up_once(monkeypatch):
    warmed = []
    monkeypatch.setattr(mischief, "warm_up", lambda: warmed.append(1), raising=False)
    monkeypatch.setattr(nursery, "_warm", set())

    for _time in range(2):
        found = nursery.find("tests.engines.mischief:count")

    assert (found, warmed) == (mischief.count, [1])
