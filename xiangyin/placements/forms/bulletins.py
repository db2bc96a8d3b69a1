"""Small forms on a bulletin's way."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..models import KeptBulletin, Objection

ANSWERS = [choice for choice in Objection.Outcome.choices if choice[0] != "open"]
AUDIENCES = [
    choice for choice in KeptBulletin.Audience.choices if choice[0] != "nobody"
]


class UntilForm(forms.Form):
    until = forms.DateField(
        label=_("Objections until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class PublishForm(forms.Form):
    audience = forms.ChoiceField(label=_("Who may read it"), choices=AUDIENCES)


class ObjectionForm(forms.Form):
    """Offers the units at which the person may object."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    number = forms.CharField(
        label=_("Number of the placement"),
        max_length=24,
        required=False,
        help_text=_("Such as PLC-2026-0012; empty where one is missing."),
    )
    text = forms.CharField(
        label=_("What is not right"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, person, county, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.reached_by(person, "placements.object")
        units = units.filter(path__startswith=county.path, depth__lte=2)
        self.fields["unit"].queryset = units
        self.has_units = units.exists()


class AnswerForm(forms.Form):
    """The desk's answer; it can be given anew until the bulletin is frozen."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=ANSWERS)
    answer = forms.CharField(
        label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
