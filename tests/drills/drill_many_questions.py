"""Fifty questions a second for a minute; web and worker are killed in the middle.

They come through the form of the site, to the server as ``xiangyin run`` starts it.
After the kill both are started again. Every question that was acknowledged must be
there once, and every one that was sent too, for phones send again with the same key.
Without the guard, “sent” is said before it is saved.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.postgres import free_port
from xiangyin.config.running import serve_command, work_command

from . import Outcome, power
from .askers import Askers
from .office_server import Visitor, settings_file

RATE, SECONDS, TWIN_SECONDS = 50, 60, 10
SETTINGS = """
ALLAUTH_TRUSTED_PROXY_COUNT = 1
"""
HASTY = """
MIDDLEWARE = ["tests.drills.hasty_answers.answers_first", *MIDDLEWARE]
"""


def drill() -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="xiangyin-many-"))
    try:
        power.begin(folder)
        path = open_desk()
        kept = flood(folder, path, SETTINGS, RATE, SECONDS)
        there, twice, missing = count(kept)
        hasty = flood(folder, path, SETTINGS + HASTY, RATE, TWIN_SECONDS, resend=False)
        _there, _twice, lost = count(hasty)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    waits = sorted(kept.waits)
    return Outcome(
        held=len(kept.taken) == RATE * SECONDS == there
        and twice == missing == 0
        and not kept.refused,
        figure=f"{RATE} a second for {SECONDS} s, killed in the middle:"
        f" {len(kept.taken):,} acknowledged in {kept.took:.0f} s, {missing} lost,"
        f" {twice} twice, {len(kept.refused)} refused; half of them waited"
        f" {1000 * waits[len(waits) // 2]:.0f} ms at most, the longest (over the kill)"
        f" {waits[-1]:.0f} s",
        bites=lost > 0,
        twin=f"“sent” said before it is saved: {lost} of {len(hasty.taken)} lost",
    )


def open_desk() -> str:
    """An office that takes questions; returns the address of its form."""
    from django.core.management import call_command

    from tests.factories.answers import open_desk as furnish
    from tests.factories.newsroom import open_newsroom
    from tests.factories.people import a_county

    call_command("migrate", verbosity=0, interactive=False)
    county = a_county()
    open_newsroom(county)
    matter = furnish(county).matter
    power.close()
    return f"/ask/about/{matter.pk}/"


def flood(folder: Path, path: str, text: str, rate, seconds, *, resend=True) -> Askers:
    """Let them ask, kill everything at half time, start it again at once."""
    env = os.environ | settings_file(folder, text)
    port = free_port()
    children = start(env, port)
    askers = Askers(port, path, rate, seconds, resend)

    async def with_a_kill():
        asking = asyncio.create_task(askers.ask())
        await asyncio.sleep(seconds / 2)
        for child in children:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        children[:] = start(env, port, wait=False)
        await asking

    try:
        asyncio.run(with_a_kill())
    finally:
        for child in children:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    return askers


def start(env: dict, port: int, *, wait: bool = True) -> list[subprocess.Popen]:
    """Web server and worker as on a small machine, each the head of its own group."""
    children = [
        subprocess.Popen(
            command,
            env=env,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in (serve_command("127.0.0.1", port, 2), work_command())
    ]
    deadline = time.monotonic() + power.PATIENCE
    while wait and time.monotonic() < deadline:
        try:
            if Visitor(port).read("/healthz")[0] == 200:
                break
        except OSError:
            time.sleep(0.2)
    return children


def count(askers: Askers) -> tuple[int, int, int]:
    """How many of the sent are there, there twice, and acknowledged but missing."""
    from xiangyin.answers.models import Question

    power.close()
    keys = Counter(
        str(key) for key in Question.objects.values_list("client_key", flat=True)
    )
    there = sum(key in keys for key in askers.sent)
    twice = sum(keys[key] > 1 for key in askers.sent)
    contacts = Question.objects.filter(client_key__in=list(askers.sent)[:900])
    twice += contacts.count() - contacts.values("contact_key").distinct().count()
    missing = sum(key not in keys for key in askers.taken)
    return there, twice, missing
