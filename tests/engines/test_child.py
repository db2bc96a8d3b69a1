"""What a stranger's bytes make a parser do stays in the child."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.engines import mischief
from xiangyin.engines import child, nursery
from xiangyin.engines.child import ChildError, run


def ask(name, data=b"", **limits):
    return run(f"tests.engines.mischief:{name}", data, **limits)


def reason(name, data=b"", **limits):
    with pytest.raises(ChildError) as caught:
        ask(name, data, **limits)
    return caught.value.reason


def is_alive(pid: int) -> bool:
    """A killed orphan may stay as a zombie where nobody reaps it."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def is_gone(pid: int) -> bool:
    for _ in range(100):
        if not is_alive(pid):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def canary():
    """Counts who connects to it."""
    callers = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen():
        while True:
            try:
                callers.append(server.accept()[0].close())
            except OSError:
                return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield server.getsockname()[1], callers
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def test_bytes_and_plain_data_come_back_as_they_are():
    assert ask("turn_round", b"abc") == b"cba"
    assert ask("turn_round", b"\x00" * 20_000_000) == b"\x00" * 20_000_000
    assert ask("count", "清岚".encode()) == {"bytes": 6, "words": ["乡音"]}


def test_a_child_that_computes_without_end_is_killed():
    assert reason("spin", b"60", cpu=1) == "too slow"


def test_a_child_that_sleeps_is_killed():
    assert reason("sleep", b"60", wall=0.3) == "too slow"


def test_with_longer_limits_both_would_have_gone_on():
    """The twin: it is the limits that end them."""
    assert ask("spin", b"1.2", cpu=10) == "spun"
    assert ask("sleep", b"0.5", wall=20) == "slept"


def test_a_child_that_fills_the_memory_is_stopped():
    assert reason("hoard", b"600") == "too large"


def test_with_a_wider_limit_it_would_have_filled_it():
    assert ask("hoard", b"600", memory=2 * 2**30) == 600 * 2**20


def test_an_answer_without_measure_is_refused():
    assert reason("talk", b"65") == "too large"
    assert len(ask("talk", b"63")) == 63 * 2**20


def test_what_the_function_raises_is_told():
    with pytest.raises(ChildError) as caught:
        ask("stumble")

    assert caught.value.reason == "failed"
    assert caught.value.detail == "ValueError: 第三行有错"


@pytest.mark.parametrize("name", ["answer_oddly", "leave"])
def test_an_answer_that_is_none_is_a_failure(name):
    assert reason(name, b"4") == "failed"


def test_a_crash_of_a_library_kills_only_the_child():
    assert reason("crash") == "died"
    assert ask("turn_round", b"abc") == b"cba"


def test_what_a_child_leaves_behind_is_killed_with_it():
    assert is_gone(ask("leave_somebody_behind"))


def test_without_a_child_it_would_have_stayed():
    left = mischief.leave_somebody_behind(b"")

    assert is_alive(left)
    os.kill(left, signal.SIGKILL)
    os.waitpid(left, 0)


def test_a_child_knows_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("XIANGYIN_SECRET", "geheim")

    known = ask("tell_environment")

    assert set(known) <= {
        "LANG", "LC_CTYPE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "PATH",
        "PYTHONPATH",
    }  # fmt: skip
    assert mischief.tell_environment(b"")["XIANGYIN_SECRET"] == "geheim"


def test_a_child_calls_nobody_and_starts_nothing(canary):
    port, callers = canary

    assert reason("call", str(port).encode()) == "failed"
    assert reason("start_a_program") == "failed"
    assert callers == []


def test_without_a_child_somebody_would_have_been_called(canary):
    port, callers = canary

    mischief.call(str(port).encode())
    mischief.start_a_program(b"")

    for _ in range(100):
        if callers:
            break
        time.sleep(0.05)
    assert len(callers) == 1


def test_the_limits_are_the_kernels():
    limits = ask("tell_limits", cpu=1.5, memory=300 * 2**20)

    assert limits == [[300 * 2**20] * 2, [2, 3], [0, 0]]


def test_every_document_has_a_child_of_its_own_of_one_helper():
    first, second = ask("tell_helper"), ask("tell_helper")

    assert first[0] != second[0]
    assert first[1] == second[1]
    assert first[2] == 1  # a fork would leave other threads behind


def test_a_helper_that_was_killed_is_replaced():
    helper = ask("tell_helper")[1]

    os.kill(helper, signal.SIGKILL)

    assert is_gone(helper)
    assert ask("tell_helper")[1] != helper


def test_a_helper_that_does_not_answer_is_replaced(monkeypatch):
    helper = ask("tell_helper")[1]
    monkeypatch.setattr(child, "STARTING", 0.1)

    os.kill(helper, signal.SIGSTOP)

    assert reason("count", wall=0.1) == "too slow"
    assert not is_alive(helper)
    monkeypatch.undo()
    assert ask("tell_helper")[1] != helper


def test_a_helper_that_is_gone_each_time_is_told(monkeypatch):
    monkeypatch.setattr(child._Helper, "ask", lambda *_told: None)

    assert reason("count") == "died"


def test_another_ones_trouble_does_not_end_the_helper():
    """Of two that find a helper gone, the slower one must not end its successor."""
    helper = ask("tell_helper")[1]

    with socket.socket() as former:
        child._helper.stop(former)

    assert ask("tell_helper")[1] == helper


def test_a_helper_that_nobody_asked_for_was_never_started(monkeypatch):
    fresh = child._Helper()
    fresh.stop()
    monkeypatch.setattr(child, "_helper", fresh)

    child._begin_anew()

    assert child._helper is not fresh
    assert (child._helper.process, fresh.process) == (None, None)


OWNER = """
import os, sys
from xiangyin.engines import child, nursery
from xiangyin.engines.child import run
print(run("tests.engines.mischief:tell_helper", b"")[1], flush=True)
run("tests.engines.mischief:sleep", b"60", wall=90)
"""


def test_a_helper_ends_with_its_owner_and_takes_its_children_along():
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True
    )
    helper = int(owner.stdout.readline())

    owner.kill()
    owner.wait()
    owner.stdout.close()

    assert is_gone(helper)


def test_a_helper_that_nobody_needs_goes_to_rest(monkeypatch):
    monkeypatch.setattr(nursery, "IDLE", 0.05)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    with ours, theirs:
        assert nursery.Nursery(theirs).serve() is None


def test_several_at_once_do_not_wait_for_the_slowest():
    with ThreadPoolExecutor(4) as pool:
        slow = [pool.submit(reason, "sleep", b"60", wall=1) for _ in range(3)]
        quick = pool.submit(ask, "turn_round", b"abc")

        assert quick.result() == b"cba"
        assert [one.done() for one in slow] == [False] * 3
        assert [one.result() for one in slow] == ["too slow"] * 3


def test_after_a_fork_each_process_has_a_helper_of_its_own():
    """As under gunicorn, whose workers are forked."""
    helper = ask("tell_helper")[1]
    out, into = os.pipe()

    pid = os.fork()
    if not pid:
        try:
            os.write(into, str(ask("tell_helper")[1]).encode())
        finally:
            os._exit(0)
    os.waitpid(pid, 0)

    assert int(os.read(out, 20)) != helper
    assert ask("tell_helper")[1] == helper
    os.close(out)
    os.close(into)


@pytest.mark.parametrize("path", ["tests.engines.mischief:nothing", "nowhere:at_all"])
def test_a_function_that_does_not_exist_is_a_mistake_of_the_program(path):
    with pytest.raises(LookupError):
        run(path, b"")
