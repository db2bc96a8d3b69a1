"""Once and only once: what was done under a client's key is not done again.

A form carries a key made when it was shown; a script may send its own. The first
request under a key is done, and its answer kept in the same transaction. The same
request again gets that answer; another request under the same key is refused. A
request that was refused leaves nothing behind, not even its key.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..errors import RuleBroken, WrongState
from ..models import ClientKey
from ..personal import sweeps

KEPT = timedelta(days=30)
WORDS_KEPT = timedelta(days=1)
MOST_DATA = 8 * 1024


class StillBusy(WrongState):
    """The first request under this key has not ended yet."""

    def __init__(self):
        super().__init__(
            _("This is still being worked on. Wait a moment, then send it once more.")
        )


class SentOtherwise(RuleBroken):
    """The key was used before, for something else."""

    def __init__(self, used: ClientKey):
        super().__init__(
            _(
                "This form was sent already, with other content, and that was done."
                " Open the form anew to send something else."
            )
        )
        self.used = used


def find(owner: str, key: str, *, fingerprint: str) -> ClientKey | None:
    """What was done under ``key``, or None.

    Raises ``SentOtherwise`` if that was another request.
    """
    used = ClientKey.objects.filter(owner=owner, key=key).first()
    if used and used.fingerprint != fingerprint:
        raise SentOtherwise(used)
    return used


def claim(owner: str, key: str, *, fingerprint: str) -> tuple[ClientKey, bool]:
    """Take ``key`` for the transaction that is open; of two at once, one gets it.

    The other waits until the first has ended, and gets what it left: its answer
    and False, or, if the first was refused, the key itself. Raises
    ``SentOtherwise`` like :func:`find`.
    """
    try:
        with transaction.atomic():
            mine = ClientKey.objects.create(
                owner=owner,
                key=key,
                fingerprint=fingerprint,
                made_at=timezone.now(),
            )
    except IntegrityError:
        used = find(owner, key, fingerprint=fingerprint)
        if used is None:
            raise
        return used, False
    return mine, True


def keep_answer(
    claimed: ClientKey, *, status: int, location: str, data: str, words: str
) -> None:
    """Keep what is needed to give the same answer once more."""
    if len(data) > MOST_DATA:
        raise ValueError("an answer under a client key is small, or a redirect")
    claimed.status = status
    claimed.location = location
    claimed.data = data
    claimed.words = words
    claimed.save(update_fields=["status", "location", "data", "words"])


@sweeps("kernel.ClientKey")
def sweep(*, now=None) -> int:
    """Forget keys after 30 days, and the words that were said after one.

    Words may name people. Who comes back after a day is led to the same page and
    reads there how things stand. Returns how many keys were forgotten.
    """
    now = now or timezone.now()
    ClientKey.objects.filter(made_at__lt=now - WORDS_KEPT).exclude(words="").update(
        words=""
    )
    count, _kinds = ClientKey.objects.filter(made_at__lt=now - KEPT).delete()
    return count
