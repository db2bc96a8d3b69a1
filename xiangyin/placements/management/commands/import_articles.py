"""Import outlets' articles from a table."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.models import Unit
from xiangyin.placements.services.imports import import_file


class Command(BaseCommand):
    help = "Import articles from JSONL, CSV or XLSX. One wrong row stops it, unless --only-good."
    what = "articles"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--county", required=True, help="the county's code")
        parser.add_argument(
            "--map",
            nargs="*",
            default=[],
            metavar="COLUMN=HEADING",
            help="which heading tells what: title=标题",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument(
            "--only-good", action="store_true", help="import the good rows"
        )

    def handle(self, *args, **options):
        county = Unit.objects.counties().filter(code=options["county"]).first()
        if county is None:
            raise CommandError(
                _("There is no county “%(code)s”.") % {"code": options["county"]}
            )
        pairs = [pair.partition("=")[::2] for pair in options["map"]]
        try:
            plan, kept = import_file(
                county,
                options["file"],
                what=self.what,
                mapping={name: heading for name, heading in pairs if heading},
                only_good=options["only_good"],
                dry=options["dry_run"],
            )
        except DomainError as refusal:
            raise CommandError(str(refusal.message)) from refusal
        except OSError as error:
            raise CommandError(str(error)) from error
        self.tell(plan, kept, dry=options["dry_run"])

    def tell(self, plan, kept, *, dry):
        for problem in plan.problems:
            self.stderr.write(
                _("row %(row)s, %(column)s: %(message)s")
                % {
                    "row": problem.row,
                    "column": problem.column or "–",
                    "message": problem.message,
                }
            )
        counts = {"good": len(plan.good), "wrong": plan.wrong, "known": plan.known}
        if kept is not None:
            counts["good"] = kept.new
            self.stdout.write(
                _("%(good)s imported, %(known)s here already, %(wrong)s wrong.")
                % counts
            )
            return
        self.stdout.write(
            _("%(good)s good, %(known)s here already, %(wrong)s wrong.") % counts
        )
        if not dry:
            raise CommandError(
                _("Nothing was imported. --only-good takes the good rows.")
            )
