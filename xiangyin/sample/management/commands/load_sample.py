from datetime import date

from django.core.management.base import BaseCommand, CommandError

from xiangyin.kernel.errors import RuleBroken
from xiangyin.sample.accounts import describe_accounts
from xiangyin.sample.loading import load_sample


class Command(BaseCommand):
    help = "Load the fictional sample county into an empty office."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=date.fromisoformat, default=None)

    def handle(self, *, today, **options):
        try:
            load_sample(today=today)
        except RuleBroken as refusal:
            raise CommandError(
                f"{refusal.message} "
                "这里已经有单位了：示例县只载入空的办公室（可另设 XIANGYIN_VAR）。"
            ) from refusal
        self.stdout.write(describe_accounts())
