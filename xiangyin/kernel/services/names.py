"""Finding a person's names in texts, and putting a number in their place."""

import json
import re
from collections.abc import Iterable

from django.db.models import JSONField, Q, TextField
from django.db.models.functions import Cast

from ..models import Person

SHORTEST = 2


def pseudonym(person: Person) -> str:
    """What stands for a deleted person wherever a name would."""
    return f"已删除 #{person.pk}"


def names_of(person: Person) -> list[str]:
    """What texts may call this person and nobody else, the longest first."""
    names = {person.name, person.name_en, person.username, person.email}
    others = Person.objects.exclude(pk=person.pk)
    return sorted(
        (
            name
            for name in names
            if len(name) >= SHORTEST
            and not others.filter(Q(name=name) | Q(name_en=name)).exists()
        ),
        key=len,
        reverse=True,
    )


def replaced(text: str, names: Iterable[str], by: str) -> str:
    """``text`` with every name replaced; Latin names only where they stand alone."""
    for name in names:
        pattern = re.escape(name)
        if name.isascii():
            pattern = rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])"
        text = re.sub(pattern, lambda _found: by, text, flags=re.IGNORECASE)
    return text


def replaced_deep(value, names, by):
    """The same in every text of a JSON value."""
    if isinstance(value, str):
        return replaced(value, names, by)
    if isinstance(value, list):
        return [replaced_deep(each, names, by) for each in value]
    if isinstance(value, dict):
        return {key: replaced_deep(each, names, by) for key, each in value.items()}
    return value


def replace_in_rows(rows, fields: Iterable[str], names: list[str], by: str) -> int:
    """Replace ``names`` in these fields of all ``rows`` that hold one."""
    changed = 0
    for name in fields:
        field = rows.model._meta.get_field(name)
        for row in holding(rows, field, names).iterator():
            was = getattr(row, name)
            now = replaced_deep(was, names, by)
            if now != was:
                rows.filter(pk=row.pk).update(**{name: now})
                changed += 1
    return changed


def holding(rows, field, names: list[str]):
    """Rows whose ``field`` holds one of ``names``, as text or as escaped JSON."""
    found = Q(pk__in=[])
    for name in names:
        found |= Q(_text__icontains=name)
        if isinstance(field, JSONField):
            found |= Q(_text__icontains=json.dumps(name)[1:-1])
    return rows.annotate(_text=Cast(field.name, TextField())).filter(found)
