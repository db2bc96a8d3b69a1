"""Forms about credit: who shares a work, what was false, a bonus."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..models import Bonus, Work
from ..services.bonus_papers import paper_in


class ShareForm(forms.Form):
    """Units that wrote a work too."""

    units = forms.ModelMultipleChoiceField(
        label=_("Other units that wrote it too"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, work: Work, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.below(work.county).filter(depth__lte=2)
        self.fields["units"].queryset = units.exclude(pk=work.unit_id)
        if not self.is_bound:
            self.initial["units"] = list(work.shared_with.all())


class FalseForm(forms.Form):
    """A report was found false, or was not after all."""

    reason = forms.CharField(
        label=_("What was false, and who found it"), max_length=300
    )


ACCEPTED = ".jpg,.jpeg,.png,.pdf,.docx,.ofd"
FILE_HELP = _("JPEG or PNG up to 15 MB, PDF, DOCX or OFD up to 30 MB.")


class PaperForm(forms.Form):
    """The paper a bonus rests on, as a file."""

    file = forms.FileField(
        label=_("Document as a file"),
        help_text=FILE_HELP,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )


class BonusForm(forms.ModelForm):
    file = forms.FileField(
        label=_("Document as a file"),
        required=False,
        help_text=FILE_HELP,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def clean_file(self):
        """What it is, is said beside its field, before anything is kept."""
        upload = self.cleaned_data["file"]
        if upload:
            paper_in(upload)
        return upload

    class Meta:
        model = Bonus
        fields = ["unit", "points", "given_on", "reason", "document"]
        widgets = {
            "given_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        }
