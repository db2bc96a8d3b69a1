"""Forms of the confirm screen."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..models import Outlet, Placement


class DecisionForm(forms.ModelForm):
    """What an editor may correct while deciding."""

    class Meta:
        model = Placement
        fields = ["kind", "mode", "prominence"]


class QueueForm(forms.Form):
    """Which candidates to look at.

    Choices are those that wait for this person; where ``many`` wait, all there are.
    """

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False
    )
    outlet = forms.ModelChoiceField(
        label=_("Outlet"), queryset=Outlet.objects.none(), required=False
    )

    def __init__(self, *args, waiting, many, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("all kinds")), *Placement.Kind.choices]
        units = Unit.objects.reached_by(person, "placements.handle")
        outlets = Outlet.objects.all()
        if person.county is not None:
            outlets = outlets.of_county(person.county)
        if not many:
            units = units.filter(pk__in=waiting.order_by().values("unit"))
            outlets = Outlet.objects.filter(
                pk__in=waiting.order_by().values("article__outlet")
            )
        self.fields["unit"].queryset = units
        self.fields["unit"].empty_label = _("all units")
        self.fields["outlet"].queryset = outlets
        self.fields["outlet"].empty_label = _("all outlets")

    def narrow(self, waiting):
        """The candidates this form asks for; a wrong choice asks for all."""
        if not self.is_valid():
            return waiting
        if self.cleaned_data["kind"]:
            waiting = waiting.filter(kind=self.cleaned_data["kind"])
        if self.cleaned_data["unit"]:
            waiting = waiting.filter(unit=self.cleaned_data["unit"])
        if self.cleaned_data["outlet"]:
            waiting = waiting.filter(article__outlet=self.cleaned_data["outlet"])
        return waiting


class EvidenceForm(forms.Form):
    """A scan or a recording that proves a placement."""

    file = forms.FileField(
        label=_("Scan or recording"),
        help_text=_(
            "JPEG or PNG up to 15 MB, PDF up to 30 MB, MP3, MP4, M4A, WAV or OGG up to"
            " 200 MB."
        ),
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".jpg,.jpeg,.png,.pdf,.mp3,.mp4,.m4a,.mov,.wav,.ogg,.flac,.amr"
            }
        ),
    )
    note = forms.CharField(
        label=_("Issue and page, or programme and minute"),
        max_length=200,
        required=False,
    )


class DeleteEvidenceForm(forms.Form):
    """Why a piece of evidence goes."""

    note = forms.CharField(label=_("Reason"), max_length=200)
