"""Forms about outlets."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Outlet, OutletName
from ..reports.tiers import Tiers, tiers_of
from ..services.outlets import COUNTS, read_hosts, read_names


def tier_field() -> forms.ChoiceField:
    """Empty at first: each county has its own."""
    return forms.ChoiceField(label=_("Tier"))


def offer_tiers(field: forms.ChoiceField, tiers: Tiers) -> None:
    field.choices = [("", "—"), *tiers.choices]


class OutletForm(forms.ModelForm):
    """An outlet with its hosts and other names, one a line."""

    tier = tier_field()
    hosts = forms.CharField(
        label=_("Hosts"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One a line, such as gmw.cn. What lies under it belongs to it."),
    )
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, as sources write them."),
    )

    reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=300,
        help_text=_(
            "Needed where tier, form, owner, evidence or “our own” change: it is kept"
            " with your name."
        ),
    )

    class Meta:
        model = Outlet
        fields = [
            "name",
            "name_en",
            "tier",
            "form",
            "owner",
            "hosts",
            "aliases",
            "feed",
            "feed_is_whole",
            "evidence",
            "is_ours",
            "code",
            "is_active",
            "reason",
        ]
        help_texts = {
            "owner": _(
                "Outlets of one owner are counted once for one work, if the scheme"
                " says so."
            ),
            "code": _("Letters and digits. Empty: one is made."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = self.fields["evidence"].required = False
        tiers = tiers_of(self.instance.unit)
        offer_tiers(self.fields["tier"], tiers.shown({self.instance.tier}))
        if not self.instance.pk:
            del self.fields["reason"]
        if self.instance.pk:
            names = list(self.instance.names.order_by("pk"))
            for field, kind in (("hosts", "host"), ("aliases", "alias")):
                told = [name.value for name in names if name.kind == kind]
                self.initial[field] = "\n".join(told)

    def clean_evidence(self):
        return self.cleaned_data["evidence"] or Outlet.Evidence.PICTURE

    def clean_hosts(self):
        hosts = read_hosts(self.cleaned_data["hosts"])
        taken = (
            OutletName.objects.filter(
                outlet__unit=self.instance.unit, kind="host", value__in=hosts
            )
            .exclude(outlet=self.instance.pk)
            .select_related("outlet")
            .first()
        )
        if taken:
            raise ValidationError(
                _("“%(host)s” belongs to %(outlet)s already.")
                % {"host": taken.value, "outlet": taken.outlet}
            )
        return hosts

    def clean(self):
        """Ask for the reason here too, beside its field."""
        data = super().clean()
        changed = COUNTS.intersection(self.changed_data)
        if "reason" in self.fields and changed and not data.get("reason"):
            self.add_error(
                "reason", _("Say why: this changes what is counted or kept.")
            )
        return data

    def clean_aliases(self):
        return read_names(self.cleaned_data["aliases"])

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"unit"}


class RuleForm(forms.Form):
    """Whose articles a rule names from now on; nobody's where the rule goes away."""

    outlet = forms.ModelChoiceField(
        label=_("Belongs to"),
        queryset=Outlet.objects.none(),
        required=False,
        empty_label=_("nobody: take the rule away"),
    )
    reason = forms.CharField(
        label=_("Reason for the change"), max_length=300, required=False
    )

    def __init__(self, *args, rule: OutletName, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Outlet.objects.of_county(rule.outlet.unit).in_use()
        self.fields["outlet"].queryset = mine.exclude(pk=rule.outlet_id)


class NewOutletForm(forms.ModelForm):
    """An outlet that nobody listed yet, of as few words as will do."""

    tier = tier_field()
    said = forms.CharField(required=False, widget=forms.HiddenInput)
    host = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Outlet
        fields = ["name", "tier", "form"]

    def __init__(self, *args, tiers: Tiers, **kwargs):
        super().__init__(*args, **kwargs)
        offer_tiers(self.fields["tier"], tiers.in_use)

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"unit"}


class AssignForm(forms.Form):
    """Whose articles these are."""

    outlet = forms.ModelChoiceField(label=_("Outlet"), queryset=Outlet.objects.none())
    said = forms.CharField(required=False, widget=forms.HiddenInput)
    host = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, county, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outlet"].queryset = Outlet.objects.of_county(county).in_use()
