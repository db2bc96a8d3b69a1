"""Write a month's bulletin as a spreadsheet."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from xiangyin.kernel.models import Unit
from xiangyin.placements.reports import Period, bulletin
from xiangyin.placements.reports.sheet import as_xlsx


class Command(BaseCommand):
    help = "Compile the bulletin of a month and write it as XLSX."

    def add_arguments(self, parser):
        parser.add_argument("--county", required=True, help="the county's code")
        parser.add_argument("--month", required=True, help="such as 2026-10")
        parser.add_argument("--out", required=True, type=Path)

    def handle(self, *args, **options):
        county = Unit.objects.counties().filter(code=options["county"]).first()
        if county is None:
            raise CommandError(
                _("There is no county “%(code)s”.") % {"code": options["county"]}
            )
        year, _dash, month = options["month"].partition("-")
        if not (year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12):
            raise CommandError(_("Write the month like 2026-10."))
        told = bulletin(county, Period(int(year), int(month), 1))
        Path(options["out"]).write_bytes(as_xlsx(told))
        self.stdout.write(
            _("%(items)s items, %(points)s points: %(file)s")
            % {
                "items": told.total.items,
                "points": told.total.points,
                "file": options["out"],
            }
        )
