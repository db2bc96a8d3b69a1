"""The processes of the drill ``outbox_kills``: they live to be killed.

``python -m tests.drills.kills_house open | web PORT | workers KILLS | settle``.
Other drills run it with settings of their own (``DRILL_SETTINGS``) or another number of
web workers (``DRILL_WEB_WORKERS``). Workers are forked from a process that has loaded
everything, run the office's own ``work`` command and are killed after a random moment.
"""

import json
import os
import random
import signal
import sys
import time

SETTINGS = "tests.drills.kills_settings"
WORKERS = 2
SHORTEST, LONGEST = 0.05, 0.5  # seconds that a worker lives


def load():
    """Django with the drill's settings and its one more kind of letter."""
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DRILL_SETTINGS", SETTINGS)
    import django

    django.setup()
    from .kills_web import take_notices

    take_notices()


def open_office() -> None:
    """An empty office with its counties, its partners and its first tables."""
    from django.conf import settings
    from django.core.management import call_command

    from xiangyin.kernel.models import Person
    from xiangyin.kernel.services.units import found_county
    from xiangyin.publishing.models import Channel
    from xiangyin.publishing.services.channels import new_secret

    call_command("migrate", verbosity=0)
    Person.objects.create(username="operator", is_superuser=True)
    for code, doors in {"qinglan": ["keyed", "angry"], "silent": ["silent"]}.items():
        county = found_county(code=code, name=code, name_en=code)
        for door in doors:
            Channel.objects.create(
                unit=county,
                name=door,
                kind=Channel.Kind.WEBHOOK,
                address=f"{settings.PARTNERS}/{door}",
                secret=new_secret(),
            )


def work() -> None:
    from django.core.management import call_command

    call_command("work")


def kill_workers(kills: int) -> None:
    """Keep workers at work and kill them, ``kills`` times in all."""
    alive: dict[int, float] = {}
    done = 0
    while done < kills:
        while len(alive) < WORKERS:
            child = os.fork()
            if child == 0:
                work()
                os._exit(0)
            alive[child] = time.monotonic() + random.uniform(SHORTEST, LONGEST)
        child, moment = min(alive.items(), key=lambda each: each[1])
        time.sleep(max(0, moment - time.monotonic()))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        del alive[child]
        done += 1
    for child in alive:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    print(json.dumps({"kills": done}))


def settle(patience: float = 200) -> None:
    """Work in peace until nothing is left but what no partner answers for.

    Tells what was known when the killing ended, and what is known then.
    """
    from xiangyin.kernel.models import Letter
    from xiangyin.kernel.services.outbox import deliver_due

    print(json.dumps(known()))
    ends = time.monotonic() + patience
    answered = Letter.objects.exclude(key__startswith="silent:")
    waits = answered.exclude(state__in=["delivered", "given_up"])
    while waits.exists() and time.monotonic() < ends:
        if not deliver_due():
            time.sleep(0.05)
    print(json.dumps(known()))


def known() -> dict:
    """What the office knows of every fact and every letter."""
    from xiangyin.kernel.models import Letter, Person
    from xiangyin.kernel.reports import failed_letters
    from xiangyin.publishing.models import Dispatch, Item

    operator = Person.objects.get(username="operator")
    shown = failed_letters(operator).values_list("key", flat=True)
    return {
        "items": list(Item.objects.values_list("county__code", "key", "version")),
        "states": dict(Letter.objects.values_list("key", "state")),
        "shown": list(shown),
        "feed": list(
            Dispatch.objects.filter(channel__kind="feed", arrived_at=None).values_list(
                "item__key", flat=True
            )
        ),
    }


def serve(port: int) -> None:
    """gunicorn, which loads once and forks a killed worker anew at once.

    (The office's own server gives up when its workers die by the second.)
    """
    from django.core.wsgi import get_wsgi_application
    from gunicorn.app.base import BaseApplication

    class House(BaseApplication):
        def load_config(self):
            workers = int(os.environ.get("DRILL_WEB_WORKERS", "2"))
            told = {
                "bind": f"127.0.0.1:{port}",
                "workers": workers,
                "preload_app": True,
            }
            for name, value in {**told, "loglevel": "critical"}.items():
                self.cfg.set(name, value)

        def load(self):
            return get_wsgi_application()

    House().run()


def main(what: str, *told: str) -> None:
    load()
    {
        "open": open_office,
        "web": lambda: serve(int(told[0])),
        "workers": lambda: kill_workers(int(told[0])),
        "settle": settle,
    }[what]()


if __name__ == "__main__":
    main(*sys.argv[1:])
