"""A tier of the office's own, and where a tier stands among the others."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Tier
from ..reports.tiers import Named, Tiers
from ..services.tiers import LONGEST_CODE, Told

CODE_HELP = _(
    "Letters and digits, as files have it. It stays for good. Empty: one is made."
)


class TierForm(forms.Form):
    """``tier`` is None for a new one. A built-in one is only moved."""

    name = forms.CharField(
        label=_("Name"), max_length=Tier._meta.get_field("name").max_length
    )
    name_en = forms.CharField(
        label=_("English name"),
        max_length=Tier._meta.get_field("name_en").max_length,
        required=False,
    )
    after = forms.ChoiceField(label=_("Stands"), required=False)
    code = forms.SlugField(
        label=pgettext_lazy("tier", "Code"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=CODE_HELP,
    )
    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=300,
        help_text=_("It is kept with your name."),
    )

    def __init__(self, data=None, *, tiers: Tiers, tier: Named | None = None):
        super().__init__(data, label_suffix="")
        others = [each for each in tiers if each != tier]
        after = [(each.code, _after(each)) for each in others]
        self.fields["after"].choices = [("", _("first of all")), *after]
        self.initial["after"] = _before(tiers, tier)
        if tier is None:
            self.fields["reason"].required = False
            return
        del self.fields["code"]
        if not tier.is_own:
            del self.fields["name"], self.fields["name_en"]
        self.initial |= {"name": tier.name, "name_en": tier.name_en}

    @property
    def told(self) -> Told:
        said = self.cleaned_data
        names = {name: said.get(name, "") for name in ("name", "name_en")}
        return Told(**names, after=said["after"])


def _after(tier: Named) -> str:
    return _("after %(tier)s") % {"tier": tier.label}


def _before(tiers: Tiers, tier: Named | None) -> str:
    """The code of what stands before a tier; a new one comes last."""
    if tier is None:
        return tiers.codes[-1]
    at = tiers.codes.index(tier.code)
    return tiers.codes[at - 1] if at else ""


class ReasonForm(forms.Form):
    """Why a tier is retired, taken back or deleted."""

    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=300,
        help_text=_("It is kept with your name."),
    )
