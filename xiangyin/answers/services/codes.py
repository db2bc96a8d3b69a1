"""Numbers and query codes: who has both is the asker, and nobody learns by guessing.

A question is found by its number *and* ten digits of chance. An unknown number and a
wrong code get the same answer after the same work. Wrong ones are counted for each
number in a network, and for an address: a stranger elsewhere locks nobody out of a
question, and one household not its neighbours.
"""

import secrets
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.sealing import blind, blinds
from xiangyin.kernel.services.limits import count_once, give_back
from xiangyin.kernel.services.sign_in import network_of

from ..models import Question

DIGITS = 10
PURPOSE = "answers.query_code"
WRONG_FOR_A_NUMBER = 10
AN_HOUR = timedelta(hours=1)
WRONG_FROM_AN_ADDRESS = 60
A_WHILE = timedelta(minutes=10)


def new_code() -> str:
    """Ten digits, as they are told."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def key_of(number: str, county_id: int, code: str) -> str:
    """What is kept of a code: it fits one question, and tells nothing."""
    return blind(PURPOSE, f"{county_id}:{number}:{code}")


def plain(words: str) -> str:
    """Digits as somebody copies them from paper."""
    return "".join(str(int(sign)) for sign in words if sign.isdecimal())


def find_question(
    number: str, code: str, *, county, address: str, now: datetime
) -> Question | None:
    """The question of this number and code, or None.

    Raises ``RuleBroken`` for who has tried too often.
    """
    number, code = number.strip().upper()[:24], plain(code)[:DIGITS]
    tries = _tries(number, county, address)
    allowed = [
        count_once(*about, most=most, within=within, now=now)
        for about, most, within in tries
    ]
    if not allowed[0]:
        raise RuleBroken(_("That was tried too often. Wait an hour, then try again."))
    if not allowed[1]:
        raise RuleBroken(
            _("From where you are that was tried too often. Wait ten minutes.")
        )
    question = Question.objects.filter(county=county, number=number).first()
    kept = question.code_key if question else ""
    given = blinds(PURPOSE, f"{county.pk}:{number}:{code}")
    fits = [constant_time_compare(kept, key) for key in given]
    if not kept or not any(fits):
        return None
    for about, _most, _within in tries:
        give_back(*about)
    return question


def _tries(number: str, county, address: str) -> list[tuple]:
    """What a try is counted for, how often it may be, and within which time."""
    place = network_of(address, v4=32, v6=64)
    for_number = ("code", str(county.pk), number, network_of(address))
    return [
        (for_number, WRONG_FOR_A_NUMBER, AN_HOUR),
        (("code", place), WRONG_FROM_AN_ADDRESS, A_WHILE),
    ]
