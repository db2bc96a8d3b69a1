"""Writing and reading the audit trail."""

from django.utils import timezone

from ..models import Record

MOST_SHOWN = 50


def subject_of(thing) -> str:
    """Name ``thing`` in the trail: ``newsroom.tip:42``."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(thing, action: str, *, by, label="", note="", at=None, **data) -> Record:
    """Add one line about ``thing``. ``label`` is what a person will read."""
    unit = getattr(thing, "unit", None)
    return Record.objects.create(
        at=at or timezone.now(),
        by=by if by and by.pk else None,
        county=unit.county if unit else None,
        subject=subject_of(thing),
        action=action,
        label=str(label or action)[:120],
        note=str(note)[:500],
        data=data,
    )


def latest_history(thing, most: int = MOST_SHOWN) -> tuple[list[Record], bool]:
    """The last lines about ``thing``, oldest first, and whether there are earlier ones.

    For the page of a thing. Everything is in the trail (``history``).
    """
    lines = list(history(thing).order_by("-at", "-pk")[: most + 1])
    return lines[:most][::-1], len(lines) > most


def history(thing):
    """Every line about ``thing``, oldest first."""
    return Record.objects.filter(subject=subject_of(thing)).select_related("by")
