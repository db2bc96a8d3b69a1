"""Count anew what is kept of the months, and say which of them were wrong."""

from django.core.management.base import BaseCommand

from xiangyin.kernel.models import Unit
from xiangyin.placements.services.counted_months import recount


class Command(BaseCommand):
    help = "Count every kept month of the ledger anew; ends in 1 if one was wrong."

    def handle(self, *args, **options):
        wrong = 0
        for county in Unit.objects.counties():
            for month in recount(county):
                wrong += 1
                self.stdout.write(
                    f"{county.code} {month // 12}-{month % 12 + 1:02}: wrong, put right"
                )
        self.stdout.write(f"{wrong} wrong")
        if wrong:
            raise SystemExit(1)
