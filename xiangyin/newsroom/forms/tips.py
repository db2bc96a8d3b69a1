"""The correspondent's form, and the editor's answers to it."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit
from xiangyin.kernel.services.pictures import decode

from ..models import Tip
from ..models.tip import MOST_PHOTOS
from ..personal import CONTACT
from ..reports.similar import similar_tips
from .fields import PhotosField, WordsField

USUAL_REASONS = [
    _("Another correspondent told us already. Thank you all the same."),
    _("It is more than a week ago. Next time, please tell us on the day."),
    _("Time or place is missing. Add it and send the tip again."),
    _("So far only one side has been heard, so we wait with it."),
    _("An internal meeting. Tell us when there is a result people can use."),
    _("This is advertising and does not go into the news."),
    _("The department in charge has to answer this; please ask there."),
    _("No reporter is free these days. Remind us if it goes on next month."),
]


class TipForm(forms.Form):
    """What a correspondent tells. Only the first field must be filled in."""

    text = WordsField(
        label=_("What happened"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what happened. One sentence will do.")},
    )
    photos = PhotosField(
        label=_("Photos"),
        required=False,
        help_text=_("Up to nine. Faces of children only with their parents' consent."),
        error_messages={"empty": _("A photo is empty. Choose it again.")},
    )
    place = WordsField(label=_("Where"), max_length=120, required=False)
    happens = WordsField(label=_("When"), max_length=80, required=False)
    contact = WordsField(
        label=_("Who can be asked"),
        max_length=120,
        required=False,
        help_text=_("Name and telephone. Only the newsroom sees this."),
    )
    unit = forms.ModelChoiceField(
        label=_("Sent for"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the unit you write for.")},
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        units = units_of(person)
        self.fields["unit"].queryset = units
        self.only_unit = units[0] if len(units) == 1 else None
        if self.only_unit:
            del self.fields["unit"]
        self.fields["client_key"].initial = uuid.uuid4
        contact = self.fields["contact"]
        contact.help_text = f"{contact.help_text} {CONTACT.notice}"

    def clean_photos(self):
        """Decoded here, before the transaction that keeps them: it holds up others."""
        photos = self.cleaned_data["photos"]
        if len(photos) > MOST_PHOTOS:
            raise forms.ValidationError(
                _("A tip carries up to %(most)d photos. You chose %(count)d.")
                % {"most": MOST_PHOTOS, "count": len(photos)}
            )
        decoded, refusals = [], []
        for photo in photos:
            try:
                decoded.append(decode(photo))
            except forms.ValidationError as refusal:
                refusals.append(refusal)
        if refusals:
            raise forms.ValidationError(refusals)
        return decoded

    def told(self) -> dict:
        """What the service asks for."""
        data = dict(self.cleaned_data)
        data["unit"] = self.only_unit or data["unit"]
        return data


def units_of(person):
    """Units a person sends tips for: those of their posts; any, for the operator."""
    if person.is_superuser and not person.held_posts:
        return Unit.objects.all()
    return Unit.objects.filter(pk__in=[post.unit_id for post in person.held_posts])


class DeclineForm(forms.Form):
    """Why a tip is not taken up. The sender reads it."""

    usual = forms.ChoiceField(
        label=_("Reason"), required=False, widget=forms.RadioSelect
    )
    note = WordsField(
        label=_("In your own words"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["usual"].choices = [
            (str(reason), str(reason)) for reason in USUAL_REASONS
        ]

    def clean(self):
        data = super().clean()
        parts = [data.get("usual"), data.get("note")]
        data["reason"] = " ".join(part.strip() for part in parts if part)
        if not data["reason"] and not self.errors:
            self.add_error("note", _("Give a reason: the sender will read it."))
        return data


class MergeForm(forms.Form):
    """Which tip this one belongs to: one of those shown, or by its number."""

    into = forms.ModelChoiceField(
        label=_("Merge into"), queryset=Tip.objects.none(), required=False
    )
    number = WordsField(
        label=_("or by number"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "TIP-2026-0001"}),
    )

    def __init__(self, *args, tip, person, today, likeness, **kwargs):
        super().__init__(*args, **kwargs)
        self.tip = tip
        self.mergeable = Tip.objects.visible_to(person, "newsroom.handle_tip").filter(
            county_id=tip.county_id
        )
        self.candidates = similar_tips(tip, likeness, among=self.mergeable, today=today)
        self.fields["into"].queryset = self.mergeable

    def clean(self):
        data = super().clean()
        number = (data.get("number") or "").strip().upper()
        if number:
            data["into"] = self.mergeable.filter(number=number).first()
            if data["into"] is None:
                self.add_error("number", _("There is no tip of this number here."))
        elif not data.get("into"):
            self.add_error("number", _("Choose a tip, or write its number."))
        return data


class ReopenForm(forms.Form):
    """Putting back needs no words; a remark is kept in the history."""

    note = WordsField(label=_("Remark"), max_length=400, required=False)
