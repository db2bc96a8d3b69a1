"""Works, articles, placements, what was dispatched, letters and the trail."""

from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from xiangyin.kernel.models import Letter, Link, Record
from xiangyin.kernel.services import chain
from xiangyin.placements.models import (
    Article,
    Outlet,
    Placement,
    Scheme,
    SchemeRow,
    Work,
)
from xiangyin.publishing.models import Channel, Dispatch, Item

from . import words
from .office import Office, keep


def fill(office: Office) -> None:
    outlets(office)
    works(office)
    articles(office)
    placements(office)
    publishing(office)
    trail(office)


def outlets(office: Office) -> None:
    tiers = [tier.value for tier in Outlet.Tier]
    keep(
        Outlet,
        (
            Outlet(
                unit=office.county,
                code=f"outlet-{at}",
                name=f"媒体{at}",
                tier=tiers[at % 5],
                owner=f"集团{at % 90}",
            )
            for at in range(1_000)
        ),
    )
    office.outlets = list(Outlet.objects.order_by("pk"))
    scheme = Scheme.objects.create(
        unit=office.county,
        name="计分办法",
        starts_on=office.today - timedelta(days=4_000),
    )
    for tier in tiers:
        SchemeRow.objects.create(
            scheme=scheme, tier=tier, solo=Decimal(10), roundup=Decimal(5)
        )


def works(office: Office) -> None:
    told = words.texts(office.random, 12)
    made = [
        Work(
            county=office.county,
            unit=office.units[at % len(office.units)],
            key=f"story:{page.pk}",
            origin=office.tips[at].number,
            title=page.title,
            text=told[at % 500],
            authors="陆明川",
            published_on=office.day(at),
            traced_at=office.moment(at),
        )
        for at, page in enumerate(office.stories)
    ]
    keep(Work, made)
    office.works = made


def articles(office: Office) -> None:
    told = words.texts(office.random, 12)
    made = []
    for at in range(office.rows):
        known = at % 20 != 0
        made.append(
            Article(
                unit=office.county,
                outlet=office.outlets[at % 1_000] if known else None,
                outlet_said="" if known else f"未知媒体{at % 300}",
                address=f"https://site{at % 1_000}.example/{at}.html",
                title=words.headline(office.random, at),
                text=told[at % 500],
                byline="本报记者",
                published_on=office.day(at),
                source=("file", "feed")[at % 2],
                fingerprint=f"{at:064x}",
                traced_at=office.moment(at),
            )
        )
    keep(Article, made)
    office.articles = made


def placement_state(office: Office, at: int) -> str:
    if office.is_under_way(at):
        return "candidate"
    return "rejected" if at % 5 == 4 or at % 20 == 0 else "confirmed"


def placements(office: Office) -> None:
    kinds = [kind.value for kind in Placement.Kind]
    made = [
        Placement(
            number=f"PLC-{office.day(at).year}-{at:06}",
            county=office.county,
            unit=office.works[at].unit,
            state=placement_state(office, at),
            opened_on=office.day(at),
            due_on=office.day(at) + timedelta(days=7),
            work=office.works[at],
            article=office.articles[at],
            kind=kinds[at % 5],
            confidence=(at % 100) / 100,
            carried=0.8,
            made_of=0.7,
            passages=[[0, 60, 0, 60]],
            decided_by=office.staff["ledger_keeper"],
            decided_at=office.moment(at),
        )
        for at in range(office.rows)
    ]
    keep(Placement, made)
    office.placements = made


def publishing(office: Office) -> None:
    channel = Channel.objects.create(unit=office.county, name="订阅", kind="feed")
    now = timezone.now()
    items = [
        Item(
            unit=office.county,
            county=office.county,
            key=f"story:{page.pk}",
            version=1,
            title=page.title,
            html="<p>全文。</p>",
            language="zh-hans",
            address=f"http://testserver/{page.slug}/",
            published_at=office.moment(at),
            updated_at=office.moment(at),
        )
        for at, page in enumerate(office.stories)
    ]
    keep(Item, items)
    letters = [
        Letter(
            kind="publishing.dispatch",
            key=f"dispatch:{at}",
            county=office.county,
            state="given_up" if at % 500 == 499 else "delivered",
            attempts=1,
            posted_at=office.moment(at),
            next_try_at=office.moment(at),
            delivered_at=now,
        )
        for at in range(office.rows)
    ]
    keep(Letter, letters)
    keep(
        Dispatch,
        (
            Dispatch(
                item=item,
                channel=channel,
                letter=letter,
                arrived_at=office.moment(at) if letter.state == "delivered" else None,
            )
            for at, (item, letter) in enumerate(zip(items, letters, strict=True))
        ),
    )


def trail(office: Office) -> None:
    """Two lines a case; and a tip and a placement with a thousand each."""
    editor = office.staff["editor"]
    office.busy_tip, office.busy_placement = office.tips[-1], office.placements[-1]

    def line(thing, at, action="open"):
        told = Record(
            at=office.moment(at),
            by=editor,
            county=office.county,
            subject=f"{thing._meta.label_lower}:{thing.pk}",
            action=action,
            label="收到",
            data={"to": "waiting"},
        )
        named = {name: getattr(told, name) for name in chain.FIELDS[3:]}
        told.digest = chain.digest_of(
            {
                "at": chain.told(told.at),
                "by": told.by_id,
                "county": told.county_id,
                **named,
            }
        )
        return told

    for things in (office.tips, office.placements):
        keep(Record, (line(thing, at) for at, thing in enumerate(things)))
    for thing in (office.busy_tip, office.busy_placement):
        keep(Record, (line(thing, at, "note") for at in range(1_000)))
    if connection.vendor == "sqlite":
        keep(Link, links())


def links():
    """The chain over the lines just written; PostgreSQL's trigger makes its own."""
    last = chain.newest()
    number, previous = (last.number, last.hash) if last else (0, chain.GENESIS)
    fresh = Record.objects.filter(link=None).order_by("pk")
    for key, digest in fresh.values_list("pk", "digest").iterator():
        number += 1
        link = Link(
            number=number,
            record_id=key,
            previous=previous,
            hash=chain.hash_of(previous, number, digest),
        )
        previous = link.hash
        yield link
