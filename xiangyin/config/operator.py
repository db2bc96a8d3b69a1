"""The operator's one door: ``xiangyin --help``."""

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

from xiangyin import __version__
from xiangyin.engines.workdays import WorkCalendar

from .speaking import say, stop

NOTICES = Path(__file__).resolve().parents[1] / "kernel" / "notices"
OURS = {
    "run": "服务器与后台一起启动（试用、单机） / start web server and worker together",
    "serve": "只启动网站 / start the web server only",
    "worker": "只启动后台 / start the background worker only",
    "prepare": "建好或升级数据库与译文 / create or upgrade database and translations",
    "setup": "新建一个真实的空办公室 / set up a real, empty office",
    "sample": "载入虚构的示例县 / load the fictional sample county",
    "trace": "哪些文章用了哪些稿件 / which articles carry which stories",
    "due": "从某日起几个工作日到期 / the last day of a period of working days",
    "import": "导入 articles、outlets、works、units、calendar / import from a file",
    "bulletin": "上稿通报：JSON、CSV、XLSX、DOCX、PDF / a bulletin in these formats",
    "audit": "核对或导出操作记录：verify、export / check or export the audit trail",
    "evidence": "核对上稿证据的文件：verify / check the files of evidence",
    "backup": "把数据库和文件备份成一个文件 / database and files in one file",
    "restore": "从备份恢复到空的位置 / an office from its backup, into an empty place",
    "copy": "某人的全部个人信息，给本人 / all data kept about one person, for them",
    "erase": "删除某人的个人信息 / delete one person's data",
    "verify": "核对每篇公开稿件的三个签发 / check the three signatures of live stories",
    "reseal": "用新密钥重新加密留言人信息 / seal residents' names and contacts anew",
}
IMPORTS = {
    "articles": "import_articles",
    "outlets": "import_outlets",
    "works": "import_works",
    "units": "import_units",
    "calendar": "import_calendar",
}
DIRECT = {
    "setup": "set_up",
    "sample": "load_sample",
    "trace": "trace",
    "bulletin": "compile_bulletin",
    "audit": "audit",
    "evidence": "evidence",
    "backup": "backup",
    "restore": "restore",
    "copy": "copy_person",
    "erase": "erase_person",
    "verify": "verify_readings",
    "reseal": "reseal",
    "worker": "work",
}


def main(argv: list[str] | None = None) -> None:
    """Run one command. Anything not ours is handed to Django's management."""
    argv = sys.argv[1:] if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", default_settings())
    name, rest = (argv[0], argv[1:]) if argv else ("--help", [])
    if name in ("-h", "--help"):
        print(usage())  # noqa: T201
    elif name in ("-V", "--version"):
        print(__version__)  # noqa: T201
    elif name == "due":
        due(rest)
    elif name in STARTS:
        STARTS[name](rest)
    elif name == "import":
        import_from(rest)
    else:
        manage([DIRECT.get(name, name), *rest])


def default_settings() -> str:
    """Production where a secret is set, otherwise one machine for trying out."""
    kind = "production" if os.environ.get("XIANGYIN_SECRET") else "dev"
    return f"xiangyin.config.settings.{kind}"


def usage() -> str:
    lines = [f"xiangyin {__version__} 乡音", "", "xiangyin COMMAND [options]", ""]
    lines += [f"  {name:<10}{about}" for name, about in OURS.items()]
    lines += [
        "",
        "  xiangyin COMMAND --help   每个命令的选项 / the options of a command",
        "  XIANGYIN_VAR=FOLDER       数据放在哪里，默认 var/ / where the data is kept",
        "  其他命令交给 Django 管理 / other commands are Django's, e.g. xiangyin check",
    ]
    return "\n".join(lines)


def manage(arguments: list[str]) -> None:
    """Hand a command to Django, after the translations are made."""
    from django.core.management import execute_from_command_line

    from .catalogues import compile_catalogues

    compile_catalogues()
    execute_from_command_line(["xiangyin", *arguments])


def due(arguments: list[str]) -> None:
    """``xiangyin due 2026-02-13 5`` prints ``2026-02-27``."""
    parser = argparse.ArgumentParser(prog="xiangyin due", description=OURS["due"])
    parser.add_argument("start", type=date.fromisoformat, help="2026-02-13")
    parser.add_argument("workdays", type=int, help="5")
    options = parser.parse_args(arguments)
    if options.workdays < 0:
        parser.error("workdays: 0 或更大 / 0 or more")
    notices = [json.loads(path.read_text("utf-8")) for path in NOTICES.glob("*.json")]
    promised = WorkCalendar.from_notices(notices).deadline(
        options.start, options.workdays
    )
    print(promised.day)  # noqa: T201
    if promised.provisional:
        print(  # noqa: T201
            "暂定：当年放假通知尚未载入 / provisional: that year's notice is not loaded",
            file=sys.stderr,
        )


def import_from(arguments: list[str]) -> None:
    """``xiangyin import articles FILE``: previews and row errors first."""
    kind = arguments[0] if arguments else ""
    if kind not in IMPORTS:
        stop(
            f"可以导入：{'、'.join(IMPORTS)}。例如 xiangyin import articles 文件.csv",
            f"You can import: {', '.join(IMPORTS)}.",
        )
    manage([IMPORTS[kind], *arguments[1:]])


def server_options(prog: str, arguments: list[str]):
    parser = argparse.ArgumentParser(prog=f"xiangyin {prog}", description=OURS[prog])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args(arguments)


def serve(arguments: list[str]) -> None:
    """Start the web server in place of this process."""
    from .preparing import require_durability
    from .running import require_port, serve_command

    options = server_options("serve", arguments)
    require_durability()
    require_port(options.host, options.port)
    command = serve_command(options.host, options.port, options.workers)
    command.append("--journal")
    os.execv(command[0], command)  # noqa: S606 -- our own command line


def worker(arguments: list[str]) -> None:
    """Start the background worker in this process."""
    if not {"-h", "--help"} & set(arguments):
        from .preparing import require_durability

        require_durability()
    manage([DIRECT["worker"], *arguments])


def prepare_command(arguments: list[str]) -> None:
    """Create or upgrade everything the server needs."""
    argparse.ArgumentParser(
        prog="xiangyin prepare", description=OURS["prepare"]
    ).parse_args(arguments)
    from .preparing import prepare, require_durability

    require_durability()
    prepare()


def run(arguments: list[str]) -> None:
    """Prepare, load the sample county if the office is empty, start everything."""
    from .preparing import prepare, prepare_sample, require_durability
    from .running import require_port, require_space, run_together

    options = server_options("run", arguments)
    folder = Path(os.environ.get("XIANGYIN_VAR", "var")).resolve()
    require_space(folder)
    require_port(options.host, options.port)
    require_durability()
    prepare()
    accounts = prepare_sample()

    def ready():
        address = "localhost" if options.host == "127.0.0.1" else options.host
        say(
            f"\n乡音已启动：http://{address}:{options.port}/",
            f"Xiangyin is running: http://{address}:{options.port}/\n",
        )
        print(accounts, flush=True)  # noqa: T201
        say("按 Ctrl-C 停止。", "Press Ctrl-C to stop.")

    raise SystemExit(
        run_together(options.host, options.port, options.workers, ready=ready)
    )


# What starts the program, or makes it ready: none of it on unsafe settings.
STARTS = {
    "run": run,
    "serve": serve,
    "worker": worker,
    "work": worker,  # as Django calls it
    "prepare": prepare_command,
}
