"""Keeping the register of our own works."""

from django.db import transaction
from django.utils import timezone

from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.outbox import tell

from ..events import REGISTERED
from ..models import WORK_WORDS, Work
from .texts import clean_line, plain


@transaction.atomic
def register_work(
    *, unit, key, title, text, published_on, authors="", address="", origin=""
) -> Work:
    """Note what the office published. Registering ``key`` again corrects the work.

    A correction that changes title or text lets its reprints be looked for anew;
    one that changes nothing tells nobody.
    """
    county = unit.county
    work = Work.objects.filter(county=county, key=key).first()
    fresh = work is None
    work = work or Work(county=county, key=key)
    before = (work.title, work.text, work.published_on, work.withdrawn)
    work.unit = unit
    work.title = clean_line(title)[:255]
    work.text = plain(text)
    work.published_on = published_on
    work.authors = clean_line(authors)[:200]
    work.address = address
    work.origin = origin
    work.withdrawn = False
    after = (work.title, work.text, work.published_on, work.withdrawn)
    if fresh or after != before:
        work.traced_at = None
    work.full_clean(validate_constraints=False)
    work.save()
    WORK_WORDS.keep(Work.objects.filter(pk=work.pk))
    # Whoever is credited now is credited for what was carried, too.
    work.placements.exclude(unit=unit).update(unit=unit)
    if work.traced_at is None:
        action = "register" if fresh else "correct"
        record(work, action, by=None, label=action)
        tell(
            REGISTERED,
            key=f"{work.pk}:{timezone.now().isoformat()}",
            payload={"work": work.pk},
            county=county,
        )
    return work


@transaction.atomic
def withdraw_work(work: Work, *, by=None, note="") -> Work:
    """Note that a work was withdrawn: no new placements are looked for.

    What was confirmed stays: it was carried.
    """
    if not work.withdrawn:
        work.withdrawn = True
        work.save(update_fields=["withdrawn"])
        record(work, "withdraw", by=by, label="withdraw", note=note)
    return work
