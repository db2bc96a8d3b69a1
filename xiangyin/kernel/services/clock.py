"""When the machine's clock was moved back: what would wait for a time that is far off.

A letter that was posted at ten and finds the clock at eight would lie for two hours.
What cannot be under the present clock tells of the move: posted in the future, or
leased for longer than anybody leases.
"""

from datetime import timedelta

from django.db import transaction

from ..models import Letter
from .outbox import lease_lasts

SKEW = timedelta(minutes=1)  # between the clocks of several machines


@transaction.atomic
def bring_letters_back(*, now) -> int:
    """Move what was noted by the former clock by as much as the clock was moved.

    Returns how many letters were concerned. A letter that waits for another try keeps
    the wait it had.
    """
    open_letters = Letter.objects.filter(
        state__in=[Letter.State.WAITING, Letter.State.UNKNOWN]
    )
    freed = open_letters.filter(leased_until__gt=now + lease_lasts() + SKEW).update(
        leased_until=None
    )
    ahead = list(open_letters.select_for_update().filter(posted_at__gt=now + SKEW))
    for letter in ahead:
        letter.next_try_at -= letter.posted_at - now
        letter.posted_at = now
    Letter.objects.bulk_update(ahead, ["posted_at", "next_try_at"])
    return freed + len(ahead)
