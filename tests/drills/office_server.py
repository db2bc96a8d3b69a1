"""The real web server with an office behind it, and people who send it tips."""

import http.client
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import free_port
from xiangyin.config.running import serve_command

PATIENCE = 60
PATH = "/my/tips/new/"
TOKEN = "a" * 32


def session_of(username: str) -> str:
    """A log-in of this person, without the log-in page."""
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
    )
    from django.contrib.sessions.backends.db import SessionStore

    from xiangyin.kernel.models import Person

    person = Person.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


@contextmanager
def serving(**environment: str) -> Iterator[int]:
    """The web server as ``xiangyin serve`` starts it, on a free port, which is told."""
    port = free_port()
    child = subprocess.Popen(
        serve_command("127.0.0.1", port, 2),
        env=os.environ | environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if Visitor(port).read("/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        child.terminate()
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


class Visitor:
    """A correspondent's browser: reads pages, sends the phone form."""

    def __init__(self, port: int, session: str = ""):
        self.port, self.session = port, session

    def read(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, {}, b"")

    def send(
        self, photo: bytes = b"", *, key: str = "", **headers: str
    ) -> tuple[int, str, str]:
        """Send one tip. Returns status, page and the key the phone made for it."""
        key = key or str(uuid.uuid4())
        fields = {
            "csrfmiddlewaretoken": TOKEN,
            "client_key": key,
            "text": "春茶今天开采。",
        }
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'
            f"\r\n\r\n{value}\r\n".encode()
            for name, value in fields.items()
        ]
        if photo:
            head = (
                f'--{mark}\r\nContent-Disposition: form-data; name="photos";'
                ' filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
            )
            parts.append(head.encode() + photo + b"\r\n")
        body = b"".join([*parts, f"--{mark}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        status, page = self._ask(
            "POST", PATH, headers | kind, body, cookie=f"; csrftoken={TOKEN}"
        )
        return status, page, key

    def _ask(self, method, path, headers, body, cookie="") -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = headers | {"Cookie": f"sessionid={self.session}{cookie}"}
            line.request(method, path, body=body, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            line.close()


def settings_file(folder: Path, text: str) -> dict[str, str]:
    """Settings of the drill's own, on top of those of ``make run``."""
    (folder / "drill_settings.py").write_text(
        f"from xiangyin.config.settings.dev import *\n{text}\n"
    )
    path = os.pathsep.join([str(folder), os.getcwd()])
    return {"DJANGO_SETTINGS_MODULE": "drill_settings", "PYTHONPATH": path}
