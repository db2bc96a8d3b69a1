"""A dated scheme with its points, tier by tier, in one table."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Outlet, Scheme
from ..services.schemes import preset


class SchemeForm(forms.ModelForm):
    """Fields ``solo_<tier>`` and ``roundup_<tier>`` stand in the table."""

    class Meta:
        model = Scheme
        fields = [
            "name",
            "starts_on",
            "front_page_factor",
            "once_an_owner",
            "counts_mentions",
            "source",
            "note",
        ]
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, preset_key: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        chosen = preset(preset_key)
        rows = {}
        if self.instance.pk:
            rows = {row.tier: row for row in self.instance.rows.all()}
        elif preset_key:
            self.initial["name"] = chosen.name
            self.initial["source"] = chosen.source
            self.initial["front_page_factor"] = chosen.front_page_factor
        for tier in Outlet.Tier:
            row = rows.get(tier.value)
            usual = chosen.points[tier.value]
            for at, (mode, label) in enumerate(
                (("solo", _("alone")), ("roundup", _("among others")))
            ):
                field = forms.DecimalField(
                    label=f"{tier.label} · {label}",
                    min_value=0,
                    max_digits=7,
                    decimal_places=2,
                    initial=getattr(row, mode) if row else Decimal(usual[at]),
                )
                field.widget.attrs["class"] = "points-field"
                self.fields[f"{mode}_{tier.value}"] = field

    @property
    def points_table(self):
        return [
            (tier.label, self[f"solo_{tier.value}"], self[f"roundup_{tier.value}"])
            for tier in Outlet.Tier
        ]

    @property
    def plain_fields(self):
        return [self[name] for name in self._meta.fields]

    @property
    def points(self) -> dict[str, tuple]:
        return {
            tier: (
                self.cleaned_data[f"solo_{tier}"],
                self.cleaned_data[f"roundup_{tier}"],
            )
            for tier in Outlet.Tier.values
        }

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"unit"}
