"""``xiangyin run``: the web server and the worker together, on one machine."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from xiangyin.kernel.disks import ENOUGH_SPACE, room

from .speaking import say, stop

PATIENCE = 90


def require_space(folder: Path) -> None:
    """Stop with a clear line when the disk is nearly full."""
    free, _total = room(folder)
    if free < ENOUGH_SPACE:
        stop(
            f"磁盘空间不足：{folder} 只剩 {free // 2**20} MB，至少需要 300 MB。"
            "清出空间后再运行一次。",
            f"Not enough disk space: {free // 2**20} MB left in {folder}, 300 MB needed."
            " Free some and run the same command again.",
        )


def require_port(host: str, port: int) -> None:
    """Stop with a clear line when somebody else listens on ``port``."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            stop(
                f"端口 {port} 不能用（{error.strerror}）。换一个："
                f"make run PORT={port + 1}",
                f"Port {port} cannot be used ({error.strerror})."
                f" Choose another: make run PORT={port + 1}",
            )


def serve_command(host: str, port: int, workers: int) -> list[str]:
    told = {"host": host, "port": port, "workers": workers}
    options = [f"--{name}={value}" for name, value in told.items()]
    return [sys.executable, "-m", "xiangyin.config.serving", *options]


def work_command() -> list[str]:
    return [sys.executable, "-m", "django", "work"]


def run_together(host: str, port: int, workers: int, *, ready) -> int:
    """Start server and worker, call ``ready()`` once pages come, wait for Ctrl-C.

    Returns the exit status: 0 after Ctrl-C, 1 when one of them died.
    """
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    children = {
        "web": subprocess.Popen(  # noqa: S603 -- our own command line
            serve_command(host, port, workers), env=env, start_new_session=True
        ),
        "worker": subprocess.Popen(  # noqa: S603
            work_command(), env=env, start_new_session=True
        ),
    }
    asked_to_stop = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: asked_to_stop.append(True))
    try:
        if _wait_until_open(host, port, children["web"], asked_to_stop):
            ready()
        while not asked_to_stop:
            dead = [
                name for name, child in children.items() if child.poll() is not None
            ]
            if dead:
                say(
                    f"{dead[0]} 意外停止，全部停下。上面几行说明原因。",
                    f"{dead[0]} stopped unexpectedly; stopping all. See the lines above.",
                )
                return 1
            time.sleep(0.3)
        say("\n正在停止……", "Stopping…")
        return 0
    finally:
        _stop_all(children.values())


def _wait_until_open(host, port, child, asked_to_stop) -> bool:
    address = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and child.poll() is None and not asked_to_stop:
        try:
            urllib.request.urlopen(f"http://{address}:{port}/healthz", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return True
    return False


def _stop_all(children) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=12)
        except subprocess.TimeoutExpired:
            child.kill()
