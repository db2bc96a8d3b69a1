"""What a broken parser may do, each as a function for a child."""

import ctypes
import os
import resource
import socket
import subprocess
import time


def turn_round(data: bytes) -> bytes:
    return data[::-1]


def count(data: bytes) -> dict:
    return {"bytes": len(data), "words": ["乡音"]}


def spin(data: bytes) -> str:
    """Use as many seconds of the processor as ``data`` says."""
    while time.process_time() < float(data):
        pass
    return "spun"


def sleep(data: bytes) -> str:
    time.sleep(float(data))
    return "slept"


def hoard(data: bytes) -> int:
    """Take as many MiB as ``data`` says."""
    return len(bytearray(int(data) * 2**20))


def talk(data: bytes) -> bytes:
    """Answer with as many MiB as ``data`` says."""
    return bytes(int(data) * 2**20)


def stumble(data: bytes):
    raise ValueError("第三行有错")


def crash(data: bytes):
    ctypes.string_at(0)


def leave(data: bytes):
    os._exit(int(data))


def answer_oddly(data: bytes):
    return {1, 2}


def tell_environment(data: bytes) -> dict:
    return dict(os.environ)


def leave_somebody_behind(data: bytes) -> int:
    """Fork where no audit hook sees it; the number of who is left."""
    pid = ctypes.CDLL(None).fork()
    if not pid:
        time.sleep(60)
        os._exit(0)
    return pid


def call(data: bytes) -> str:
    with socket.create_connection(("127.0.0.1", int(data)), timeout=2):
        return "called"


def start_a_program(data: bytes) -> int:
    return subprocess.call(["true"])


def tell_limits(data: bytes) -> list:
    names = ["RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_CORE"]
    return [resource.getrlimit(getattr(resource, name)) for name in names]


def tell_helper(data: bytes) -> list:
    """This child's number, its helper's, and how many threads the helper has."""
    helper = os.getppid()
    return [os.getpid(), helper, len(os.listdir(f"/proc/{helper}/task"))]
