"""Our own works from a table, for an office that writes in another system."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xiangyin.kernel.models import Unit

from ..models import Work
from .articles import Kept, read
from .days import read_date
from .texts import clean_line, folded
from .works import register_work

LONGEST_KEY = 60


@dataclass(frozen=True)
class WorkRow:
    """One work of a table, checked. ``fingerprint`` is its key in the register."""

    unit: Unit
    fingerprint: str
    title: str
    text: str
    published_on: date
    authors: str = ""
    address: str = ""

    @property
    def told(self) -> tuple:
        return self.title, self.text, self.published_on


class WorkRows:
    """Reads rows, with the county's units by their names and codes."""

    def __init__(self, county: Unit):
        self.county = county
        self.units: dict[str, Unit] = {"": county}
        for unit in [*Unit.objects.below(county), county]:
            for said in (unit.code, unit.name_en, unit.name):
                self.units.setdefault(folded(said), unit)

    def __call__(self, values: dict) -> WorkRow:
        """Read a row. Raises ``ValidationError`` with a message per field."""
        said = clean_line(values.get("unit", ""))
        unit = self.units.get(folded(said))
        if unit is None:
            told = _("There is no unit “%(unit)s”.") % {"unit": said[:60]}
            raise ValidationError({"unit": told})
        work = read(
            title=values.get("title", ""),
            published_on=read_date(values.get("published_on", "")),
            text=values.get("text", ""),
            address=values.get("address", ""),
            byline=values.get("authors", ""),
        )
        if not work.text:
            raise ValidationError({"text": _("The text is missing.")})
        key = clean_line(values.get("key", ""))
        if len(key) > LONGEST_KEY:
            told = _("This is longer than %(most)s characters.") % {"most": LONGEST_KEY}
            raise ValidationError({"key": told})
        return WorkRow(
            unit=unit,
            fingerprint=f"file:{key}" if key else key_of(work),
            title=work.title,
            text=work.text,
            published_on=work.published_on,
            authors=work.byline,
            address=work.address,
        )


def key_of(work, way: str = "file") -> str:
    """A key for a work that brings none: its address, or its title and day."""
    told = work.address or f"{folded(work.title)}\n{work.published_on}"
    return f"{way}:{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def known_works(county, rows: dict[str, WorkRow]) -> set[str]:
    """Which of these are registered already, in these very words."""
    known: set[str] = set()
    keys = list(rows)
    for start in range(0, len(keys), 500):
        works = Work.objects.of_county(county).filter(key__in=keys[start : start + 500])
        for work in works.values_list("key", "title", "text", "published_on"):
            if work[1:] == rows[work[0]].told:
                known.add(work[0])
    return known


@transaction.atomic
def keep_works(county, rows: list[WorkRow], *, by) -> Kept:
    """Register works, all of them or none; what reads otherwise now is corrected."""
    for row in rows:
        register_work(
            unit=row.unit,
            key=row.fingerprint,
            title=row.title,
            text=row.text,
            published_on=row.published_on,
            authors=row.authors,
            address=row.address,
        )
    return Kept(new=len(rows))
