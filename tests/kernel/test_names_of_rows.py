"""What a row is called, where people read of it."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from tests.factories.people import PersonFactory
from xiangyin.kernel.models import (
    CalendarYear,
    ClientKey,
    Erasure,
    Invitation,
    Link,
    Person,
    Record,
    Series,
    Tries,
)
from xiangyin.kernel.reports import names_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WU = Person(name="吴春来", name_en="Wu Chunlai")


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (CalendarYear(year=2026), "2026"),
        (ClientKey(key="a-key-of-a-form"), "a-key-of-a-form"),
        (Erasure(kind="person", thing=7), "person:7"),
        (Invitation(person=WU, ends_at=NOW), "吴春来 2026-03-02"),
        (Link(number=3, hash="ab" * 32), f"3 {'ab' * 32}"),
        (Record(at=NOW, label="立项"), "2026-03-02 09:00 立项"),
        (Series(name="TIP", year=2026), "TIP-2026"),
        (Tries(key="0123456789", count=4), "01234567 4"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_row_says_what_it_is(row, name):
    assert str(row) == name


def test_a_person_is_called_by_the_name_in_the_readers_language():
    with translation.override("en"):
        assert (WU.get_full_name(), Person(name="何").get_full_name()) == (
            "Wu Chunlai",
            "何",
        )
    with translation.override("zh-hans"):
        assert WU.get_full_name() == "吴春来"


def test_what_is_gone_or_unknown_keeps_its_kind_and_key(county):
    person = PersonFactory(name="方亦宁")
    here, gone = f"kernel.person:{person.pk}", "kernel.person:999999"

    names = names_of([here, gone, "former.thing:3", "no model:4"])

    assert names[here].endswith("方亦宁")
    assert names[gone].endswith(" 999999")
    assert names["former.thing:3"] == "former.thing 3"
    assert names["no model:4"] == "no model 4"
