"""``xiangyin backup FILE``: database and files in one file, while everything runs."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from xiangyin.config.speaking import say
from xiangyin.kernel.backup import Refused, make_backup, verify


class Command(BaseCommand):
    help = (
        "Write database and files to FILE, which must not exist yet: a tar, packed if"
        " its name ends in .gz. Web server and worker may go on meanwhile."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="for example office-0301.tar")

    def handle(self, *, file, **options):
        try:
            made = make_backup(file)
            verify(file)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        say(
            f"已备份并核对：{made.rows} 行，{made.files} 个文件 → {made.path}",
            f"Backed up and read back: {made.rows} rows, {made.files} files",
        )
        print(f"SHA-256 {made.fingerprint}")
        for name in made.missing:
            say(f"缺少文件：{name}", f"A file is missing: {name}")
