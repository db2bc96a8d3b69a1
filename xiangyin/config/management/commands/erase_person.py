"""``xiangyin erase USERNAME``: a person's data is deleted, by the register."""

from django.core.management.base import BaseCommand, CommandError

from xiangyin.config.speaking import say
from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.personal import register
from xiangyin.kernel.services.erasure import erase_person
from xiangyin.kernel.services.wiping import wipe

from .copy_person import find


class Command(BaseCommand):
    help = (
        "Delete a person's data: account, contact, tips they sent, names in remarks."
        " Signatures and the audit trail keep a number; what was published stays."
        " Cannot be undone; without --yes it only tells what would happen."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", help="whose data")
        parser.add_argument("--by", required=True, help="user name of who deletes it")
        parser.add_argument("--yes", action="store_true", help="delete it now")

    def handle(self, *, username, by, yes, **options):
        person, doer = find(username), find(by)
        if not yes:
            self.tell()
            return
        try:
            erase_person(person, by=doer)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        if wipe():
            say(f"{username} 的个人信息已删除，磁盘上也已清除。", "Deleted and wiped.")
        else:
            say(
                "已删除；磁盘上的残留由后台稍后清除。", "Deleted; wiped a little later."
            )

    def tell(self) -> None:
        """What is removed, and what is kept and why."""
        say("加上 --yes 才会删除。将会这样处理：", "Nothing is deleted without --yes.")
        for entry in register():
            print(f"  {'、'.join(entry)}: {' '.join(str(each) for each in entry.fate)}")
