"""An application that is to send questions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.fields import WordsField


class ApplicationForm(forms.Form):
    """Whose program it is, in a word that the office knows it by."""

    name = WordsField(
        label=_("Name of the application"),
        max_length=60,
        help_text=_("Whose it is, so that the office knows it again."),
        error_messages={"required": _("Write whose application it is.")},
    )
