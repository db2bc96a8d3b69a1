"""What pages take when each is made anew, in this process, query by query.

    python -m benchmarks.site.inside FOLDER [--profile ADDRESS]

The time of the processor for a request through the whole of Django, without a server:
medians of nine rounds over the addresses of a kind, after two to warm up.
"""

import argparse
import io
import json
import os
import statistics
import time
from pathlib import Path

TIMES, WARM = 9, 2


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profile", default="")
    options = parser.parse_args()
    client, told = open_site(options.folder)
    if options.profile:
        return profile(client, options.profile)
    for name, addresses in kinds(told).items():
        cpu, queries, size = one(client, addresses)
        print(f"{name:14} {cpu:7.2f} ms  {queries:3} queries  {size:7} bytes")


def open_site(folder: Path):
    os.environ["XIANGYIN_SITE"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.site.settings"
    import django

    import xiangyin.config  # noqa: F401 -- the newer SQLite

    django.setup()
    return Reader(), json.loads((folder / "site.json").read_text())


class Reader:
    """Asks the whole application, as a server does."""

    def __init__(self):
        from .anew import application

        self.application = application

    def get(self, address: str, host: str = "localhost") -> tuple[int, bytes]:
        path, _mark, query = address.partition("?")
        environ = {
            **{"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query},
            **{"HTTP_HOST": host, "SERVER_NAME": "localhost"},
            **{"SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1"},
            **{"wsgi.url_scheme": "http", "wsgi.input": io.BytesIO()},
        }
        told = []
        body = self.application(environ, lambda status, *_more: told.append(status))
        return int(told[0][:3]), b"".join(body)


def kinds(told: dict) -> dict[str, list[str]]:
    """The addresses of each kind of page."""
    last = told["rows"] // told["sections"] // 20
    return {
        "story": told["stories"][:20],
        "an old story": [told["old"]],
        "front page": ["/"],
        "list": ["/news/"],
        "list, deep": [f"/news/?p={min(1000, last)}"],
        "list, last": [f"/news/?p={last}"],
        "archive": ["/archive/"],
        "archive, month": ["/archive/2026/9/"],
        "unit": ["/units/qinglan/"],
        "unit, deep": [f"/units/qinglan/?p={min(1000, last)}"],
    }


def one(client, addresses) -> tuple[float, int, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    rounds = []
    for again in range(WARM + TIMES):
        started = time.process_time()
        for address in addresses:
            status, body = client.get(address)
            if status != 200:
                raise SystemExit(f"{address} answered {status}")
        spent = (time.process_time() - started) * 1000 / len(addresses)
        if again >= WARM:
            rounds.append(spent)
    with CaptureQueriesContext(connection) as queries:
        client.get(addresses[0])
    queries = [each for each in queries if "portal_change" not in each["sql"]]
    return statistics.median(rounds), len(queries), len(body)


def profile(client, address: str) -> None:
    """Tell where the time goes, and which queries are asked."""
    import cProfile
    import pstats

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _again in range(5):
        client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    for query in queries:
        print(query["time"], query["sql"][:900], "\n")
    tracer = cProfile.Profile()
    tracer.enable()
    for _again in range(100):
        client.get(address)
    tracer.disable()
    pstats.Stats(tracer).sort_stats("cumulative").print_stats(75)


if __name__ == "__main__":
    main()
