"""What a resident is asked for, on a phone, by a person of seventy in five minutes."""

import uuid

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.fields import PhotosField, WordsField, decoded
from xiangyin.kernel.models import Unit

from ..models import Kind, Matter, Origin, Publicity
from ..models.question import LONGEST_TEXT, LONGEST_TITLE, MOST_PHOTOS
from ..personal import NAME
from ..services.contacts import LONGEST_CONTACT

LONGEST_MORE = 120


class QuestionForm(forms.Form):
    """The question itself: what every way of asking has in common."""

    kind = forms.ChoiceField(
        label=_("What do you want?"),
        choices=Kind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four.")},
    )
    title = WordsField(
        label=_("In one line"),
        max_length=LONGEST_TITLE,
        help_text=_("For example: “The street lamps by the school are dark”."),
        error_messages={"required": _("Write in one line what it is about.")},
    )
    text = WordsField(
        label=_("What happened, since when, what should be done"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what it is about.")},
    )
    place = forms.ModelChoiceField(
        label=_("Where"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("the whole county, or I do not know"),
    )
    spot = WordsField(label=_("Where exactly"), max_length=60, required=False)
    photos = PhotosField(
        label=_("Photos"),
        required=False,
        help_text=_("Up to six. Without faces of strangers, please."),
        error_messages={"empty": _("A photo is empty. Choose it again.")},
    )
    contact = WordsField(
        label=_("Your mobile number or mail address"),
        max_length=LONGEST_CONTACT,
        help_text=_(
            "We send a code there, and word of the reply. Nobody else sees it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "email"}),
        error_messages={"required": _("Without it nobody can tell you the reply.")},
    )
    name = WordsField(
        label=_("Your name"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    is_minor = forms.BooleanField(label=_("I am under 18"), required=False)
    publicity = forms.ChoiceField(
        label=_("Who may read the question and its reply?"),
        choices=Publicity,
        initial=Publicity.NAMELESS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, county, **kwargs):
        super().__init__(*args, **kwargs)
        self.county = county
        self.fields["place"].queryset = Unit.objects.below(county).filter(
            kind__in=[Unit.Kind.TOWN, Unit.Kind.VILLAGE]
        )
        self.fields["name"].help_text = NAME.notice

    def clean_photos(self):
        return decoded(self.cleaned_data["photos"], most=MOST_PHOTOS)


class AskForm(QuestionForm):
    """The question of one matter, and what that matter asks besides."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, county, matter, **kwargs):
        super().__init__(*args, county=county, **kwargs)
        self.matter = matter
        self.fields["client_key"].initial = uuid.uuid4
        for number, prompt in enumerate(matter.prompts_shown):
            self.fields[f"more_{number}"] = WordsField(
                label=prompt, max_length=LONGEST_MORE, required=False
            )

    @property
    def more(self):
        """The fields that this matter asks besides."""
        return [self[name] for name in self.fields if name.startswith("more_")]

    def told(self) -> dict:
        """What the service asks for."""
        data = dict(self.cleaned_data)
        more = [
            [prompt, data.pop(f"more_{number}")]
            for number, prompt in enumerate(self.matter.prompts)
        ]
        return {
            **data,
            "county": self.county,
            "matter": self.matter,
            "more": [pair for pair in more if pair[1]],
            "language": get_language() or "zh-hans",
        }


class TakeDownForm(QuestionForm):
    """What a caller says or a letter asks, written down by staff."""

    origin = forms.ChoiceField(
        label=_("Came in"),
        choices=[
            (Origin.PHONE, Origin.PHONE.label),
            (Origin.LETTER, Origin.LETTER.label),
        ],
        widget=forms.RadioSelect,
        initial=Origin.PHONE,
    )
    matter = forms.ModelChoiceField(label=_("Matter"), queryset=Matter.objects.none())
    field_order = ["origin", "matter"]

    def __init__(self, *args, county, **kwargs):
        super().__init__(*args, county=county, **kwargs)
        self.fields["matter"].queryset = Matter.objects.filter(
            county=county, is_open=True, route=""
        )
        for name, label in (
            ("kind", _("Kind")),
            ("contact", _("Mobile number or mail address of the asker")),
            ("name", _("Name of the asker")),
            ("is_minor", _("The asker is under 18")),
        ):
            self.fields[name].label = label
        self.fields["contact"].required = False
        self.fields["contact"].help_text = _("The asker is told the reply there.")


class CodeForm(forms.Form):
    """The code that was sent to the contact."""

    code = WordsField(
        label=_("The six digits we sent"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
        error_messages={"required": _("Write the six digits of the message.")},
    )


class StatusForm(forms.Form):
    """Number and query code: both together open one question."""

    number = WordsField(
        label=pgettext_lazy("question", "Number"),
        max_length=24,
        widget=forms.TextInput(attrs={"placeholder": "ASK-2026-0001"}),
        error_messages={"required": _("Write the number of the question.")},
    )
    code = WordsField(
        label=_("Query code of ten digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Write the ten digits.")},
    )
