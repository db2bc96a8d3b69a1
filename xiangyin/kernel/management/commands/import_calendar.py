import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from xiangyin.kernel.services.calendar import load_shipped_years, load_year


class Command(BaseCommand):
    help = (
        "Load yearly notices of holidays and make-up days (JSON), or the shipped ones."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *, files, **options):
        if not files:
            self.stdout.write(f"{load_shipped_years()} days added")
            return
        for path in files:
            try:
                added = load_year(json.loads(path.read_text("utf-8")))
            except FileNotFoundError as error:
                raise CommandError(f"{path}: no such file") from error
            except (ValueError, KeyError, TypeError) as error:
                raise CommandError(
                    f"{path}: not a yearly notice {{year, papers, days}}: {error}"
                ) from error
            self.stdout.write(f"{path}: {added} days added")
