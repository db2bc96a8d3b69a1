"""An office for drills: its server, people who write to it, and a hand in its data.

``python -m tests.drills.office DEED`` runs one deed in the office that the
environment names, in a process of its own.
"""

import http.cookiejar
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
import uuid
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import free_port
from xiangyin.config.running import serve_command

ROOT = Path(__file__).parents[2]
NAME, TOLD, CONTACT = "金丝雀甲", "鸟窝在老樟树的第三个枝杈", "13800013800"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
XIANGYIN = [
    sys.executable,
    "-c",
    "import sys; from xiangyin.config.operator import main; main(sys.argv[1:])",
]


def environment(var: Path, **more) -> dict:
    """Settings for trying out, with the data in ``var``."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XIANGYIN_", "PG", "DJANGO_"))
    }
    return {
        **kept,
        "XIANGYIN_VAR": str(var),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "xiangyin.config.settings.dev",
        **more,
    }


def xiangyin(env: dict, *arguments: str) -> str:
    done = subprocess.run(
        [*XIANGYIN, *arguments], env=env, cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def ask(env: dict, deed: str, *arguments: str):
    """Run one deed below in the office of ``env`` and return what it told."""
    command = [sys.executable, "-m", "tests.drills.office", deed, *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def server(env: dict):
    """The web server of the office; yields its address."""
    port = free_port()
    child = subprocess.Popen(
        serve_command("127.0.0.1", port, 2),
        env=env,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _try in range(300):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=5)
            except OSError:
                time.sleep(0.2)
            else:
                break
        yield address
    finally:
        child.terminate()
        child.wait(timeout=30)


class Sender(threading.Thread):
    """A correspondent who sends tips with a photo until told to stop."""

    def __init__(self, address: str, username: str, password: str):
        super().__init__(daemon=True)
        self.address, self.username, self.password = address, username, password
        jar = http.cookiejar.CookieJar()
        self.open = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(jar)
        ).open
        self.acknowledged: list[int] = []
        self.problems: list[str] = []
        self.stopped = threading.Event()

    def run(self):
        try:
            self.log_in()
            while not self.stopped.is_set():
                self.send(f"线索 {uuid.uuid4()}")
        except OSError as error:
            self.problems.append(str(error))

    def log_in(self):
        told = {"login": self.username, "password": self.password}
        page = f"{self.address}/accounts/login/"
        body = urllib.parse.urlencode({**told, "csrfmiddlewaretoken": self.token(page)})
        self.open(page, body.encode(), timeout=30)

    def token(self, page: str) -> str:
        text = self.open(page, timeout=30).read().decode()
        return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]

    def send(self, text: str):
        page = f"{self.address}/my/tips/new/"
        fields = {"text": text, "client_key": str(uuid.uuid4())}
        fields["csrfmiddlewaretoken"] = self.token(page)
        border = uuid.uuid4().hex
        body = b"".join(
            f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            f"{value}\r\n".encode()
            for name, value in fields.items()
        )
        body += (
            f'--{border}\r\nContent-Disposition: form-data; name="photos";'
            ' filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
        ).encode()
        body += PIXEL + f"\r\n--{border}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={border}"}
        request = urllib.request.Request(page, body, kind)
        went_to = self.open(request, timeout=30).geturl()
        self.acknowledged.append(int(went_to.rstrip("/").rsplit("/", 1)[1]))


def pages(address: str, most: int) -> dict[str, int]:
    """Follow the public pages' links; return the status of each."""
    seen: dict[str, int] = {}
    waiting = ["/", "/archive/", "/site-map/"]
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if path in seen:
            continue
        try:
            answer = urllib.request.urlopen(f"{address}{path}", timeout=30)
            seen[path], text = answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            seen[path], text = error.code, ""
        for link in re.findall(r'(?:href|src)="(/[^"#?]*)"', text):
            if not link.startswith(
                ("/accounts", "/admin", "/static", "/my", "/display")
            ):
                waiting.append(link)
    return seen


# --- deeds: run by ``ask`` in a process of its own -----------------------------


def passwords() -> dict:
    """Who may send tips in the sample county, and the password."""
    from django.conf import settings

    from xiangyin.kernel.models import Post

    senders = Post.objects.filter(role="correspondent")
    names = senders.values_list("person__username", flat=True).distinct()
    return {
        "names": sorted(names),
        "password": (settings.VAR / "sample-password").read_text().strip(),
    }


def canary() -> int:
    """Somebody moves in who will be deleted later."""
    from django.utils import timezone

    from xiangyin.kernel.models import Person, Post
    from xiangyin.kernel.services.posts import appoint
    from xiangyin.newsroom.services.tips import receive_tip

    unit = Post.objects.filter(role="correspondent").first().unit
    person = Person.objects.create_user("canarybird", name=NAME)
    appoint(person, "correspondent", unit)
    told = {"text": TOLD, "contact": CONTACT, "today": timezone.localdate()}
    receive_tip(by=person, unit=unit, **told)
    return person.pk


def erase(pk: str) -> bool:
    """The canary is deleted, by an administrator."""
    from xiangyin.kernel.models import Person
    from xiangyin.kernel.services.erasure import erase_person

    administrator = Person.objects.filter(posts__role="administrator").first()
    erase_person(Person.objects.get(pk=int(pk)), by=administrator)
    return True


def look() -> dict:
    """Where the canary is, and every tip with its photos."""
    from tests.lasting.canary import where
    from xiangyin.newsroom.models import Tip

    tips = Tip.objects.prefetch_related("photos__picture")
    return {
        "canary": sorted(where(NAME) | where(TOLD) | where(CONTACT)),
        "tips": {
            tip.pk: [photo.picture.file.name for photo in tip.photos.all()]
            for tip in tips
        },
    }


def main() -> None:
    import django

    django.setup()
    deed = {each.__name__: each for each in (passwords, canary, erase, look)}[
        sys.argv[1]
    ]
    print(json.dumps(deed(*sys.argv[2:])))


if __name__ == "__main__":
    main()
