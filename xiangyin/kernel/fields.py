"""Fields that keep what was typed and say what is wrong with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .services.pictures import decode


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


def decoded(photos, *, most: int) -> list:
    """The photos of a form, read before the transaction that keeps them.

    Raises ``ValidationError`` naming each that cannot be read, or saying that there
    are more than ``most``.
    """
    if len(photos) > most:
        raise forms.ValidationError(
            _("Up to %(most)d photos, please. You chose %(count)d.")
            % {"most": most, "count": len(photos)}
        )
    done, refusals = [], []
    for photo in photos:
        try:
            done.append(decode(photo))
        except forms.ValidationError as refusal:
            refusals.append(refusal)
    if refusals:
        raise forms.ValidationError(refusals)
    return done
