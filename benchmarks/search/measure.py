"""How long searches take, whether they find all, and what saving a story pays.

Processor time: this process's, and with it that of the database's own process. Words
are drawn from random places of random texts, so that common ones are drawn often.
"""

import re
import time
from pathlib import Path
from random import Random
from statistics import median

ASKED, SAVED = 60, 60
RUN = re.compile("[\u4e00-\u9fff]+")
MANY = 10**7


def measure() -> dict:
    """Everything, of the database in use."""
    from wagtail.models import Site

    site = Site.objects.get(is_default_site=True)
    drawn = words(Random(11))
    told: dict = {}
    for order, newest in (("best", False), ("new", True)):
        for length, asked in drawn.items():
            told[f"{order} {length}"] = figures(_searches(site, asked, newest))
    everything = [word for asked in drawn.values() for word in asked]
    for order, newest in (("best", False), ("new", True)):
        told[f"{order} all"] = figures(_searches(site, everything, newest))
    told["recall"] = recall(site, drawn)
    told["save"] = figures(_saves())
    return told


def figures(spent: list[float]) -> dict:
    spent = sorted(spent)
    return {
        "n": len(spent),
        "median_ms": round(median(spent), 2),
        "p95_ms": round(spent[int(len(spent) * 0.95)], 2),
        "most_ms": round(spent[-1], 2),
    }


class Clock:
    """Milliseconds of processor time since it was made, the database's with ours."""

    def __init__(self):
        self.at = self.now()

    def now(self) -> float:
        from django.db import connection

        other = 0
        if connection.vendor == "postgresql":
            pid = connection.connection.info.backend_pid
            other = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
        return time.process_time() * 1e3 + other / 1e6

    def spent(self) -> float:
        return self.now() - self.at


def words(random: Random) -> dict[int, list[str]]:
    """Strings of two, three and four characters that stand in a text."""
    from xiangyin.newsroom.models import Story

    keys = list(Story.objects.values_list("pk", flat=True))
    drawn: dict[int, list[str]] = {2: [], 3: [], 4: []}
    while min(map(len, drawn.values())) < ASKED:
        story = Story.objects.get(pk=random.choice(keys))
        runs = RUN.findall(story.plain_text)
        for length, asked in drawn.items():
            fit = [run for run in runs if len(run) >= length]
            if fit and len(asked) < ASKED:
                run = random.choice(fit)
                at = random.randrange(len(run) - length + 1)
                asked.append(run[at : at + length])
    return drawn


def _searches(site, asked: list[str], newest: bool) -> list[float]:
    from xiangyin.portal import searching

    narrow, spent = searching.Narrow(newest=newest), []
    for query in asked:
        clock = Clock()
        found = searching.search(site, query, narrow)
        spent.append(clock.spent())
        assert found.total
        assert not found.meant
    return spent


def recall(site, drawn: dict[int, list[str]]) -> float:
    """The share of texts holding a string that are found by it: of all, plainly read."""
    from xiangyin.engines.finding.asked import read
    from xiangyin.engines.words import fold
    from xiangyin.kernel.search.found import Scope, newest
    from xiangyin.newsroom.models import Story

    asked = {fold(word): word for each in drawn.values() for word in each}
    truth: dict[str, set[int]] = {word: set() for word in asked}
    rows = Story.objects.values_list("pk", "title", "lead", "body")
    for pk, title, lead, body in rows.iterator(chunk_size=500):
        said = "\n".join((title, lead, *(block["value"] for block in body.raw_data)))
        text = fold(said.replace("<p>", "\n"))
        for word, holding in truth.items():
            if word in text:
                holding.add(pk)
    scope = Scope(site.root_page_id)
    found = wanted = 0
    for word, holding in truth.items():
        hits = {hit.story for hit in newest(read(asked[word]), scope, limit=MANY)}
        found, wanted = found + len(holding & hits), wanted + len(holding)
    return found / wanted


def _saves() -> list[float]:
    """What a story pays for its words when it is saved, in a transaction of its own."""
    from django.db import transaction

    from xiangyin.newsroom.models import Story
    from xiangyin.portal.services import findable

    spent = []
    for story in Story.objects.order_by("-pk")[:SAVED]:
        clock = Clock()
        with transaction.atomic():
            findable.note(story)
        spent.append(clock.spent())
    return spent
