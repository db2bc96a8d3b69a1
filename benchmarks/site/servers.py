"""The servers of the benchmark: ours, a plain Wagtail, nginx before ours and alone."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from xiangyin.config.serving import THREADS

ROOT = Path(__file__).parents[2]
WORKERS = 2


def wait_for(port: int, path: str = "/") -> None:
    for _try in range(600):
        try:
            ask = urllib.request.Request(
                f"http://127.0.0.1:{port}{path}", headers={"Host": "localhost"}
            )
            urllib.request.urlopen(ask, timeout=10).read()
        except urllib.error.HTTPError as refused:
            if refused.code < 500:  # else a part of it is still on its way
                return
            time.sleep(0.1)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nobody answers at {port}")


@contextmanager
def granian(application: str, port: int, **environment: str):
    """A server with two workers, as the office's; yields its process number."""
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        "--http=1",
        "--no-ws",
    ]
    command += [
        f"--port={port}",
        f"--workers={WORKERS}",
        f"--blocking-threads={THREADS}",
    ]
    command += ["--backlog=2048", "--workers-kill-timeout=10"]
    command += ["--no-log", application]
    child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        wait_for(port)
        yield child.pid
    finally:
        child.terminate()
        child.wait(timeout=30)


def ours(folder: Path, port: int, *, kept: bool):
    """Pages are kept, or each is made anew from parts that are held (``anew``)."""
    return granian(
        "xiangyin.config.wsgi:application"
        if kept
        else "benchmarks.site.anew:application",
        port,
        XIANGYIN_SITE=str(folder),
        DJANGO_SETTINGS_MODULE="benchmarks.site.settings",
    )


def bare(folder: Path, port: int):
    return granian(
        "benchmarks.site.bare.wsgi:application", port, XIANGYIN_BARE=str(folder)
    )


@contextmanager
def as_shipped(folder: Path, port: int, behind: int):
    """nginx before ours as it is shipped: TLS and HTTP/2, with a certificate of its own."""
    from tests.front import configuration, nginx

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-keyout", key, "-out", certificate),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    shipped = configuration(folder, port=port, behind=behind).replace(
        f"listen 127.0.0.1:{port}",
        f"ssl_certificate {certificate};\n    ssl_certificate_key {key};\n"
        f"    listen 127.0.0.1:{port} ssl http2",
    )
    with nginx(folder, shipped, port) as child:
        yield child.pid


@contextmanager
def front(folder: Path, port: int, alone: int, behind: int):
    """nginx as shipped before ours at ``port``, and with a file at ``alone``."""
    from tests.front import configuration, nginx

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    log = f"access_log {folder}/log/files.log combined buffer=64k flush=5s;"
    more = f"server {{ listen 127.0.0.1:{alone}; {log} root {folder}/static; }}"
    text = configuration(folder, port=port, behind=behind, more=more)
    with nginx(folder, text, port) as child:
        yield child.pid
