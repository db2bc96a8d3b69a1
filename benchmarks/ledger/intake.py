"""How many articles a minute each way takes in, and what the public site feels of it.

    python -m benchmarks.ledger.intake [--articles 10000] [--pages 200] [--write]

Works in an office of its own in a temporary folder, with the sample county for its
public pages and 300 outlets. The web is laid down in this process; files, feeds and
pages go through the same services and the same killable children as always. The time
of the processor is that of this process and of everything it started.
"""

import argparse
import csv
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
TODAY = date(2026, 10, 8)
OUTLETS = 300
TEXT = "石溪镇茶湾村的晚稻开镰收割，收割机在田里来回奔跑，村民在田埂上装袋。" * 16
PAGE = (
    "<html><head><title>{0}</title><meta property='article:published_time' "
    "content='2026-10-04'></head><body><nav>首页 新闻 县区</nav><article><h1>{0}</h1>"
    "<p>{1}</p></article><footer>版权所有</footer></body></html>"
)
ENTRY = (
    "<item><title>{0}</title><link>{1}</link><description>{2}</description>"
    "<pubDate>Sun, 04 Oct 2026 08:00:00 +0800</pubDate></item>"
)
web: dict[str, bytes] = {}


def the_web(address, **_told):
    """The fetch of this benchmark: everything is there at once."""
    from xiangyin.gateways.fetch import Page

    return Page(address, 200, {}, web[address])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--asked", type=int, default=150, help="visits to the site")
    parser.add_argument("--port", type=int, default=8761)
    parser.add_argument("--write", action="store_true", help="keep it in README.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XIANGYIN_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiangyin.config.settings.dev")
        table = measure(options, Path(folder))
    print(table)
    if options.write:
        keep(table)


def measure(options, folder: Path) -> str:
    from xiangyin.config.preparing import prepare

    prepare()
    from django.conf import settings
    from django.core.management import call_command

    call_command("load_sample", verbosity=0)
    settings.XIANGYIN_FETCH = "benchmarks.ledger.intake.the_web"
    settings.XIANGYIN_PACE = 0
    sys.modules.setdefault("benchmarks.ledger.intake", sys.modules[__name__])
    from xiangyin.kernel.models import Unit

    county = Unit.objects.counties().first()
    outlets = list_outlets(county)
    ways = [
        by_csv(county, folder, options.articles),
        by_xlsx(county, folder, options.articles),
        by_feeds(outlets, options.articles),
        by_addresses(county, options.pages),
    ]
    lines = ["| way in | articles | articles a minute | CPU s per 1,000 | share of one core at 10,000 a day |", "| --- | --- | --- | --- | --- |"]  # fmt: skip
    for name, many, wall, cpu in ways:
        each = cpu / many * 1000
        share = each * 10 / 86_400
        lines.append(
            f"| {name} | {many:,} | {many / wall * 60:,.0f} | {each:.2f} | {share:.3%} |"
        )
    quiet, busy = site(options, county, folder)
    lines += ["", f"The front page while nothing comes in: median {quiet[0]:.1f} ms, p95 {quiet[1]:.1f} ms; while a file of {options.articles:,} articles is imported: median {busy[0]:.1f} ms, p95 {busy[1]:.1f} ms."]  # fmt: skip
    return "\n".join(lines)


def list_outlets(county) -> list:
    from xiangyin.placements.models import Outlet
    from xiangyin.placements.services.outlets import add_name

    made = []
    for number in range(OUTLETS):
        outlet = Outlet.objects.create(
            unit=county,
            code=f"bench-{number}",
            name=f"实测媒体{number}",
            tier="city",
            feed=f"https://o{number}.example/feed",
        )
        add_name(outlet, "host", f"o{number}.example")
        made.append(outlet)
    return made


def rows(way: str, many: int):
    """Titles, outlets, days, addresses and texts; no two of them alike."""
    for number in range(many):
        host = f"o{number % OUTLETS}.example"
        day = TODAY - timedelta(days=number % 20)
        address = f"https://{host}/{way}/{number}"
        yield f"{way}晚稻开镰第{number}篇", host, day, address, f"{number}号。{TEXT}"


HEADINGS = ("标题", "媒体", "日期", "链接", "正文")


def by_csv(county, folder: Path, many: int) -> tuple:
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow(HEADINGS)
    for title, host, day, address, text in rows("csv", many):
        writer.writerow([title, host, day.isoformat(), address, text])
    path = folder / "bench.csv"
    path.write_text(told.getvalue(), "utf-8")
    return "a CSV file", *imported(county, path)


