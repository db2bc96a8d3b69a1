"""The web server's workers: whom they believe, and when they make room for another."""

import logging
import subprocess
import sys
import time

import pytest
from granian.server.common import AbstractServer

from xiangyin.config import serving
from xiangyin.config.serving import BelievesNginx

TOLD = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}

WORKER = """
import sys, threading, time
from xiangyin.config.serving import Watched

def application(environ, start_response):
    if environ["hangs"]:
        time.sleep(60)

watched = Watched(application, threads=2, patience=0.3)
for hangs in eval(sys.argv[1]):
    request = {"hangs": hangs}
    threading.Thread(target=watched, args=[request, None], daemon=True).start()
time.sleep(1.5)
print("still there")
"""

SERVER = """
import subprocess, sys
worker = subprocess.Popen([sys.executable, "-c", sys.argv[1], "[]"])
print(worker.pid, flush=True)
worker.wait()
"""


def seen_from(address: str) -> dict:
    """What the program reads of a request that claims TLS and another sender."""
    environ = {"REMOTE_ADDR": address, "wsgi.url_scheme": "http", **TOLD}
    BelievesNginx(lambda environ, start_response: [])(environ, None)
    return environ


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_nginx_on_this_machine_is_believed(address):
    seen = seen_from(address)

    assert seen == {"REMOTE_ADDR": address, "wsgi.url_scheme": "https", **TOLD}


@pytest.mark.parametrize(
    "address", ["203.0.113.5", "2001:db8::5", "", "127.0.0.1.evil"]
)
def test_nobody_else_is(address):
    seen = seen_from(address)

    assert seen == {"REMOTE_ADDR": address, "wsgi.url_scheme": "http"}


def test_nginx_on_another_machine_is_believed_where_it_is_named(monkeypatch):
    monkeypatch.setenv("XIANGYIN_FRONT", "198.51.100.7, 2001:db8::7")

    named, other = seen_from("2001:db8::7"), seen_from("203.0.113.5")

    assert named["wsgi.url_scheme"] == "https"
    assert other == {"REMOTE_ADDR": "203.0.113.5", "wsgi.url_scheme": "http"}


@pytest.mark.parametrize(("leaves_out", "said"), [(True, 0), (False, 1)])
def test_who_starts_it_is_told_nothing_of_eight_threads(
    monkeypatch, capsys, leaves_out, said
):
    """And without leaving it out the operator would be, at each start."""
    monkeypatch.setattr("multiprocessing.cpu_count", lambda: 2)
    monkeypatch.setattr(AbstractServer, "serve", lambda *told: None)
    monkeypatch.setattr(logging.getLogger("_granian"), "filters", [])
    if not leaves_out:
        monkeypatch.setattr(serving, "not_of_threads", lambda record: True)

    serving.serve("127.0.0.1", 8000, 2, journal=False)

    assert capsys.readouterr().out.count("Python threads") == said


def work(*hangs: bool):
    command = [sys.executable, "-c", WORKER, repr(list(hangs))]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_worker_that_answers_nobody_any_more_ends():
    done = work(True, True)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Answers nobody any more: this web worker ends.\n"


@pytest.mark.parametrize("hangs", [(), (True,), (True, False), (False, False, False)])
def test_one_that_still_answers_somebody_stays(hangs):
    done = work(*hangs)

    assert (done.returncode, done.stdout, done.stderr) == (0, "still there\n", "")


def test_a_worker_whose_server_was_killed_ends_too():
    endless = WORKER.replace("time.sleep(1.5)", "print(flush=True); time.sleep(60)")
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, endless], stdout=subprocess.PIPE, text=True
    )
    worker = int(server.stdout.readline())
    server.stdout.readline()  # the worker watches

    server.kill()
    server.wait()

    deadline = time.monotonic() + 20
    while is_there(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_there(worker)


def is_there(pid: int) -> bool:
    """Whether it runs; without a server an ended process may wait to be reaped."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
