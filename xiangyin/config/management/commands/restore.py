"""``xiangyin restore FILE``: an office from its backup, into an empty place."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xiangyin.config.speaking import say
from xiangyin.kernel.backup import Refused, restore_backup
from xiangyin.kernel.services.deletions import apply_again, complete_file
from xiangyin.kernel.services.retention import remove_what_is_over
from xiangyin.kernel.services.wiping import wipe


class Command(BaseCommand):
    help = (
        "Fill an empty XIANGYIN_VAR (and an empty PostgreSQL database) from FILE."
        " The file is compared with its manifest before anything is put in place;"
        " what was deleted after the backup was made is deleted again."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a file that backup wrote")
        parser.add_argument(
            "--deletions",
            type=Path,
            help="the newest deletions.jsonl; without it the one in XIANGYIN_VAR",
        )

    def handle(self, *, file, deletions, **options):
        kept = deletions or Path(settings.XIANGYIN_DELETIONS)
        known = kept.exists()
        if deletions and not known:
            raise CommandError(f"没有这个文件：{deletions}\nThere is no such file.")
        try:
            restored = restore_backup(file)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        say(
            f"已恢复 {restored.made_at:%Y-%m-%d %H:%M %Z} 的备份："
            f"{restored.rows} 行，{restored.files} 个文件，补做 {restored.migrated} 个升级",
            f"Restored: {restored.rows} rows, {restored.files} files,"
            f" {restored.migrated} migrations applied",
        )
        for name in restored.missing:
            say(f"备份时就缺少：{name}", f"Missing already at the backup: {name}")
        self.delete_again(kept, known, restored.made_at)
        over = remove_what_is_over(now=timezone.now())
        say(
            f"保存期已过而删除：{over} 项。",
            f"Removed because their time is over: {over}.",
        )
        wipe()
        complete_file()

    def delete_again(self, kept: Path, known: bool, made_at) -> None:
        if not known:
            say(
                "没有找到 deletions.jsonl：备份之后删除的个人信息这次没有再删。",
                "No deletions.jsonl was found: personal data deleted after the backup"
                " was not deleted again.",
            )
            return
        again = apply_again(kept, made_at=made_at)
        say(f"再次删除 {again} 项。", f"Deleted again: {again}.")