def by_xlsx(county, folder: Path, many: int) -> tuple:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for row in rows("xlsx", many):
        sheet.append(list(row))
    path = folder / "bench.xlsx"
    book.save(path)
    return "an XLSX file", *imported(county, path)


def imported(county, path: Path) -> tuple:
    from xiangyin.placements.services.imports import import_file

    with timed() as spent:
        plan, kept = import_file(county, path, what="articles")
    if kept is None:
        raise SystemExit(plan.problems[:3])
    return kept.new, *spent


def by_feeds(outlets: list, many: int) -> tuple:
    from xiangyin.placements.services.polling import poll_feeds

    each: dict[str, list[str]] = {}
    for title, host, _day, address, text in rows("feed", many):
        each.setdefault(host, []).append(ENTRY.format(title, address, text))
    for host, items in each.items():
        body = f"<rss version='2.0'><channel><title>{host}</title>{''.join(items)}"
        web[f"https://{host}/feed"] = f"{body}</channel></rss>".encode()
    asked = [outlet for outlet in outlets if outlet.feed in web]
    with timed() as spent:
        new = poll_feeds(asked, today=TODAY)
    return f"feeds ({len(asked)} of them)", new, *spent


def by_addresses(county, many: int) -> tuple:
    from xiangyin.kernel.models import Person
    from xiangyin.placements.services.pasting import (
        MOST_ADDRESSES,
        keep_read_well,
        read_some,
        start_pasting,
    )

    told = list(rows("page", many))
    for title, _host, _day, address, text in told:
        web[address] = PAGE.format(title, text).encode()
    addresses = [row[3] for row in told]
    person = Person.objects.create(username="bench", is_superuser=True)
    new = 0
    with timed() as spent:
        for start in range(0, many, MOST_ADDRESSES):
            some = addresses[start : start + MOST_ADDRESSES]
            pasted = start_pasting(county, some, by=person)
            while read_some(pasted):
                pass
            new += keep_read_well(pasted, by=person).new
    return "pasted addresses", new, *spent


def site(options, county, folder: Path) -> tuple:
    """How long the front page takes, quietly and while a file comes in."""
    from xiangyin.config.running import serve_command

    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow(HEADINGS)
    writer.writerows(list(row) for row in rows("busy", options.articles))
    path = folder / "busy.csv"
    path.write_text(told.getvalue(), "utf-8")
    server = subprocess.Popen(serve_command("127.0.0.1", options.port, 2))
    try:
        address = f"http://127.0.0.1:{options.port}/"
        wait_for(address)
        quiet = visits(address, options.asked)
        importing = subprocess.Popen(
            [
                *(sys.executable, "-m", "django", "import_articles", str(path)),
                *("--county", county.code),
            ],
            stdout=subprocess.DEVNULL,
        )
        busy = visits(address, options.asked, while_lasts=importing)
        if importing.wait():
            raise SystemExit("the import failed")
    finally:
        server.terminate()
        server.wait()
    return quiet, busy


def wait_for(address: str) -> None:
    for _again in range(120):
        try:
            urllib.request.urlopen(address).read()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the server does not answer")


def visits(address: str, many: int, while_lasts=None) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds; as long as ``while_lasts`` runs."""
    took = []
    while len(took) < many or (while_lasts and while_lasts.poll() is None):
        started = time.perf_counter()
        urllib.request.urlopen(address).read()
        took.append((time.perf_counter() - started) * 1000)
        time.sleep(0.02)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


@contextmanager
def timed():
    """Seconds on the wall and of the processor, children included."""
    spent: list[float] = []
    started, before = time.perf_counter(), processor_time()
    yield spent
    spent += [time.perf_counter() - started, processor_time() - before]


def processor_time(pid: int | None = None) -> float:
    """Seconds of a process, of those it waited for and of those it started."""
    pid = pid or os.getpid()
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        children = {int(c) for task in tasks for c in task.read_text().split()}
    except OSError:  # it ended meanwhile
        return 0.0
    own = sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(processor_time, children))


def keep(table: str) -> None:
    path = HERE / "README.md"
    begin, end = "<!-- intake -->", "<!-- end of intake -->"
    before, rest = path.read_text("utf-8").split(begin)
    path.write_text(f"{before}{begin}\n{table}\n{end}{rest.split(end)[1]}", "utf-8")


if __name__ == "__main__":
    main()
