"""Writing and reading the audit trail."""

import json

from django.db import transaction
from django.utils import timezone

from ..models import Person, Record
from . import chain

MOST_SHOWN = 50


def subject_of(thing) -> str:
    """Name ``thing`` in the trail: ``newsroom.tip:42``."""
    return f"{thing._meta.label_lower}:{thing.pk}"


@transaction.atomic
def record(
    thing, action: str, *, by, label="", note="", at=None, county=None, **data
) -> Record:
    """Add one line about ``thing``. ``label`` is what a person will read."""
    unit = getattr(thing, "unit", None)
    county = unit.county if unit else county
    line = Record(
        at=at or timezone.now(),
        by=by if by and by.pk else None,
        county=county,
        subject=subject_of(thing),
        action=action,
        label=str(label or action)[:120],
        note=str(note)[:500],
        data=json.loads(json.dumps(data)),
    )
    line.digest = chain.digest_of(
        {
            "at": chain.told(line.at),
            "by": line.by_id,
            "county": line.county_id,
            **{name: getattr(line, name) for name in chain.FIELDS[3:]},
        }
    )
    line.save(force_insert=True)
    chain.link(line)
    return line


def latest_history(thing, most: int = MOST_SHOWN) -> tuple[list[Record], bool]:
    """The last lines about ``thing``, oldest first, and whether there are earlier ones.

    For the page of a thing. Everything is in the trail (``history``).
    """
    lines = list(_lines_about(thing).order_by("-pk")[: most + 1])
    return with_names(lines[:most][::-1]), len(lines) > most


def history(thing) -> list[Record]:
    """Every line about ``thing``, oldest first."""
    return with_names(list(_lines_about(thing)))


def _lines_about(thing):
    """In the order in which they were written: the clock may have been moved between."""
    about = Record.objects.filter(subject=subject_of(thing))
    return about.select_related("by").order_by("pk")


def with_names(lines: list[Record]) -> list[Record]:
    """Let lines that concern a person (``person=pk``) say their name of today.

    The trail is never changed, so it holds numbers and no names: a person who was
    deleted is then found in no line.
    """
    concerned = {line.data["person"] for line in lines if "person" in line.data}
    people = Person.objects.in_bulk(concerned) if concerned else {}
    for line in lines:
        if found := people.get(line.data.get("person")):
            line.note = str(found)
    return lines
