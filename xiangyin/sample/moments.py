"""Letting things happen at the time the sample county says they happened."""

from contextlib import contextmanager
from datetime import date, datetime, time
from unittest import mock

from django.utils import timezone


def at_hour(day: date, hour: float) -> datetime:
    """A moment of ``day`` in the county's time zone; 8.5 is half past eight."""
    clock = time(int(hour), round(hour % 1 * 60) % 60)
    return timezone.make_aware(datetime.combine(day, clock))


@contextmanager
def moment(when: datetime):
    """Run the block as if it were ``when``.

    The loader goes through the same services as people do; they write the time
    of ``timezone.now``. Only the sample is ever dated this way.
    """
    with mock.patch("django.utils.timezone.now", return_value=when):
        yield when
