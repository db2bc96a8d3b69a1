"""Forms that take in a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.services.tables import LARGEST_FILE, check_size, megabytes

from ..services.columns import columns_of


class UploadForm(forms.Form):
    """One file with a table in it."""

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.jsonl,.json,.txt,.tsv"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV (UTF-8, GB18030 or UTF-16), XLSX or JSONL, up to %(most)s MB."
        ) % {"most": megabytes(LARGEST_FILE)}

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            check_size(upload.size)
        except RuleBroken as refusal:
            raise ValidationError(refusal.message) from refusal
        return upload


class ColumnsForm(forms.Form):
    """Which heading of the file tells what."""

    def __init__(self, *args, what: str, found: list[str], chosen: dict, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((heading, heading) for heading in found)]
        for column in columns_of(what):
            self.fields[column.name] = forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=False,
                initial=chosen.get(column.name, ""),
            )

    @property
    def mapping(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class MappingForm(forms.Form):
    """A name under which these columns are kept for the next file of this sender."""

    name = forms.CharField(label=_("Save these columns as"), max_length=60)
