"""The form behind every way in which staff bring a picture: upload, many, chooser."""

from django import forms
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .services.pictures import GRAPHIC, decode, exchange


class PictureField(WagtailImageField):
    """A picture that was written anew in a child before anything here looks at it."""

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        if upload is None:
            return None
        exchange(upload, decode(upload, kind=GRAPHIC))
        return super().to_python(upload)


class PictureForm(BaseImageForm):
    """Wagtail's form, with a field of ours for the file where it asks for one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        theirs = self.fields.get("file")
        if theirs is not None:
            self.fields["file"] = PictureField(
                label=theirs.label,
                required=theirs.required,
                help_text=theirs.help_text,
                widget=theirs.widget,
            )
