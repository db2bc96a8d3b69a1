"""Fill a fresh desk once, and tell where its busiest things are."""

import json
import time
from datetime import timedelta
from pathlib import Path


def fill(folder: Path, rows: int) -> dict:
    """Fill the database of the settings, unless it was filled before."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from benchmarks.desk.office import open_office
    from xiangyin.answers.models import Publication, Question
    from xiangyin.kernel.services.upkeep import refresh_statistics

    from . import rows as desk

    call_command("migrate", verbosity=0)
    if not Question.objects.exists():
        started = time.monotonic()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")
        with transaction.atomic():
            office = open_office(rows, timezone.localdate())
            busy = desk.fill(office)
        told = {
            "busy": busy.pk,
            "number": busy.number,
            "month": f"{timezone.localdate() - timedelta(days=40):%Y-%m}",
            "matter": office.matters[0].pk,
            "public": Publication.objects.filter(withdrawn_at=None)
            .first()
            .question.number,
            **{
                state: next(each.pk for each in office.questions if each.state == state)
                for state in ("waiting", "handled")
            },
        }
        (folder / "desk.json").write_text(json.dumps(told))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        call_command("migrate", verbosity=0)  # the words of what came without them
        refresh_statistics()  # as the worker does once a day
        print(f"filled after {time.monotonic() - started:.0f} s", flush=True)
    return json.loads((folder / "desk.json").read_text())
