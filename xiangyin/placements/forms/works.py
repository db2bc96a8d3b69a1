"""Forms about our own works."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import WorkFeed


class WorkFeedForm(forms.ModelForm):
    """A feed of ours, and the unit that its works are credited to."""

    class Meta:
        model = WorkFeed
        fields = ["feed", "unit", "is_active"]
        help_texts = {
            "feed": _("Atom or RSS, with the whole text: it is asked every half hour."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["feed"].required = True
