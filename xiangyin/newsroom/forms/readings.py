"""A reader's decision."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Signature
from .fields import WordsField


class ReadingForm(forms.Form):
    """Accept, ask to revise, hold or reject; every refusal says why."""

    NOW, LATER = "now", "later"

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    decision = forms.ChoiceField(
        choices=Signature.Decision,
        error_messages={"required": _("Choose what you decide.")},
    )
    comment = WordsField(
        label=_("Your comment"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author and the next readers see it."),
    )
    when = forms.ChoiceField(
        label=_("Publish"),
        required=False,
        choices=[(NOW, _("at once")), (LATER, _("at a chosen time"))],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    go_live_at = forms.DateTimeField(
        label=_("Day and time"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        error_messages={"invalid": _("Write day and time, as in 2026-03-01 07:30.")},
    )

    def clean(self):
        data = super().clean()
        accepts = data.get("decision") == Signature.Decision.ACCEPT
        silent = not (data.get("comment") or "").strip()
        if silent and not accepts and "comment" not in self.errors:
            self.add_error("comment", _("Write what should be changed, or why."))
        later = accepts and data.get("when") == self.LATER
        if later and not data.get("go_live_at") and "go_live_at" not in self.errors:
            self.add_error("go_live_at", _("Choose when it should be published."))
        if not later:
            data["go_live_at"] = None
            self.errors.pop("go_live_at", None)
        return data
