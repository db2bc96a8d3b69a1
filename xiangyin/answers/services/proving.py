"""Showing that a contact is somebody's: a code goes there, and comes back in time.

Three rows carry such a code: a question that was sent, a contact that takes another's
place, a contact that follows. Each has ``sealed_code``, ``sent_at``, ``ends_at`` and
``tries``; where another code may be asked for, also ``times``.
"""

import secrets
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.sealing import seal, unseal
from xiangyin.kernel.services.limits import count_once, give_back
from xiangyin.kernel.services.sign_in import network_of

from . import codes

DIGITS, LASTS, MOST_TRIES, MOST_SENT = 6, timedelta(minutes=30), 5, 3
MOST_A_CONTACT, A_DAY = 6, timedelta(days=1)
MOST_A_NETWORK, A_WHILE = 40, timedelta(minutes=10)
FROM = "ask from"


def a_code(*, now: datetime) -> dict:
    """The fields of a row that waits for its code."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    return {"sealed_code": seal(code), "sent_at": now, "ends_at": now + LASTS}


def renew(row, *, now: datetime) -> None:
    """Another code, for one that did not arrive. Raises ``RuleBroken`` after three."""
    if row.times >= MOST_SENT:
        raise RuleBroken(
            _("Three codes were sent. Look at the number or address you wrote.")
        )
    for field, value in a_code(now=now).items():
        setattr(row, field, value)
    row.times += 1
    row.tries = 0
    row.save()


def fits(row, code: str, *, now: datetime) -> bool:
    """Whether it is the code of this locked row. That it was tried is counted."""
    if row is None or row.tries >= MOST_TRIES or now > row.ends_at:
        return False
    row.tries += 1
    row.save(update_fields=["tries"])
    return constant_time_compare(unseal(row.sealed_code), codes.plain(code))


def wrong() -> RuleBroken:
    """To be raised, with the same words for a wrong code and for one that is over."""
    return RuleBroken(
        _(
            "This is not the code we sent, or it is over. Look again, or ask for another."
        )
    )


def slow_down(
    key: str, *, address: str, now: datetime, refusal: str, is_known: bool = False
) -> None:
    """Count one that wants a code, for a contact and for a network.

    Raises ``RuleBroken`` with ``refusal`` for the contact's seventh in a day. A known
    contact is not counted for its network; whoever proves theirs gives the count back.
    """
    if not count_once("ask", key, most=MOST_A_CONTACT, within=A_DAY, now=now):
        raise RuleBroken(refusal)
    network = network_of(address)
    if not is_known and not count_once(
        FROM, network, most=MOST_A_NETWORK, within=A_WHILE, now=now
    ):
        raise RuleBroken(
            _(
                "Many are asking from where you are. Wait ten minutes, then send it again."
            )
        )


def came_back(address: str) -> None:
    """Give a network's count back: the contact was somebody's there."""
    if address:
        give_back(FROM, network_of(address))
