"""What is asked for where an answer is kept for others, and later stood for."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.fields import WordsField
from xiangyin.kernel.models import Person
from xiangyin.kernel.widgets import LongSelect

from ..models.handling import LONGEST_REPLY
from ..models.knowledge import LONGEST_HEADING
from ..reports.redacted import public_words
from ..rules import ANSWERING

USUALLY_GOOD = timedelta(days=180)
NEEDED = {"required": _("Write a reason: it is kept.")}


def good_until() -> forms.DateField:
    return forms.DateField(
        label=_("Good until"),
        initial=lambda: timezone.localdate() + USUALLY_GOOD,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On that day its owner is asked whether it is still so."),
    )


class EntryWords(forms.Form):
    title = WordsField(
        label=_("As people would ask it"),
        max_length=LONGEST_HEADING,
        error_messages={"required": _("Write in one line what it is about.")},
    )
    text = WordsField(
        label=_("What holds for everybody"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what holds for everybody.")},
    )


class EntryForm(EntryWords):
    """An answer that is to stand for others: its words, its owner, its time."""

    owner = forms.ModelChoiceField(
        label=_("Who stands for it"), queryset=Person.objects.none(), widget=LongSelect
    )
    good_until = good_until()

    def __init__(self, *args, question, **kwargs):
        said = public_words(question)
        initial = {
            "title": said["title"],
            "text": said["reply"],
            "owner": question.owner_id,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["owner"].queryset = Person.objects.filter(
            is_active=True,
            posts__unit=question.unit_id,
            posts__role__in=ANSWERING,
        ).distinct()


class ConfirmForm(forms.Form):
    good_until = good_until()


class CorrectForm(EntryWords):
    """What it says from now on, and why: everybody who got it is told."""

    reason = WordsField(label=_("Why"), max_length=200, error_messages=NEEDED)

    def __init__(self, *args, entry, **kwargs):
        told = {"title": entry.title, "text": entry.text}
        super().__init__(*args, initial=told, **kwargs)


class WithdrawForm(forms.Form):
    reason = WordsField(label=_("Why"), max_length=200, error_messages=NEEDED)
