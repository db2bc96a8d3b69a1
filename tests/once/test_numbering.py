"""Numbers under eight writers: none twice, none left out, also where some gave up."""

import pytest
from django.db import transaction

from tests.factories.newsroom import TODAY, a_tip
from xiangyin.kernel.models import Series
from xiangyin.newsroom.models import Tip

from .writers import at_once, meet_at

pytestmark = pytest.mark.writers
WRITERS = 8


class GaveUp(Exception):
    """A writer took a number and then let go of everything."""


def writes(room, writer: int, times: int):
    """Sends tips one after the other; every third is given up after its number."""

    def run():
        for turn in range(times):
            try:
                with transaction.atomic():
                    a_tip(room, text=f"{writer}-{turn}")
                    if (writer + turn) % 3 == 0:
                        raise GaveUp
            except GaveUp:
                continue

    return run


def numbers() -> list[str]:
    return list(Tip.objects.order_by("number").values_list("number", flat=True))


def test_eight_writers_number_without_gaps_or_doubles(open_room):
    results = at_once(*[writes(open_room, writer, 6) for writer in range(WRITERS)])

    kept = sum((w + t) % 3 != 0 for w in range(WRITERS) for t in range(6))
    assert results == [None] * WRITERS
    assert numbers() == [f"TIP-2026-{n:04}" for n in range(1, kept + 1)]
    assert Series.objects.get(name="TIP").last == kept


def test_without_locks_the_same_number_is_given_out_again(
    open_room, without_locks, monkeypatch
):
    a_tip(open_room)
    meet_at(monkeypatch, Series, "save", WRITERS)

    results = at_once(*[lambda: a_tip(open_room, today=TODAY) for _ in range(WRITERS)])

    broken = [each for each in results if isinstance(each, Exception)]
    assert len(broken) == WRITERS - 1
    assert numbers() == ["TIP-2026-0001", "TIP-2026-0002"]
