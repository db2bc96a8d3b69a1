"""The copy of their data that a person may ask for (PIPL, article 45)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Person
from ..personal import Personal, Removal, register
from .audit import record


@dataclass(frozen=True)
class Held:
    """One entry of the register, and how many rows of it are about a person."""

    entry: Personal
    count: int

    @property
    def leaves(self) -> str:
        """What becomes of it when the person is deleted."""
        return str(self.entry.removal.label)

    @property
    def stays(self) -> bool:
        return self.entry.removal == Removal.KEPT


def held_about(person: Person) -> list[Held]:
    """What is kept about ``person`` now, without showing any of it.

    Entries of which everything said is the same stand together: a post is kept in two
    tables, which is nobody's business.
    """
    together: dict[tuple, Held] = {}
    for entry in about_people():
        count = entry.of_person(person).count()
        if count:
            said = (entry.purpose, entry.basis, entry.until, entry.removal, entry.why)
            key = tuple(str(each) for each in said)
            before = together[key].count if key in together else 0
            together[key] = Held(entry, before + count)
    return list(together.values())


def about_people() -> Iterator[Personal]:
    return (entry for entry in register() if entry.of)


def copy_of(person: Person, *, by: Person) -> dict:
    """Everything the register keeps about ``person``, as plain values; noted."""
    record(
        person, "copy", by=by, county=person.county, label=_("Copy of personal data")
    )
    return {
        "person": person.pk,
        "data": [
            {
                "fields": list(entry),
                "purpose": str(entry.purpose),
                "basis": str(entry.basis.label),
                "kept": str(entry.until),
                "rows": rows_of(entry, person),
            }
            for entry in about_people()
            if entry.is_copied
        ],
    }


def rows_of(entry: Personal, person: Person) -> list[dict]:
    """The entry's fields of each row about the person."""
    return [
        {name: str(getattr(row, name) or "") for name in entry.fields}
        for row in entry.of_person(person).order_by("pk")
    ]
