"""What is asked for after a reply, and when an asker corrects who they are."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.fields import WordsField

from ..models import Undertaking
from ..reports.redacted import public_words
from ..services.contacts import LONGEST_CONTACT


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CallBackForm(forms.Form):
    """That the asker was called, and what was said. It is no rating."""

    heard = forms.ChoiceField(
        label=_("Was the asker reached?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )
    words = WordsField(
        label=_("What the asker said"),
        max_length=300,
        required=False,
        widget=_lines(2),
        help_text=_(
            "No rating: the asker rates by number and query code. Without names and numbers, please."
        ),
    )


class UndertakeForm(forms.Form):
    what = WordsField(
        label=_("What is promised: everybody reads it"),
        max_length=200,
        widget=_lines(2),
        error_messages={"required": _("Write what is promised.")},
    )
    due_on = forms.DateField(
        label=_("By which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ProgressForm(forms.Form):
    undertaking = forms.ModelChoiceField(
        label=_("Promise"),
        queryset=Undertaking.objects.none(),
        empty_label=None,
    )
    words = WordsField(
        label=_("What was done: everybody reads it"),
        max_length=300,
        widget=_lines(2),
        error_messages={"required": _("Write what was done.")},
    )
    done = forms.BooleanField(
        label=_("With this the promise is fulfilled"), required=False
    )

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["undertaking"]
        field.queryset = question.undertakings.filter(done_on=None)
        field.label_from_instance = lambda each: f"{each.what}（{each.due_on}）"


class OfferForm(forms.Form):
    text = WordsField(
        label=_("What the newsroom reads: nobody is named"),
        max_length=1500,
        widget=_lines(5),
        error_messages={"required": _("Write what happened.")},
    )

    def __init__(self, *args, question, **kwargs):
        said = public_words(question)
        told = "\n".join([said["title"], said["text"], said["reply"]])
        super().__init__(*args, initial={"text": told[:1500]}, **kwargs)


class NameForm(forms.Form):
    name = WordsField(
        label=_("Your name"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class ContactForm(forms.Form):
    """A contact that is to take the place of the present one."""

    contact = WordsField(
        label=pgettext_lazy("correcting", "Your new mobile number or mail address"),
        max_length=LONGEST_CONTACT,
        help_text=_(
            "We send a code there. The contact we have is told that it was changed."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "email"}),
        error_messages={"required": _("Write a number or an address.")},
    )


class CloseTogetherForm(forms.Form):
    """Waiting questions with a box to tick and a reason for each."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[f"pick_{question.pk}"] = forms.BooleanField(required=False)
            self.fields[f"why_{question.pk}"] = WordsField(
                label=_("What its asker reads"),
                max_length=500,
                required=False,
                widget=_lines(2),
            )

    def rows(self):
        """Each question with its two fields."""
        return [
            (question, self[f"pick_{question.pk}"], self[f"why_{question.pk}"])
            for question in self.questions
        ]

    def chosen(self) -> list:
        return [
            (question, self.cleaned_data[f"why_{question.pk}"])
            for question in self.questions
            if self.cleaned_data[f"pick_{question.pk}"]
        ]
