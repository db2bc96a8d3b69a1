"""Answered questions that look like one that is about to be asked."""

from xiangyin.kernel.services.alike import ShortTexts

from ..models import Publication

MOST = 3


def published(county):
    """What everybody may read of a county, the newest first."""
    shown = Publication.objects.filter(county=county, withdrawn_at=None)
    return shown.select_related("question", "question__unit", "question__matter")


def _texts(county):
    rows = Publication.objects.filter(county=county, withdrawn_at=None)
    return rows.order_by("-pk").values_list("pk", "title", "text")


PUBLISHED = ShortTexts(_texts)


def answered_like(words: str, *, county) -> list[Publication]:
    """The few published questions most like these words, the most alike first."""
    if not words.strip():
        return []
    likeness = PUBLISHED.like(words, county=county)
    found = published(county).in_bulk(list(likeness)[:MOST])
    return [found[pk] for pk in likeness if pk in found]
