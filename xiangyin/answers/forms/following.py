"""What an asker does later with a question of their own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.fields import WordsField

from ..models.question import LONGEST_TEXT
from ..personal import FOLLOWING
from ..services.contacts import LONGEST_CONTACT

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class AddForm(forms.Form):
    """Something to add, or the answer to what the unit asked."""

    text = WordsField(
        label=_("What you want to add"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you want to add.")},
    )


class RateForm(forms.Form):
    """Did the reply solve it? The rest is as the asker likes."""

    solved = forms.ChoiceField(
        label=_("Did this solve the matter?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("“No” opens the question again; somebody else checks the reply."),
        error_messages={"required": _("Say yes or no.")},
    )
    satisfied = forms.ChoiceField(
        label=_("Are you satisfied with how it was handled?"),
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect,
    )
    words = WordsField(
        label=_("In your own words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def told(self) -> dict:
        said = self.cleaned_data
        satisfied = {"yes": True, "no": False}.get(said["satisfied"])
        solved = said["solved"] == "yes"
        return {"solved": solved, "satisfied": satisfied, "words": said["words"]}


class ForgetForm(forms.Form):
    """Deleting one's own data: the contact alone, or the words too."""

    everything = forms.ChoiceField(
        label=_("What is to be deleted"),
        choices=[
            ("", _("name, contact and photos")),
            ("yes", _("also what I wrote; then I cannot open it any more")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )


class FollowForm(forms.Form):
    """Where somebody wants to hear how an answer goes on. No name is asked."""

    contact = WordsField(
        label=_("Your mobile number or mail address"),
        max_length=LONGEST_CONTACT,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "email"}),
        error_messages={"required": _("Write a number or an address.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].help_text = FOLLOWING.notice
