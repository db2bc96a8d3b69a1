"""Fields that keep what was typed, say what is wrong, and ask people by name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Person, Unit
from xiangyin.kernel.rights import roles_with
from xiangyin.kernel.widgets import LongSelect


class WordsField(forms.CharField):
    """Text as people type it. Line ends are one character, as their phone counts."""

    def __init__(self, *, max_length, **kwargs):
        told = {
            "max_length": _(
                "At most %(limit_value)d characters, please: here are %(show_value)d."
            ),
            "null_characters_not_allowed": _(
                "There is a character in it that cannot be kept. Type this field anew."
            ),
            **kwargs.pop("error_messages", {}),
        }
        super().__init__(max_length=max_length, error_messages=told, **kwargs)

    def to_python(self, value):
        value = super().to_python(value)
        return value.replace("\r\n", "\n") if value else value

    def widget_attrs(self, widget):
        """No ``maxlength``: it would cut off what somebody pastes without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several files in one field."""

    widget = PhotosInput(attrs={"accept": "image/*"})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(PhotosField, self).clean(file) for file in files if file]


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
