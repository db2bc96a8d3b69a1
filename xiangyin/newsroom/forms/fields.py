"""Fields that keep what was typed, say what is wrong, and ask people by name."""

from django import forms

from xiangyin.kernel.fields import PhotosField, PhotosInput, WordsField
from xiangyin.kernel.models import Person, Unit
from xiangyin.kernel.rights import roles_with
from xiangyin.kernel.widgets import LongSelect

__all__ = [
    "DayInput",
    "PhotosField",
    "PhotosInput",
    "ReporterField",
    "WordsField",
    "writers_of",
]


class ReporterField(forms.ModelChoiceField):
    """People of one county who may write."""

    widget = LongSelect

    def __init__(self, county, **kwargs):
        super().__init__(writers_of(county), **kwargs)


def writers_of(county):
    """People of ``county`` whose posts let them write stories, by name."""
    return (
        Person.objects.filter(
            is_active=True,
            posts__role__in=roles_with("newsroom.write_story"),
            posts__unit__in=Unit.objects.below(county),
        )
        .distinct()
        .only("username", "name", "name_en")
        .order_by("name")
    )


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)
