"""``xiangyin evidence verify``: is every file of evidence what it was?"""

from django.core.management.base import BaseCommand, CommandError

from xiangyin.placements.models import BonusPaper, Evidence
from xiangyin.placements.services.evidence import wrong_evidence

WORDS = {"missing": "缺失", "changed": "被改动"}


class Command(BaseCommand):
    help = (
        "Read every file of evidence, and every document of a bonus, again and compare it"
        " with the hash that was written down (exit status 1, and a line for each that is"
        " missing or was changed)."
    )

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("verify", help="check every file")

    def handle(self, **options):
        number = 0
        for wrong in wrong_evidence():
            number += 1
            kept = wrong.evidence
            of = kept.article if isinstance(kept, Evidence) else kept.bonus
            self.stdout.write(
                f"{WORDS[wrong.what]} {wrong.what}\t{kept.pk}\t{kept.file.name}\t{of}"
            )
        if number:
            raise CommandError(
                f"{number} 个证据文件缺失或被改动 / {number} files of evidence are"
                " missing or were changed",
                returncode=1,
            )
        count = Evidence.objects.count() + BonusPaper.objects.count()
        self.stdout.write(
            f"证据完整，共 {count} 个文件 / the evidence holds: {count} files"
        )
