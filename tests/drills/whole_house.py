"""An office with every page, partners that take its letters, and a worker.

``python -m tests.drills.whole_house open | web PORT | work | settle``, like
``kills_house``, but nobody is killed.
"""

import json
import os
import sys

from . import kills_house

SETTINGS = "tests.drills.whole_settings"
PATIENCE = 150  # seconds in which every letter has to leave: a busy machine is slow


def open_office(*, password: str = "") -> None:
    """As ``kills_house`` opens it, with a correspondent and an editor in a village."""
    from tests.factories.people import PersonFactory
    from xiangyin.kernel.models import Unit
    from xiangyin.kernel.services.units import add_unit

    from .office_server import session_of

    kills_house.open_office()
    county = Unit.objects.counties().get(code="qinglan")
    village = add_unit(county, code="chawan", name="茶湾村", kind="village")
    sender = PersonFactory(username="sender", posts=[("correspondent", village)])
    if password:
        sender.set_password(password)
        sender.save()
    PersonFactory(username="editor", posts=[("editor", county)])
    print(json.dumps({name: session_of(name) for name in ("sender", "editor")}))


def tips() -> None:
    """The tips that the database has, by the keys of their phones."""
    from .power import kept_keys

    print(json.dumps(sorted(kept_keys())))


def main(what: str, *told: str) -> None:
    os.environ.setdefault("DRILL_SETTINGS", SETTINGS)
    kills_house.load()
    {
        "open": open_office,
        "web": lambda: kills_house.serve(int(told[0])),
        "work": kills_house.work,
        "settle": lambda: kills_house.settle(patience=PATIENCE),
        "tips": tips,
    }[what]()


if __name__ == "__main__":
    main(*sys.argv[1:])
