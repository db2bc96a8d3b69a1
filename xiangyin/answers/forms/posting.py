"""A question as Open311 sends it, read into what ours asks for."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xiangyin.kernel.fields import WordsField
from xiangyin.kernel.models import Unit

from ..models import Kind, Publicity
from ..models.question import LONGEST_TEXT, LONGEST_TITLE
from ..services.contacts import LONGEST_CONTACT
from .asking import LONGEST_MORE

SENTENCE = re.compile(r"[。！？!?\n]")
HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST_SPOT = 60


class PostedForm(forms.Form):
    """The standard's arguments; ``attribute[code]`` are fields by their code.

    Not read, because nothing here needs them: ``device_id``, ``account_id``, and
    ``media_url``, for no stranger's address is opened.
    """

    description = WordsField(max_length=LONGEST_TEXT)
    email = WordsField(max_length=LONGEST_CONTACT, required=False)
    phone = WordsField(max_length=LONGEST_CONTACT, required=False)
    first_name = WordsField(max_length=20, required=False)
    last_name = WordsField(max_length=20, required=False)
    lat = forms.FloatField(min_value=-90, max_value=90, required=False)
    long = forms.FloatField(min_value=-180, max_value=180, required=False)
    address_string = WordsField(max_length=LONGEST_SPOT, required=False)
    address_id = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="code", required=False
    )

    def __init__(self, data, *, county, matter):
        super().__init__(data)
        self.matter = matter
        self.fields["address_id"].queryset = Unit.objects.below(county).filter(
            kind__in=[Unit.Kind.TOWN, Unit.Kind.VILLAGE]
        )
        own = {
            "kind": forms.ChoiceField(choices=Kind),
            "publicity": forms.ChoiceField(choices=Publicity, required=False),
            "is_minor": forms.ChoiceField(
                choices=[("true", ""), ("false", "")], required=False
            ),
        }
        for number, _prompt in enumerate(matter.prompts):
            own[f"more_{number}"] = WordsField(max_length=LONGEST_MORE, required=False)
        self.own = {name: f"attribute[{name}]" for name in own}
        for name, field in own.items():
            self.fields[self.own[name]] = field

    def clean(self):
        told = super().clean()
        if not (told.get("phone") or told.get("email")):
            raise ValidationError(
                _(
                    "phone or email is needed: a code is sent there, and word of the reply."
                )
            )
        if self._is_nowhere(told):
            raise ValidationError(
                _("A location is needed: lat and long, address_string or address_id.")
            )
        return told

    def _is_nowhere(self, told) -> bool:
        point = (told.get("lat"), told.get("long"))
        named = told.get("address_string") or told.get("address_id")
        return not named and None in point and not self.errors

    def complaints(self) -> list[str]:
        """Everything that is wrong, each with the name of what it is wrong with."""
        return [
            words if name == "__all__" else f"{name}: {words}"
            for name, found in self.errors.items()
            for words in found
        ]

    def told(self) -> dict:
        """What the service asks for."""
        data = self.cleaned_data
        own = {name: data[key] for name, key in self.own.items()}
        return {
            "kind": own["kind"],
            "matter": self.matter,
            "title": title_of(data["description"]),
            "text": data["description"],
            "contact": data["phone"] or data["email"],
            "name": name_of(data["first_name"], data["last_name"]),
            "more": [
                [prompt, own[f"more_{number}"]]
                for number, prompt in enumerate(self.matter.prompts)
                if own[f"more_{number}"]
            ],
            "place": data["address_id"],
            "spot": self._spot(),
            "publicity": own["publicity"] or Publicity.NAMELESS,
            "is_minor": own["is_minor"] == "true",
            "language": get_language() or "zh-hans",
        }

    def _spot(self) -> str:
        """Where exactly, in words; a point as two numbers where there are no words."""
        data = self.cleaned_data
        if data["address_string"] or data["lat"] is None or data["long"] is None:
            return data["address_string"]
        return f"{data['lat']:.6f}, {data['long']:.6f}"


def title_of(description: str) -> str:
    """The first sentence, for a line that the standard does not ask for.

    >>> title_of("路灯坏了。已经半个月。"), len(title_of("灯" * 99))
    ('路灯坏了', 40)
    """
    first = SENTENCE.split(description.strip(), maxsplit=1)[0].strip()
    first = first or description.strip()
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def name_of(first: str, last: str) -> str:
    """A name in the order of its script.

    >>> name_of("秀英", "王"), name_of("Mary", "Wang")
    ('王秀英', 'Mary Wang')
    """
    if HAN.search(first + last):
        return last + first
    return f"{first} {last}".strip()
