"""What staff is asked for on the page of one question: a form for each act."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.fields import WordsField
from xiangyin.kernel.models import Unit
from xiangyin.kernel.widgets import LongSelect

from ..models import Entry, Kind, Matter, Question, Template
from ..models.handling import LONGEST_REPLY

REASON = 300


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ReasonForm(forms.Form):
    """A reason, which is kept."""

    note = WordsField(
        label=_("Why"),
        max_length=REASON,
        widget=_lines(2),
        error_messages={"required": _("Write a reason: it is kept.")},
    )


class PublicReasonForm(ReasonForm):
    """A reason that the asker reads."""

    note = WordsField(
        label=_("What the asker reads"),
        max_length=REASON,
        widget=_lines(3),
        error_messages={"required": _("Write what the asker is to read.")},
    )


class ReferForm(forms.Form):
    """The way the law gives: as the catalogue explains it, in words of one's own, or both."""

    route = forms.ModelChoiceField(
        label=_("A way that the catalogue explains"),
        queryset=Matter.objects.none(),
        required=False,
    )
    note = WordsField(
        label=_("Which way the law gives, and where it begins"),
        max_length=500,
        widget=_lines(4),
        required=False,
    )

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        ways = Matter.objects.filter(county=question.county_id)
        self.fields["route"].queryset = ways.exclude(route="")

    def clean(self):
        """What the asker is to read, from both."""
        data = super().clean()
        route = data.pop("route", None)
        said = [route.route if route else "", data.get("note", "")]
        data["note"] = "\n".join(words for words in said if words)
        if not data["note"] and not self.errors:
            self.add_error("note", _("Write what the asker is to read."))
        return data


class UnitForm(forms.Form):
    """A unit of the county, any but the county itself."""

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), widget=LongSelect
    )

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        below = Unit.objects.below(question.county)
        self.fields["unit"].queryset = below.exclude(pk=question.county_id)


class AssignForm(UnitForm):
    """Who leads; the catalogue has proposed somebody."""

    unit = forms.ModelChoiceField(
        label=_("Leading unit"), queryset=Unit.objects.none(), widget=LongSelect
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            (Kind.ENQUIRY, _("enquiry")),
            (Kind.HELP, _("help")),
            (Kind.SUGGESTION, _("suggestion")),
            (Kind.COMPLAINT, _("complaint")),
        ],
    )
    matter = forms.ModelChoiceField(
        label=_("Matter"), queryset=Matter.objects.none(), widget=LongSelect
    )

    def __init__(self, *args, question, today, **kwargs):
        super().__init__(*args, question=question, **kwargs)
        self.fields["matter"].queryset = Matter.objects.filter(county=question.county)
        self.initial = {
            "unit": question.matter.unit_on(today),
            "kind": question.kind,
            "matter": question.matter_id,
            **self.initial,
        }


class ReassignForm(UnitForm, ReasonForm):
    """Another unit, and why."""


class SupportForm(UnitForm):
    asked = WordsField(
        label=_("What is needed of it"),
        max_length=REASON,
        widget=_lines(2),
        error_messages={"required": _("Write what is needed of this unit.")},
    )


class WordForm(forms.Form):
    word = WordsField(
        label=_("What your unit says"),
        max_length=LONGEST_REPLY,
        widget=_lines(5),
        error_messages={"required": _("Write what your unit says.")},
    )


class ReplyForm(forms.Form):
    """The reply; saved, or handed in at once. A template may begin it."""

    template = forms.ModelChoiceField(
        label=_("Begin with a template"),
        queryset=Template.objects.none(),
        required=False,
        help_text=_("Its words are put before what stands below; look through them."),
    )

    entry = forms.ModelChoiceField(
        label=_("Begin with what is known"),
        queryset=Entry.objects.none(),
        required=False,
        help_text=_("Should it be corrected one day, this asker is told."),
    )
    text = WordsField(
        label=_("Reply to the asker"),
        max_length=LONGEST_REPLY,
        widget=_lines(10),
        error_messages={"required": _("Write a reply first.")},
    )
    began = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    hand_in = forms.BooleanField(
        label=_("Hand in for checking"), required=False, initial=True
    )

    def __init__(self, *args, question, today, **kwargs):
        super().__init__(*args, **kwargs)
        latest = question.latest_reply
        self.initial = {
            "text": latest.text if latest else "",
            "began": latest.digest if latest else "",
            **self.initial,
        }
        of_matter = Q(matter=None) | Q(matter=question.matter_id)
        fitting = Template.objects.filter(of_matter, county=question.county_id)
        self.fields["template"].queryset = fitting
        known = Entry.objects.offered_on(today).filter(county=question.county_id)
        self.fields["entry"].queryset = known
        self.fields["text"].required = False

    def begin_anew(self, question) -> None:
        """What was typed now comes after what another wrote meanwhile."""
        latest = question.latest_reply
        self.data = self.data.copy()
        self.data["began"] = latest.digest if latest else ""

    def clean(self):
        """With words that stood ready the draft is kept: somebody looks through it."""
        data = super().clean()
        ready = [data[name].text for name in ("template", "entry") if data.get(name)]
        if ready:
            data["text"] = "\n\n".join([*ready, data.get("text", "")]).strip()
            data["hand_in"] = False
        if not data.get("text") and not self.errors:
            self.add_error("text", _("Write a reply first."))
        return data


class ApproveForm(forms.Form):
    """Pass on, or send back with what is to be changed."""

    digest = forms.CharField(widget=forms.HiddenInput)
    accept = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("It can go on")), ("no", _("Send it back"))],
        widget=forms.RadioSelect,
    )
    comment = WordsField(
        label=_("What is to be changed"),
        max_length=REASON,
        required=False,
        widget=_lines(2),
    )

    def clean(self):
        data = super().clean()
        if data.get("accept") == "no" and not data.get("comment", "").strip():
            self.add_error("comment", _("Say what is to be changed."))
        return data

    def told(self) -> dict:
        data = self.cleaned_data
        return {**data, "accept": data["accept"] == "yes"}


class ExtendForm(forms.Form):
    reason = WordsField(
        label=_("Why it takes longer: the asker reads it"),
        max_length=REASON,
        widget=_lines(2),
        error_messages={"required": _("Write what the asker is to read.")},
    )


class DecideForm(forms.Form):
    approve = forms.ChoiceField(
        label=_("More days"),
        choices=[("yes", pgettext_lazy("more days", "Approve")), ("no", _("Refuse"))],
        widget=forms.RadioSelect,
    )


class MergeForm(forms.Form):
    number = WordsField(
        label=_("Number of the question that is answered"),
        max_length=24,
        error_messages={"required": _("Write the number of the question.")},
    )

    def __init__(self, *args, question, person, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Question.objects.seen_by(person).filter(county=question.county)
        self.others = seen.exclude(pk=question.pk)

    def clean_number(self):
        number = self.cleaned_data["number"].strip().upper()
        self.into = self.others.filter(number=number).first()
        if self.into is None:
            raise forms.ValidationError(_("There is no question of this number here."))
        return number


class NoteForm(forms.Form):
    text = WordsField(
        label=_("Internal note"),
        max_length=1000,
        widget=_lines(2),
        error_messages={"required": _("Write the note.")},
    )


class LookForm(forms.Form):
    why = WordsField(
        label=_("What you need it for: it is noted"),
        max_length=200,
        error_messages={"required": _("Say what you need it for: it is noted.")},
    )
