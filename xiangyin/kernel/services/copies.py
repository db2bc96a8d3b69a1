"""The copy of their data that a person may ask for (PIPL, article 45)."""

from ..models import Person
from ..personal import Personal, register
from .audit import record


def copy_of(person: Person, *, by: Person) -> dict:
    """Everything the register keeps about ``person``, as plain values; noted."""
    record(person, "copy", by=by, label="copy")
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
            for entry in register()
            if entry.of and entry.is_copied
        ],
    }


def rows_of(entry: Personal, person: Person) -> list[dict]:
    """The entry's fields of each row about the person."""
    return [
        {name: str(getattr(row, name) or "") for name in entry.fields}
        for row in entry.of_person(person).order_by("pk")
    ]
