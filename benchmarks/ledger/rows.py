"""A year of a ledger: outlets, works, articles, placements. The same in every run."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from random import Random

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from benchmarks.desk import words
from xiangyin.kernel.models import Unit
from xiangyin.kernel.rights import STAFF
from xiangyin.kernel.services.posts import appoint
from xiangyin.kernel.services.units import add_unit, found_county
from xiangyin.placements.models import (
    Article,
    Outlet,
    Placement,
    Scheme,
    SchemeRow,
    Work,
    length_of,
)

YEAR, DAYS = 2026, 365
OUTLETS, GROUPS, TEXTS = 400, 60, 3_000
WORKS_A_PLACEMENT = 0.08  # works published, carried or not
UNCARRIED = 4  # of so many works one is carried nowhere
SHARED = 30  # of so many works one is shared by several units
WITH_TEXT = 4  # of so many articles one has its text
MOMENT = datetime(YEAR, 1, 1, 8, tzinfo=timezone.get_default_timezone())
KINDS = ("reprint",) * 12 + ("abridged",) * 4 + ("excerpt", "rewritten") * 2
KINDS += ("mention",)
MODES = ("solo",) * 4 + ("roundup",)
PLACES = ("ordinary",) * 30 + ("front", "lead", "digest")


@dataclass
class Ledger:
    """What the rows hang on. ``rows`` is how many placements there are to be."""

    rows: int
    county: Unit = None
    units: list = field(default_factory=list)
    keeper: object = None
    random: Random = field(default_factory=lambda: Random(5))

    @property
    def works(self) -> int:
        return max(8, int(self.rows * WORKS_A_PLACEMENT))

    def published(self, work: int) -> date:
        """The day of a work: as many on each day of the year."""
        return date(YEAR, 1, 1) + timedelta(days=work * DAYS // self.works)


def fill(ledger: Ledger) -> None:
    open_county(ledger)
    outlets(ledger)
    works(ledger)
    articles_and_placements(ledger)


def open_county(ledger: Ledger) -> None:
    """A county with 26 towns, 13 departments and a village in every second town."""
    county = found_county(code="qinglan", name="清岚县", name_en="Qinglan")
    for at in range(39):
        kind = "department" if at % 3 == 2 else "town"
        parent = add_unit(
            Unit.objects.get(pk=county.pk),
            code=f"unit{at}",
            name=f"第{at}{'局' if kind == 'department' else '镇'}",
            kind=kind,
        )
        if kind == "town" and at % 2:
            add_unit(parent, code=f"village{at}", name=f"第{at}村", kind="village")
    ledger.county = Unit.objects.get(pk=county.pk)
    ledger.units = list(Unit.objects.below(ledger.county).exclude(pk=county.pk))
    ledger.keeper = get_user_model().objects.create(username="all", name="万能")
    for role in STAFF:
        appoint(ledger.keeper, role, ledger.county)


def outlets(ledger: Ledger) -> None:
    tiers, forms = list(Outlet.Tier.values), list(Outlet.Form.values)
    Outlet.objects.bulk_create(
        Outlet(
            unit=ledger.county,
            code=f"outlet-{at}",
            name=f"媒体{at}",
            tier=tiers[at % len(tiers)],
            form=forms[at // len(tiers) % len(forms)],
            owner=f"集团{at % GROUPS}" if at % 2 else "",
        )
        for at in range(OUTLETS)
    )
    scheme = Scheme.objects.create(
        unit=ledger.county, name="计分办法", starts_on=date(YEAR - 1, 1, 1)
    )
    for tier, solo in zip(tiers, (20, 10, 5, 2, 5), strict=True):
        SchemeRow.objects.create(
            scheme=scheme, tier=tier, solo=Decimal(solo), roundup=Decimal(solo) / 2
        )


def works(ledger: Ledger) -> None:
    random = ledger.random
    told = [words.text(random, 8) for _ in range(TEXTS)]
    keep(
        Work,
        [
            "county_id",
            "unit_id",
            "key",
            "origin",
            "title",
            "text",
            "authors",
            "address",
            "published_on",
            "false_on",
            "traced_at",
            "withdrawn",
        ],
        (
            (
                ledger.county.pk,
                random.choice(ledger.units).pk,
                f"story:{at}",
                f"TIP-{YEAR}-{at:06}" if at % 3 else "",
                words.headline(random, at),
                random.choice(told),
                "陆明川",
                "",
                ledger.published(at),
                None,
                MOMENT,
                False,
            )
            for at in range(ledger.works)
        ),
    )
    found = list(Work.objects.order_by("pk").values_list("pk", "unit_id"))
    through = Work.shared_with.through
    keep(
        through,
        ["work_id", "unit_id"],
        (
            (work, other.pk)
            for work, own in found[::SHARED]
            for other in random.sample(ledger.units, random.choice((1, 1, 2)))
            if other.pk != own
        ),
    )


def articles_and_placements(ledger: Ledger) -> None:
    """Each work of those that are carried stands in as many outlets as come to it."""
    random = ledger.random
    told = [words.text(random, length) for length in range(8, 22) for _ in range(200)]
    told = [text for text in told if 300 <= len(text) <= 800]
    measured = [(text, length_of(text)) for text in told]
    outlet = list(Outlet.objects.order_by("pk").values_list("pk", flat=True))
    first = Work.objects.order_by("pk").values_list("pk", flat=True)[0]
    unit_of = dict(Work.objects.values_list("pk", "unit_id"))
    carried = [at for at in range(ledger.works) if at % UNCARRIED]
    of_row = [carried[row * len(carried) // ledger.rows] for row in range(ledger.rows)]
    last = date(YEAR, 12, 31)
    days = [
        min(last, ledger.published(work) + timedelta(days=int(random.expovariate(0.4))))
        for work in of_row
    ]
    keep(
        Article,
        [
            "unit_id",
            "outlet_id",
            "outlet_said",
            "address",
            "title",
            "text",
            "length",
            "byline",
            "published_on",
            "source",
            "came_at",
            "fingerprint",
            "traced_at",
        ],
        (
            (
                ledger.county.pk,
                random.choice(outlet),
                "",
                f"https://outlet.example/{row}.html",
                f"第{row}篇",
                *(random.choice(measured) if row % WITH_TEXT == 0 else ("", 0)),
                "本报记者",
                day,
                "file",
                MOMENT,
                f"{row:064x}",
                MOMENT,
            )
            for row, day in enumerate(days)
        ),
    )
    start = Article.objects.order_by("pk").values_list("pk", flat=True)[0]
    passages = json.dumps([[0, 60, 0, 60]])
    keep(
        Placement,
        [
            "number",
            "state",
            "opened_on",
            "due_on",
            "due_is_provisional",
            "county_id",
            "unit_id",
            "work_id",
            "article_id",
            "kind",
            "mode",
            "prominence",
            "confidence",
            "carried",
            "made_of",
            "passages",
            "engine",
            "decided_by_id",
            "decided_at",
        ],
        (
            (
                f"PLC-{YEAR}-{row:07}",
                "confirmed",
                day,
                day,
                False,
                ledger.county.pk,
                unit_of[first + work],
                first + work,
                start + row,
                random.choice(KINDS),
                random.choice(MODES),
                random.choice(PLACES),
                0.99,
                0.9,
                0.8,
                passages,
                "1",
                ledger.keeper.pk,
                MOMENT,
            )
            for row, (work, day) in enumerate(zip(of_row, days, strict=True))
        ),
    )


def keep(model, names: list[str], rows: Iterable[tuple], size: int = 50_000) -> None:
    """Write rows as the database takes many most quickly.

    What is not named takes the model's own default, as the program would write it.
    """
    table = model._meta.db_table
    rest = {
        field.column: field.get_default()
        for field in model._meta.local_concrete_fields
        if field.column not in names and not (field.null or field.primary_key)
    }
    names, more = [*names, *rest], tuple(rest.values())
    rows = ((*row, *more) for row in rows)
    columns = ", ".join(names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            into = f"COPY {table} ({columns}) FROM STDIN"
            with cursor.copy(into) as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        into = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        while part := list(islice(rows, size)):
            cursor.executemany(into, part)
