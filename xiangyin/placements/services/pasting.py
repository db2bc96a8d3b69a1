"""Many addresses at once: read in the background, looked over, then kept.

What is read waits for the person who pasted it. What cannot be read says why, and its
text can be pasted in its place. Nothing else stops.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Article, Pasted, PastedAddress
from .addresses import Found, read_addresses
from .articles import Kept, Reading, keep_article, known_fingerprints, read
from .days import read_date
from .outlets import OutletFinder

MOST_ADDRESSES = 100
LONGEST_ADDRESS = 500
PART = 10  # so many are read in one go of the worker


def start_pasting(county, addresses: list[str], *, by) -> Pasted:
    """Note addresses to be read. Whoever calls lets the worker know."""
    require(by, "placements.handle", county)
    if not addresses:
        raise RuleBroken(_("Paste at least one address."))
    if len(addresses) > MOST_ADDRESSES:
        raise RuleBroken(
            _("These are %(count)s addresses: paste up to %(most)s at once.")
            % {"count": len(addresses), "most": MOST_ADDRESSES}
        )
    with transaction.atomic():
        pasted = Pasted.objects.create(
            unit=county, by=by, language=(get_language() or "")[:10]
        )
        now = timezone.now()
        PastedAddress.objects.bulk_create(
            PastedAddress(pasted=pasted, address=address)
            if len(address) <= LONGEST_ADDRESS
            else PastedAddress(
                pasted=pasted,
                address=address[:LONGEST_ADDRESS],
                read_at=now,
                problem=_("The address is longer than 500 characters."),
            )
            for address in addresses
        )
    return pasted


def read_some(pasted: Pasted) -> bool:
    """Read the next few addresses. Says whether some are left."""
    waiting = pasted.addresses.filter(read_at=None)
    rows = list(waiting[:PART])
    with override(pasted.language or None):
        finder = OutletFinder(pasted.unit)
        found = read_addresses([row.address for row in rows], finder=finder)
        for row, each in zip(rows, found, strict=True):
            _note(row, each)
    return pasted.addresses.filter(read_at=None).exists()


def _note(row: PastedAddress, found: Found) -> None:
    told = {name: getattr(found, name) for name in FIELDS}
    if told["published_on"]:
        told["published_on"] = told["published_on"].isoformat()
    row.found, row.problem = told, found.problem[:300]
    row.read_at = timezone.now()
    # Somebody may have thrown the whole away meanwhile.
    PastedAddress.objects.filter(pk=row.pk).update(
        found=row.found, problem=row.problem, read_at=row.read_at
    )


FIELDS = ("title", "text", "outlet_said", "published_on", "byline")


@dataclass(frozen=True)
class Looked:
    """One address with what became of it: read well, known already, or in trouble."""

    row: PastedAddress
    reading: Reading | None
    problem: str = ""
    known: bool = False

    @property
    def is_good(self) -> bool:
        return self.reading is not None and not self.known


def look_over(pasted: Pasted) -> list[Looked]:
    """What was read so far, in the order of pasting."""
    read_now = pasted.addresses.exclude(read_at=None)
    looked = [_looked(row) for row in read_now]
    prints = [each.reading.fingerprint for each in looked if each.reading]
    known = known_fingerprints(pasted.unit, prints)
    return [
        Looked(
            each.row,
            each.reading,
            each.problem,
            bool(each.reading) and each.reading.fingerprint in known,
        )
        for each in looked
    ]


def _looked(row: PastedAddress) -> Looked:
    if row.problem:
        return Looked(row, None, row.problem)
    told = {**row.found, "published_on": read_date(row.found.get("published_on"))}
    if told["published_on"] is None:
        return Looked(row, None, _("The page tells no day: write it in."))
    try:
        return Looked(row, read(address=row.address, **told))
    except ValidationError as error:
        return Looked(row, None, " ".join(error.messages))


@transaction.atomic
def keep_read_well(pasted: Pasted, *, by) -> Kept:
    """Keep all that was read well as it was read; what is in trouble stays here."""
    require(by, "placements.handle", pasted.unit)
    done = [each for each in look_over(pasted) if each.reading]
    new = 0
    for each in done:
        if each.reading and not each.known:
            new += _keep(pasted, each.reading)
    pasted.addresses.filter(pk__in=[each.row.pk for each in done]).delete()
    return _finish(pasted, by, Kept(new=new, known=len(done) - new))


@transaction.atomic
def keep_looked_over(pasted: Pasted, readings: dict[int, Reading], left, *, by) -> Kept:
    """Keep what somebody corrected, by its row; ``left`` are rows left out."""
    require(by, "placements.handle", pasted.unit)
    here = set(pasted.addresses.values_list("pk", flat=True))
    readings = {pk: reading for pk, reading in readings.items() if pk in here}
    new = sum(_keep(pasted, reading) for reading in readings.values())
    pasted.addresses.filter(pk__in=[*readings, *left]).delete()
    return _finish(pasted, by, Kept(new=new, known=len(readings) - new))


def _keep(pasted: Pasted, reading: Reading) -> bool:
    source = Article.Source.ADDRESS
    _article, fresh = keep_article(pasted.unit, reading, source=source)
    return fresh


def _finish(pasted: Pasted, by, kept: Kept) -> Kept:
    record(pasted.unit, "import", by=by, label=_("Pasted addresses"), new=kept.new)
    if not pasted.addresses.exists():
        pasted.delete()
    return kept


def clear_pasted(*, now) -> int:
    """Throw away what nobody decided about for a day."""
    old = Pasted.objects.filter(made_at__lt=now - timedelta(days=1))
    many = old.count()
    old.delete()
    return many
