"""``xiangyin audit``: check the chain of the audit trail, or write it to a file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from xiangyin.kernel.services import chain

SEALS = ("previous", "hash")


def from_file(path: Path):
    """The lines of an exported trail. A line that is no JSON is named."""
    with path.open(encoding="utf-8") as lines:
        for number, text in enumerate(lines, 1):
            try:
                line = json.loads(text)
                yield {name: line[name] for name in ("number", *chain.FIELDS, *SEALS)}
            except (ValueError, KeyError, TypeError) as error:
                raise CommandError(
                    f"{path} 第 {number} 行读不出来 / line {number} cannot be read"
                ) from error


WORDS = {
    "changed": "被改动",
    "missing": "缺失",
    "out of order": "次序不对",
    "outside": "有记录不在链上",
    "unknown": "找不到抄下的那一条",
}


class Command(BaseCommand):
    help = (
        "Check that no line of the audit trail was changed, removed, inserted or "
        "moved (exit status 1 and the first broken line if one was), or write the "
        "trail to a file that can be checked elsewhere."
    )

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="check the chain")
        verify.add_argument("file", nargs="?", type=Path, help="an exported trail")
        verify.add_argument(
            "--known", default="", help="a hash somebody wrote down: it must be there"
        )
        export = actions.add_parser("export", help="write the trail as JSON lines")
        export.add_argument("file", type=Path)

    def handle(self, *args, action, file, known="", **options):
        if action == "export":
            self.export(file)
        else:
            self.verify(file, known)

    def verify(self, path, known):
        if path is None:
            found = chain.first_broken_here(known)
        elif path.exists():
            found = self.verify_file(path, known)
        else:
            raise CommandError(f"{path}：没有这个文件 / no such file")
        if isinstance(found, chain.Broken):
            raise CommandError(
                f"操作记录第 {found.number} 条{WORDS[found.what]} / "
                f"line {found.number} is {found.what}: {found.text}",
                returncode=1,
            )
        self.stdout.write(
            f"操作记录完整，共 {found} 条 / the audit trail holds: {found} lines"
        )

    def verify_file(self, path, known):
        seen = set()

        def lines():
            for line in from_file(path):
                seen.add(line["hash"])
                yield line

        found = chain.first_broken(lines())
        if isinstance(found, int) and known and known not in seen:
            return chain.Broken(found + 1, "unknown", "no line has the known hash")
        return found

    def export(self, path):
        if path.exists():
            raise CommandError(f"{path} 已存在 / there is such a file already")
        with path.open("x", encoding="utf-8") as file:
            for line in chain.lines():
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.stdout.write(f"{path}")
