"""Numbers and query codes: who has both is the asker, and nobody learns by guessing.

A question is found by its number *and* ten digits of chance. An unknown number and a
wrong code get the same answer after the same work. Wrong ones are counted for a network,
and there for each number: a stranger elsewhere locks nobody out of a question.
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
WRONG_FROM_A_NETWORK = 60
A_WHILE = timedelta(hours=1)


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
    network = network_of(address)
    tries = [
        (("code", str(county.pk), number, network), WRONG_FOR_A_NUMBER),
        (("code", network), WRONG_FROM_A_NETWORK),
    ]
    allowed = [
        count_once(*about, most=most, within=A_WHILE, now=now) for about, most in tries
    ]
    if not all(allowed):
        raise RuleBroken(_("That was tried too often. Wait an hour, then try again."))
    question = Question.objects.filter(county=county, number=number).first()
    kept = question.code_key if question else ""
    given = blinds(PURPOSE, f"{county.pk}:{number}:{code}")
    fits = [constant_time_compare(kept, key) for key in given]
    if not kept or not any(fits):
        return None
    for about, _most in tries:
        give_back(*about)
    return question
