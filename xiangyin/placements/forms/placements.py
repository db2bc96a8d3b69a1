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
    """Which candidates to look at. Choices are those that wait for this person."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False
    )
    outlet = forms.ModelChoiceField(
        label=_("Outlet"), queryset=Outlet.objects.none(), required=False
    )

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("all kinds")), *Placement.Kind.choices]
        self.fields["unit"].queryset = Unit.objects.filter(
            pk__in=waiting.order_by().values("unit")
        )
        self.fields["unit"].empty_label = _("all units")
        self.fields["outlet"].queryset = Outlet.objects.filter(
            pk__in=waiting.order_by().values("article__outlet")
        )
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
