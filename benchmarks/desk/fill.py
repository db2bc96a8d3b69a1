"""Fill a fresh office with 100,000 rows of each kind.

python -m benchmarks.desk.fill FOLDER [--rows 100000]
"""

import argparse
import json
import os
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    os.environ["XIANGYIN_DESK"] = str(options.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.desk.settings"
    fill(options.folder, options.rows)


def fill(folder: Path, rows: int) -> None:
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from xiangyin.kernel.services.upkeep import refresh_statistics

    from . import ledger_rows, newsroom_rows, reading_rows, story_rows
    from .office import open_office

    started = time.monotonic()
    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    with transaction.atomic():
        office = open_office(rows, timezone.localdate())
        newsroom_rows.fill(office)
        story_rows.fill(office)
        reading_rows.fill(office)
        print(f"newsroom after {time.monotonic() - started:.0f} s", flush=True)
        ledger_rows.fill(office)
    print(f"ledger after {time.monotonic() - started:.0f} s", flush=True)
    photograph(folder)
    call_command("update_index", verbosity=0, chunk_size=2_000)
    refresh_statistics()  # as the worker does once a day
    told = {
        "rows": rows,
        "month": f"{office.today:%Y-%m}",
        "story": office.busy_story.pk,
        "reading": story_in(office, "first").pk,
        "tip": office.busy_tip.pk,
        "plan": office.plans[-1].pk,
        "placement": office.busy_placement.pk,
        "article": office.articles[-1].pk,
        "work": office.works[-1].pk,
        "section": office.sections[0].pk,
        "picture": office.pictures[-1].pk,
        "unit": office.villages[0].pk,
        "unit_code": office.villages[0].code,
        "town": next(unit.pk for unit in office.units if unit.kind == "town"),
        "theme": office.themes[0].pk,
        "editor": office.staff["editor"].pk,
        "tip_number": office.tips[-1].number,
        "my_tip": next(
            tip.pk for tip in office.tips if tip.sender_id == office.senders[0].pk
        ),
        "draft": story_in(office, "draft").pk,
        "story_url": office.busy_story.url_path.removeprefix("/qinglan"),
    }
    (folder / "office.json").write_text(json.dumps(told))
    print(f"filled after {time.monotonic() - started:.0f} s", flush=True)


def story_in(office, state: str):
    """The first story in ``state``."""
    from .story_rows import story_state

    return next(
        story
        for at, story in enumerate(office.stories)
        if story_state(office, at) == state
    )


def photograph(folder: Path) -> None:
    """The one file that all pictures share."""
    from PIL import Image

    images = folder / "media" / "original_images"
    images.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (640, 480), (90, 140, 80)).save(images / "one.jpg", "JPEG")


if __name__ == "__main__":
    main()
