"""What the office knows to many: read by everybody, offered while somebody asks."""

from datetime import date

from xiangyin.kernel.services.alike import ShortTexts

from ..models import Entry

MOST = 3


def entries(county):
    """Everything of a county that was not withdrawn, by heading."""
    found = Entry.objects.public().filter(county=county)
    return found.select_related("unit", "matter").order_by("title", "pk")


def _texts(county):
    rows = Entry.objects.public().filter(county=county).order_by("-pk")
    return rows.values_list("pk", "title", "text")


KNOWN = ShortTexts(_texts)


def known_like(words: str, *, county, today: date) -> list[Entry]:
    """The few entries most like these words for which somebody stands today."""
    if not words.strip():
        return []
    likeness = KNOWN.like(words, county=county)
    good = Entry.objects.offered_on(today).filter(county=county)
    found = good.select_related("unit").in_bulk(list(likeness))
    return [found[pk] for pk in likeness if pk in found][:MOST]
