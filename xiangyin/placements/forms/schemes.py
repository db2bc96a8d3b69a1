"""A dated scheme with its points in one table: tier by tier, form by form."""

from decimal import Decimal

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.forms.models import model_to_dict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.engines.points import Row
from xiangyin.kernel.models import Unit

from ..models import Outlet, Scheme
from ..reports.tiers import Tiers, tiers_of
from ..services.presets import preset
from ..services.schemes import fill

KINDS = [kind for kind in Unit.Kind if kind != Unit.Kind.VILLAGE]


def points_field(label, **given) -> forms.DecimalField:
    field = forms.DecimalField(
        label=label, min_value=0, max_digits=7, decimal_places=2, **given
    )
    field.widget.attrs["class"] = "points-field"
    return field


class RowForm(forms.Form):
    """One row. Emptied of its tier, it goes."""

    tier = forms.ChoiceField(label=_("Tier"), required=False)
    form = forms.ChoiceField(
        label=pgettext_lazy("outlet", "Form"),
        choices=[("", _("any form")), *Outlet.Form.choices],
        required=False,
    )
    solo = points_field(_("alone"), required=False)
    roundup = points_field(_("among others"), required=False)
    lead = points_field(pgettext_lazy("placement", "lead"), required=False)
    front = points_field(_("front page"), required=False)
    long_extra = points_field(_("long: more"), required=False)

    def __init__(self, *args, tiers: Tiers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tier"].choices = [("", "—"), *tiers.choices]

    def clean(self):
        data = super().clean()
        if data.get("tier") and data.get("solo") is None:
            self.add_error("solo", _("Write the points, 0 if there are none."))
        return data

    @property
    def row(self) -> Row | None:
        told = self.cleaned_data
        if not told.get("tier"):
            return None
        nothing = Decimal(0)
        return Row(
            tier=told["tier"],
            form=told["form"],
            solo=told["solo"],
            roundup=told["solo"] if told["roundup"] is None else told["roundup"],
            lead=told["lead"],
            front=told["front"],
            long_extra=told["long_extra"] or nothing,
        )


class Rows(BaseFormSet):
    def clean(self):
        if any(self.errors):
            return
        places = [(row.tier, row.form) for row in self.rows]
        if len(set(places)) < len(places):
            raise forms.ValidationError(
                _("A tier and form stands in two rows: keep one of them.")
            )
        if not places:
            raise forms.ValidationError(_("Give at least one tier its points."))

    @property
    def rows(self) -> list[Row]:
        return [form.row for form in self.forms if form.row]


RowForms = formset_factory(RowForm, formset=Rows, extra=2, max_num=60, absolute_max=80)


class SchemeForm(forms.ModelForm):
    """The scheme's fields; its points stand in :attr:`row_forms`, beside it."""

    class Meta:
        model = Scheme
        fields = [
            "name",
            "starts_on",
            "lead_factor",
            "front_page_factor",
            "digest_factor",
            "long_characters",
            "long_seconds",
            "once",
            "sharing",
            "counts_mentions",
            "cap",
            "cap_span",
            "short_cost",
            "false_penalty",
            "shows_ranks",
            "source",
            "note",
        ]
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, preset_key: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen = preset(preset_key)
        quotas = self.instance.quotas
        if not self.instance.pk:
            like = Scheme()
            fill(like, self.chosen)
            quotas = like.quotas
            if preset_key:
                self.initial |= model_to_dict(like, self._meta.fields)
                self.initial["name"] = str(self.chosen.name)
                self.initial.pop("starts_on", None)
        for kind in KINDS:
            self.fields[f"quota_{kind.value}"] = forms.IntegerField(
                label=kind.label,
                min_value=0,
                max_value=999,
                initial=quotas.get(kind.value, 0),
                required=False,
            )

    @cached_property
    def row_forms(self) -> BaseFormSet:
        """The table of points, filled from the scheme or the preset chosen."""
        rules = self.instance.rules if self.instance.pk else self.chosen.rules
        tiers = self.tiers.shown({row.tier for row in rules.rows})
        told = {"prefix": "row", "form_kwargs": {"tiers": tiers}}
        if self.is_bound:
            return RowForms(self.data, **told)
        return RowForms(initial=[vars(row) for row in rules.rows], **told)

    @cached_property
    def tiers(self) -> Tiers:
        return tiers_of(self.instance.unit)

    @property
    def without_row(self) -> list[str]:
        """Tiers in use that the scheme as it is kept does not name."""
        if not self.instance.pk:
            return []
        named = {row.tier for row in self.instance.rules.rows}
        return [tier.label for tier in self.tiers.in_use if tier.code not in named]

    def is_valid(self):
        return super().is_valid() & self.row_forms.is_valid()

    def clean(self):
        data = super().clean()
        data["quotas"] = {
            kind.value: count
            for kind in KINDS
            if (count := data.get(f"quota_{kind.value}"))
        }
        return data

    def _post_clean(self):
        self.instance.quotas = self.cleaned_data.get("quotas", {})
        super()._post_clean()

    @property
    def first_fields(self):
        return [self[name] for name in ("name", "starts_on")]

    @property
    def parts(self):
        """The other fields under headings, as the table is read."""
        groups = [
            (_("Where it stood, how long it is"), self._meta.fields[2:7]),
            (_("What counts, and for whom"), self._meta.fields[7:10]),
            (_("Limits and costs"), self._meta.fields[10:14]),
            (_("The bulletin"), self._meta.fields[14:]),
        ]
        return [(name, [self[field] for field in fields]) for name, fields in groups]

    @property
    def quota_fields(self):
        return [self[f"quota_{kind.value}"] for kind in KINDS]

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"unit"}
