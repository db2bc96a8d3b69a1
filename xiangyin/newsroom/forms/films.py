"""Bringing a film: the file is written anew before anything else looks at it."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from xiangyin.kernel.services.pictures import decode

from ..models import Film
from ..services.films import keep_film, most_bytes, write_anew


class FilmInput(forms.FileInput):
    """A file with a bar that shows how much of it has gone up."""

    template_name = "newsroom/_film_input.html"

    class Media:
        js = ("newsroom/films.js",)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return {**context, "most": most_bytes()}


class FilmField(forms.FileField):
    """A video or recording, written anew in a child."""

    widget = FilmInput(attrs={"accept": "video/mp4,video/quicktime,audio/*"})

    def clean(self, data, initial=None):
        return write_anew(super().clean(data, initial))


class StillField(forms.FileField):
    """A picture that stands for the film, as pixels of ours."""

    widget = forms.FileInput(attrs={"accept": "image/*"})

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return decode(upload).read() if upload else None


class FilmForm(WagtailAdminModelForm):
    upload = FilmField(
        label=_("File"),
        help_text=format_lazy(
            "{} {}",
            _("A video as MP4 (H.264), sound as MP3 or M4A."),
            _("Where it was taken and with what is not kept."),
        ),
    )
    picture = StillField(
        label=_("Still"),
        required=False,
        help_text=_("Stands for the film until it plays. Without: one of its own."),
    )

    class Meta:
        model = Film
        fields = ["title"]

    field_order = ["upload", "title", "picture"]

    def save(self, commit=True):
        """Keep the film; there is nothing to be put off, for its file is kept as well."""
        self.instance = keep_film(
            self.cleaned_data["upload"],
            title=self.cleaned_data["title"],
            still=self.cleaned_data["picture"],
            county=self.instance.county,
            by=self.for_user,
        )
        return self.instance
