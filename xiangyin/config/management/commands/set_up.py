"""``xiangyin setup``: a real, empty office, by questions or by flags."""

import getpass
from pathlib import Path

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from xiangyin.config.preparing import prepare
from xiangyin.kernel.models import Person, Unit
from xiangyin.kernel.rights import Role
from xiangyin.kernel.services.posts import appoint
from xiangyin.kernel.services.unit_files import plan_file
from xiangyin.kernel.services.units import found_county, plant_tree
from xiangyin.placements.services.schemes import start_scheme
from xiangyin.portal.services.sites import open_site

SECTIONS = [
    {"slug": "news", "name": "要闻", "name_en": "News"},
    {"slug": "villages", "name": "乡村", "name_en": "Villages"},
    {"slug": "livelihood", "name": "民生", "name_en": "Daily life"},
    {"slug": "culture", "name": "文化", "name_en": "Culture"},
]
QUESTIONS = {
    "county": "县名，例如 清岚县 / name of the county",
    "code": "县的代码，小写字母，例如 qinglan / its code in Latin letters",
    "site_name": "网站名称，例如 清岚融媒 / name of the site",
    "host": "网站域名，例如 news.example.gov.cn / host name of the site",
    "admin": "第一位管理员的登录名 / first administrator's login name",
    "admin_name": "管理员姓名 / the administrator's name",
}


class Command(BaseCommand):
    help = (
        "Set up a real, empty office: county, units, site, first administrator. "
        "Asks for what the flags leave out; looks at the unit file first."
    )

    def add_arguments(self, parser):
        parser.add_argument("--county")
        parser.add_argument("--county-en", default="")
        parser.add_argument("--code")
        parser.add_argument("--site-name")
        parser.add_argument("--host")
        parser.add_argument("--port", type=int, default=80)
        parser.add_argument("--units", type=Path, help="CSV or XLSX of the unit tree")
        parser.add_argument("--admin")
        parser.add_argument("--admin-name")
        parser.add_argument(
            "--password-file", type=Path, help="a file that holds the first password"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask to confirm")

    def handle(self, **options):
        prepare()
        with override("zh-hans"):
            self.refuse_second_office(options)
            answers = {name: self.ask(name, options[name]) for name in QUESTIONS}
            plan = self.look_at_units(options["units"])
            password = self.password(options["password_file"], answers)
            if not options["yes"] and not self.agreed(answers, plan):
                raise CommandError("没有建立任何内容 / nothing was set up")
            try:
                self.set_up(answers, plan, password, options)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{answers['county']} 已建立。登录：/accounts/login/  用户名 {answers['admin']}"
            "\nThe office is set up. Start it: xiangyin serve, and xiangyin worker"
        )

    def refuse_second_office(self, options):
        code = options["code"]
        if code and Unit.objects.counties().filter(code=code).exists():
            raise CommandError(
                f"“{code}” 已经有了 / there is a county “{code}” already"
            )

    def ask(self, name: str, given: str | None) -> str:
        if given is not None:
            answer = given.strip()
        else:
            try:
                answer = input(f"{QUESTIONS[name]}: ").strip()
            except EOFError:
                answer = ""
        if not answer:
            flag = "--" + name.replace("_", "-")
            raise CommandError(f"缺少 {flag} / missing: {QUESTIONS[name]}")
        return answer

    def look_at_units(self, path: Path | None):
        """Show what the file holds; with a wrong row nothing is planted."""
        if path is None:
            return None
        if not path.exists():
            raise CommandError(f"{path}：没有这个文件 / no such file")
        plan = plan_file(path.read_bytes())
        for line, error in plan.errors:
            self.stderr.write(f"{path.name} 第 {line} 行 / row {line}: {error}")
        if plan.errors:
            raise CommandError(
                f"{len(plan.errors)} 行有误，什么也没有建立。改好后再运行 / "
                f"{len(plan.errors)} rows are wrong: nothing was set up"
            )
        for row in plan.rows[:10]:
            indent = "  " if row["parent"] else ""
            self.stdout.write(f"  {indent}{row['name']} ({row['code']}, {row['kind']})")
        self.stdout.write(f"共 {len(plan.rows)} 个单位 / {len(plan.rows)} units")
        return plan

    def password(self, path: Path | None, answers: dict) -> str:
        if path:
            if not path.exists():
                raise CommandError(f"{path}：没有这个文件 / no such file")
            password = path.read_text("utf-8").strip()
        else:
            password = getpass.getpass("管理员密码 / the administrator's password: ")
            if getpass.getpass("再输一次 / once more: ") != password:
                raise CommandError("两次不一致 / they differ")
        person = Person(username=answers["admin"], name=answers["admin_name"])
        try:
            validate_password(password, user=person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password

    def agreed(self, answers: dict, plan) -> bool:
        units = len(plan.rows) if plan else 0
        self.stdout.write(
            f"{answers['county']}，{units} 个单位，网站 {answers['host']}，"
            f"管理员 {answers['admin']}"
        )
        return input("建立吗？/ set it up? [y/N] ").strip().lower() in (
            "y",
            "yes",
            "是",
        )

    @transaction.atomic
    def set_up(self, answers: dict, plan, password: str, options: dict) -> None:
        first = not Unit.objects.exists()
        county = found_county(
            code=answers["code"], name=answers["county"], name_en=options["county_en"]
        )
        if plan:
            plant_tree(county, plan.rows)
        county = Unit.objects.get(pk=county.pk)
        open_site(
            county,
            hostname=answers["host"],
            port=options["port"],
            name=answers["site_name"],
            sections=SECTIONS,
            is_default=first,
        )
        person = Person(username=answers["admin"], name=answers["admin_name"])
        person.set_password(password)
        person.full_clean()
        person.save()
        appoint(person, Role.ADMINISTRATOR, county)
        this_year = timezone.localdate().replace(month=1, day=1)
        start_scheme(county, starts_on=this_year)
