"""Passwords made of the office's own words are the first that a stranger tries."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import Person
from .rights import Role

HOUSE = ("xiangyin", "乡音", "wagtail", "融媒体中心", "融媒体", "password", "密码")
ITS_OWN = 3  # signs that must be left when our words, figures and points are gone


def own_words(person: Person | None) -> list[str]:
    """What a stranger can know of this person's office, the longest first.

    The product, the roles in both languages, and the units that the posts lie in.
    """
    words = {*HOUSE, *Role.values, *(str(label) for label in Role.labels)}
    for unit in _units(person):
        short = re.sub("[省市县区乡镇村]$", "", unit.name)
        words |= {unit.code, unit.name, short, *unit.name_en.split()}
    return sorted((word.lower() for word in words if word), key=len, reverse=True)


def _units(person: Person | None) -> list:
    if person is None or person.pk is None:
        return []
    units = {}
    for post in person.held_posts:
        units |= {unit.pk: unit for unit in (*post.unit.get_ancestors(), post.unit)}
    return list(units.values())


class NotOurOwnWords:
    """Refuses a password of which next to nothing is left without our own words."""

    def validate(self, password: str, user: Person | None = None) -> None:
        plain = password.lower()
        without = plain
        for word in own_words(user):
            without = without.replace(word, " ")
        left = re.sub(r"[\W\d_]", "", without)
        if without != plain and len(left) < ITS_OWN:
            raise ValidationError(
                _(
                    "This password is made of the office's own words. Add words that"
                    " nobody would guess."
                ),
                code="password_of_our_own_words",
            )

    def get_help_text(self) -> str:
        return _("Not only names of the office, its units and its posts.")
