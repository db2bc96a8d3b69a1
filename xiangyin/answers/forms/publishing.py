"""What a coordinator is asked for before everybody reads a question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.fields import WordsField

from ..models import Blank, Question
from ..models.handling import LONGEST_REPLY
from ..models.question import LONGEST_TEXT, LONGEST_TITLE
from ..reports.redacted import marked

WHY = 200
NEEDED = {"required": _("Write a reason: it is kept.")}


def _marked(label, *, most: int, rows: int) -> WordsField:
    """Twice as long as the text, for its marks; blanks at its ends are part of it."""
    return WordsField(
        label=label,
        max_length=2 * most,
        strip=False,
        required=False,
        widget=forms.Textarea(
            attrs={"rows": rows, "data-marks": "", "spellcheck": "false"}
        ),
    )


class HideForm(forms.Form):
    """The three texts with their marks, and why what changed is hidden or shown."""

    title = _marked(_("Title"), most=LONGEST_TITLE, rows=2)
    text = _marked(_("Question"), most=LONGEST_TEXT, rows=7)
    reply = _marked(_("Reply"), most=LONGEST_REPLY, rows=9)
    reason = WordsField(
        label=_("Why it is hidden, or shown again"),
        max_length=WHY,
        initial=_("It says who somebody is."),
        required=False,
    )

    def __init__(self, *args, question: Question, **kwargs):
        super().__init__(*args, initial=marked(question), **kwargs)


class PublishForm(forms.Form):
    """Nothing more is asked: what everybody will read stands beside the button."""


class ShowAgainForm(forms.Form):
    """Undo one hidden passage."""

    blank = forms.ModelChoiceField(
        queryset=Blank.objects.none(), widget=forms.HiddenInput
    )
    why = WordsField(label=_("Why"), max_length=WHY, error_messages=NEEDED)

    def __init__(self, *args, question: Question, **kwargs):
        super().__init__(*args, **kwargs)
        active = Blank.objects.filter(question=question, undone_at=None)
        self.fields["blank"].queryset = active


class TakeBackForm(forms.Form):
    reason = WordsField(label=_("Why"), max_length=WHY, error_messages=NEEDED)


class PhotoForm(forms.Form):
    """Whether everybody sees a photo, and what of it is black."""

    shown = forms.ChoiceField(
        label=_("May everybody see this photo?"),
        choices=[
            ("no", _("Do not show this photo")),
            ("yes", _("Show it, with what is listed below blacked out")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    boxes = WordsField(
        label=_("What is blacked out"),
        max_length=2000,
        required=False,
        help_text=_(
            "One a line: left, top, width and height in percent of the photo, such as"
            " “10 20 30 15”. Or draw it on the photo."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "data-boxes": ""}),
    )
    reason = WordsField(
        label=_("Why"),
        max_length=WHY,
        initial=_("Faces, number plates and doors are not shown."),
        error_messages=NEEDED,
    )
