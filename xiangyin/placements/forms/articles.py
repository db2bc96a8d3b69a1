"""Forms about articles of outlets."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Article, Outlet, lasting
from ..services.articles import LONGEST_TEXT, Reading, read
from ..services.days import read_seconds, read_time


class ArticleForm(forms.ModelForm):
    """An article written down by hand. What is cleaned is a :class:`Reading`."""

    GROUPS = (
        ("", ("outlet", "outlet_said", "title", "published_on")),
        (_("In print"), ("issue", "page")),
        (_("On the air"), ("programme", "aired_at", "duration")),
        ("", ("address", "byline", "text")),
    )
    # What ``read`` calls otherwise than this form does.
    FIELDS = {"outlet": "outlet_said", "seconds": "duration"}

    reading: Reading
    aired_at = forms.CharField(
        label=_("went on air at"),
        required=False,
        max_length=40,
        help_text=_("Such as 19:31 or 下午7:31."),
    )
    duration = forms.CharField(
        label=_("duration"),
        required=False,
        max_length=40,
        help_text=_("Such as 1:30, 1分30秒 or 90."),
    )

    class Meta:
        model = Article
        fields = ["outlet", "outlet_said", "title", "published_on", "issue", "page"]
        fields += ["programme", "address", "byline", "text"]
        widgets = {
            "published_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "text": forms.Textarea(attrs={"rows": 14, "data-count": ""}),
        }
        help_texts = {
            "outlet_said": _("Only where the outlet is not listed."),
            "text": _("Without the text nothing but the title can be compared."),
        }

    def clean_aired_at(self):
        written = self.cleaned_data["aired_at"]
        moment = read_time(written) if written else None
        if written and moment is None:
            raise ValidationError(_("This is not a time of day: write it like 19:31."))
        return moment

    def clean_duration(self):
        written = self.cleaned_data["duration"]
        seconds = read_seconds(written) if written else None
        if written and seconds is None:
            raise ValidationError(_("This is not a duration: write it like 1:30."))
        return seconds

    def clean(self):
        data = super().clean()
        if not data.get("outlet") and not data.get("outlet_said"):
            self.add_error("outlet", _("Choose the outlet, or write its name."))
        if self.errors:
            return data
        outlet = data.get("outlet")
        same = ("title", "published_on", "text", "address", "byline")
        told = {name: data[name] for name in (*same, "issue", "page", "programme")}
        try:
            self.reading = read(
                **told,
                outlet_said=outlet.name if outlet else data["outlet_said"],
                aired_at=data["aired_at"],
                seconds=data["duration"],
            )
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(self.FIELDS.get(name, name), messages)
        return data

    @property
    def groups(self):
        return [
            (heading, [self[name] for name in names]) for heading, names in self.GROUPS
        ]


class CorrectionForm(ArticleForm):
    """The same for an article that is here, and why it is corrected."""

    GROUPS = (*ArticleForm.GROUPS, ("", ("reason",)))

    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=300,
        help_text=_("It is kept with your name."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        told = self.instance
        self.initial["aired_at"] = f"{told.aired_at:%H:%M}" if told.aired_at else ""
        self.initial["duration"] = lasting(told.seconds) if told.seconds else ""
        if told.outlet_id:
            self.initial["outlet_said"] = ""

    def _post_clean(self):
        """The service writes what was read; the article stays as it is until then."""


class AddressesForm(forms.Form):
    """One address, or several."""

    addresses = forms.CharField(
        label=_("Addresses"),
        max_length=60_000,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "inputmode": "url"}
        ),
        help_text=_(
            "One a line, up to 100. Each page is read and shown before it is kept."
        ),
    )


class KeepForm(forms.Form):
    """What was read at an address, to be looked over."""

    row = forms.IntegerField(widget=forms.HiddenInput)
    keep = forms.BooleanField(label=_("Keep this one"), required=False, initial=True)
    address = forms.CharField(widget=forms.HiddenInput, max_length=500)
    title = forms.CharField(label=_("Title"), max_length=255)
    outlet_said = forms.CharField(label=_("Outlet"), max_length=120)
    published_on = forms.DateField(
        label=_("Published on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    byline = forms.CharField(label=_("Byline"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 10})
    )

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.cleaned_data.get("keep"):
            self._errors = self.error_class()

    def clean(self):
        data = super().clean()
        if self.errors or not data.get("keep"):
            return data
        told = {name: data[name] for name in data if name not in ("keep", "row")}
        try:
            self.reading = read(**told)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name if name in self.fields else None, messages)
        return data


class TextForm(forms.Form):
    """What a page says that could not be read."""

    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 16, "data-count": ""}),
    )


class FeedFileForm(forms.Form):
    """A feed that was saved as a file."""

    file = forms.FileField(label=_("Feed file (Atom or RSS)"))
    outlet = forms.ModelChoiceField(
        label=_("Outlet"),
        queryset=Outlet.objects.none(),
        required=False,
        help_text=_("Empty: by the addresses and the feed's own title."),
    )

    def __init__(self, *args, county, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outlet"].queryset = Outlet.objects.of_county(county).in_use()
