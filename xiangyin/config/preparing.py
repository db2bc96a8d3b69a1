"""Making a machine ready: translations, database, calendar, sample county."""

import time

import django
from django.conf import settings
from django.core.checks import ERROR, CheckMessage, run_checks
from django.core.management import call_command
from django.utils.translation import override

from .catalogues import compile_catalogues
from .speaking import say, stop


def require_durability(*, databases: tuple[str, ...] = ("default",)) -> None:
    """Stop with a clear line on anything that can lose what was saved.

    Asks the settings, the running ``databases`` and, with these, the disks. A disk
    that is nearly full is only told.
    """
    compile_catalogues()
    django.setup()
    from django.db import connections

    settings.VAR.mkdir(parents=True, exist_ok=True)
    problems = run_checks(tags=["durability"], databases=databases)
    if databases:
        connections.close_all()
    grave = [each for each in problems if each.level >= ERROR]
    for tell, told in ((stop, grave), (say, problems)):
        if told:
            tell(*(in_words(told, language) for language in ("zh-hans", "en")))


def in_words(problems: list[CheckMessage], language: str) -> str:
    """A line for each problem, in the order of their numbers."""
    with override(language):
        ordered = sorted(problems, key=lambda each: each.id)
        return "\n".join(f"{each.msg} {each.hint}" for each in ordered)


def prepare() -> None:
    """Create or upgrade all that the server needs. Safe to run again."""
    require_durability(databases=())  # the rest was asked at the door
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("正在建立数据库……（约半分钟）", "Preparing the database… (half a minute)")
        call_command("migrate", verbosity=0, interactive=False)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if not getattr(settings, "WHITENOISE_USE_FINDERS", False):
        call_command("collectstatic", verbosity=0, interactive=False)
    from xiangyin.kernel.models import CalendarYear
    from xiangyin.kernel.services.calendar import load_shipped_years

    if not CalendarYear.objects.exists():
        load_shipped_years()


def prepare_sample() -> str:
    """Load the sample county into an empty office; tell its accounts.

    An office that has units of its own is left alone.
    """
    from xiangyin.kernel.models import Unit
    from xiangyin.sample.accounts import describe_accounts
    from xiangyin.sample.loading import load_sample

    if not Unit.objects.exists():
        say(
            "正在载入虚构的示例县“清岚县”……（一分钟以内）",
            "Loading the fictional sample county… (under a minute)",
        )
        started = time.monotonic()
        load_sample()
        seconds = time.monotonic() - started
        say(f"示例县已载入，用时 {seconds:.0f} 秒。", f"Loaded in {seconds:.0f} s.")
    return describe_accounts()
