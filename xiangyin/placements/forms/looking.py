"""What a page of figures is asked, in its address."""

from datetime import date

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.models import Unit
from xiangyin.kernel.widgets import LongSelect

from ..models import Outlet, Placement
from ..reports import Period
from ..reports.looking import Asked
from ..reports.tiers import tiers_of

MOST_MONTHS = 36
KEYS = ("unit", "outlet")


class MonthField(forms.CharField):
    """``2026-05`` as a period of one month."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-05"})

    def clean(self, value):
        text = super().clean(value)
        try:
            period = Period.parse(text) if text else None
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if period and (period.months != 1 or not 1990 <= period.year <= 2100):
            raise forms.ValidationError(_("Write a month like 2026-05."))
        return period


def _any(choices, label):
    return [("", label), *choices]


class LookingForm(forms.Form):
    """``from`` and ``to`` are months; without them, the twelve up to now."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("all units"),
        widget=LongSelect,
    )
    tier = forms.ChoiceField(
        label=_("Tier"),
        required=False,
    )
    form = forms.ChoiceField(
        label=pgettext_lazy("outlet", "form"),
        choices=_any(Outlet.Form.choices, _("all forms")),
        required=False,
    )
    outlet = forms.ModelChoiceField(
        label=_("Outlet"),
        queryset=Outlet.objects.none(),
        required=False,
        empty_label=_("all outlets"),
        widget=LongSelect,
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=_any(Placement.Kind.choices, _("all kinds")),
        required=False,
    )

    def __init__(self, data, *, person, county, today: date):
        super().__init__(data, label_suffix="")
        self.today = today
        mine = Unit.objects.reached_by(person, "placements.see")
        units = self.fields["unit"]
        units.queryset = mine.filter(path__startswith=county.path).order_by("path")
        self.fields["outlet"].queryset = Outlet.objects.of_county(county)
        tiers = tiers_of(county)
        self.fields["tier"].choices = _any(tiers.choices, _("all tiers"))
        ends = {
            "from": MonthField(label=pgettext_lazy("months", "From"), required=False)
        }
        ends["to"] = MonthField(label=pgettext_lazy("months", "To"), required=False)
        self.fields = ends | self.fields

    def clean(self):
        told = super().clean()
        first, last = told.get("from"), told.get("to")
        if first and last and first > last:
            self.add_error("to", _("“To” lies before “from”."))
        elif first and last and last.number - first.number >= MOST_MONTHS:
            self.add_error("to", _("Three years at most can be looked at at once."))
        return told

    def asked(self) -> Asked:
        """What is asked; a key that is not there, or beyond reach, is not found."""
        if not self.is_valid() and any(name in self.errors for name in KEYS):
            raise Http404
        told = self.cleaned_data
        first, last = told.get("from"), told.get("to")
        if {"from", "to"} & set(self.errors):
            first = last = None
        last = last or _twelve_after(first, self.today)
        first = first or Period(
            (last.number - 11) // 12, (last.number - 11) % 12 + 1, 1
        )
        months = last.number - first.number + 1
        return Asked(
            period=Period(first.year, first.month, months),
            **{name: told.get(name) or "" for name in ("tier", "form", "kind")},
            **{name: told.get(name) for name in KEYS},
        )


def _twelve_after(first: Period | None, today: date) -> Period:
    """This month, or the last of twelve from ``first`` where that is earlier."""
    now = Period.of_month(today)
    if first is None:
        return now
    number = max(first.number, min(now.number, first.number + 11))
    return Period(number // 12, number % 12 + 1, 1)
