"""How often something may be tried: counted under a key that tells nobody's name."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from ..models import Tries
from .sign_in import is_past, key_of


@transaction.atomic
def count_once(*about: str, most: int, within: timedelta, now: datetime) -> bool:
    """Count one try of ``about``; False when ``most`` were made ``within`` that time.

    What was refused is not counted: who waits comes in. At most a day is remembered.
    """
    key = key_of("limit", *about)
    Tries.objects.get_or_create(key=key, defaults={"at": now})
    tries = Tries.objects.select_for_update().get(key=key)
    if is_past(tries.at, within, now=now):
        tries.count, tries.at = 0, now
    if tries.count >= most:
        return False
    tries.count += 1
    tries.save(update_fields=["count", "at"])
    return True


def give_back(*about: str) -> None:
    """Take one try back: it was a right one."""
    key = key_of("limit", *about)
    Tries.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)
