"""``xiangyin backup FILE``: database and files in one file, while everything runs."""

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xiangyin.config.speaking import say
from xiangyin.kernel.backup import Refused, make_backup, make_nightly, verify

TWO_WEEKS = 14


def at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("至少保留 1 份 / keep at least one")
    return number


class Command(BaseCommand):
    help = (
        "Write database and files to FILE, which must not exist yet: a tar, packed if"
        " its name ends in .gz. If FILE is a folder, as for the nightly timer, a backup"
        " named by the day is put there, with deletions.jsonl beside it, and only the"
        " newest are kept. Web server and worker may go on meanwhile."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument(
            "file", type=Path, help="for example office-0301.tar, or a folder"
        )
        parser.add_argument(
            "--keep",
            type=at_least_one,
            default=TWO_WEEKS,
            help="how many backups stay in the folder; 14 if missing",
        )

    def handle(self, *, file, keep, **options):
        removed: list[Path] = []
        try:
            if file.is_dir():
                made, removed = make_nightly(file, keep=keep, now=timezone.now())
            else:
                made = make_backup(file)
                verify(file)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        say(
            f"已备份并核对：{made.rows} 行，{made.files} 个文件 → {made.path}",
            f"Backed up and read back: {made.rows} rows, {made.files} files",
        )
        print(f"SHA-256 {made.fingerprint}")
        for path in removed:
            say(f"已删除旧备份：{path}", f"Removed an old backup: {path.name}")
        for name in made.missing:
            say(f"缺少文件：{name}", f"A file is missing: {name}")
