"""Loading the sample county, all of it or nothing."""

import logging
import os
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.models import Unit
from xiangyin.kernel.services.calendar import load_shipped_years
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.newsroom.models import Story
from xiangyin.portal.sizes import CARD_SIZES, LEAD_SIZES

from .asking import ask_all
from .county import County, appoint_people, open_paper, plant_units
from .kinds import pictures_wanted
from .ledger import decide_placements, open_ledger, receive_articles
from .pictures import draw
from .seeds import StorySeed, last_occurrence, stories, tips
from .site import furnish_site
from .sorting import motif_of, sort_tip
from .telling import DAYS_UNDER_WAY, begin_telling, tell

logger = logging.getLogger(__name__)


def load_sample(*, today: date | None = None) -> County:
    """Load the county as it would be on ``today``. An interrupted load leaves nothing.

    Raises ``RuleBroken`` in an office that has units already.
    """
    today = today or timezone.localdate()
    if Unit.objects.exists():
        raise RuleBroken("The sample county is loaded into an empty office only.")
    pictures = draw_pictures(
        [(seed.key, seed.picture) for seed in stories()]
        + [(seed.key, motif_of(seed)) for seed in tips() if motif_of(seed)]
        + pictures_wanted()
    )
    logging.getLogger("django_tasks").setLevel(logging.WARNING)
    with transaction.atomic():
        load_shipped_years()
        county = plant_units()
        appoint_people(county)
        open_paper(county)
        furnish_site(county, today=today)
        under_way, told = split(stories(), today=today)
        for order, seed in enumerate(under_way):
            begin_telling(county, seed, today=today, pictures=pictures, order=order)
        for seed in told:
            on = last_occurrence(seed.day, today=today)
            tell(county, seed, on=on, today=today, pictures=pictures)
        for seed in sorted(tips(), key=lambda seed: seed.fate == "merged"):
            sort_tip(county, seed, today=today, photos=pictures)
        ask_all(county, today=today)
        open_ledger(county)
        deliver_all()
        receive_articles(county, told, today=today)
        deliver_all()
        decide_placements(county, today=today)
    index_everything()
    make_first_pictures()
    return county


def deliver_all() -> None:
    """What the worker would have delivered meanwhile."""
    while deliver_due(limit=500):
        pass


def split(seeds: list[StorySeed], *, today: date):
    """Stories that are still being made, and those that were told already.

    Of the last weeks' stories every second one is under way: begun, or in one
    of its readings.
    """

    def day(seed):
        return last_occurrence(seed.day, today=today)

    lately = today - timedelta(days=DAYS_UNDER_WAY)
    recent = [s for s in seeds if day(s) >= lately and s.language != "en"]
    under_way = sorted(recent, key=day, reverse=True)[1::2]
    told = [seed for seed in seeds if seed not in under_way]
    return under_way, sorted(told, key=day)


def draw_pictures(wanted: list[tuple[str, str]]) -> dict[str, bytes]:
    """Draw a picture for each ``(key, motif)``, on every core."""
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        return dict(pool.map(_draw, wanted, chunksize=8))


def _draw(job: tuple[str, str]) -> tuple[str, bytes]:
    key, motif = job
    return key, draw(motif, seed=key)


def make_first_pictures() -> None:
    """Make the sizes the front page shows; the worker makes the others."""
    newest = Story.objects.live().newest_first().exclude(cover=None)
    for number, story in enumerate(newest.select_related("cover")[:30]):
        sizes = CARD_SIZES if number else [*LEAD_SIZES, *CARD_SIZES]
        story.cover.get_renditions(*sizes)


def index_everything() -> None:
    """Index once at the end instead of task by task."""
    DBTaskResult.objects.filter(task_path__contains="search").delete()
    DBTaskResult.objects.filter(task_path__contains="reference").delete()
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)
