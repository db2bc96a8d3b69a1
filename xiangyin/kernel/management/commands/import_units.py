from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from xiangyin.kernel.models import Unit
from xiangyin.kernel.services.unit_files import plan_file
from xiangyin.kernel.services.units import plant_tree


class Command(BaseCommand):
    help = "Plant units below a county from CSV or XLSX: code, name, kind, parent, name_en."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--county", required=True, help="code of the county")
        parser.add_argument("--dry-run", action="store_true", help="only look")

    def handle(self, *, file, county, dry_run, **options):
        root = Unit.objects.counties().filter(code=county).first()
        if root is None:
            known = ", ".join(Unit.objects.counties().values_list("code", flat=True))
            raise CommandError(f"No county “{county}”. There are: {known or 'none'}.")
        if not file.exists():
            raise CommandError(f"{file}: no such file")
        plan = plan_file(file.read_bytes(), county=root)
        for line, error in plan.errors:
            self.stderr.write(f"{file.name}:{line}: {error}")
        if plan.errors:
            raise CommandError(f"{len(plan.errors)} rows are wrong: nothing was added.")
        if not dry_run:
            plant_tree(root, plan.rows)
        self.stdout.write(f"{len(plan.rows)} units {'found' if dry_run else 'added'}")
