"""Forms of the plans board."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..models import Plan, Theme
from ..models.story import Story
from .fields import DayInput, ReporterField, WordsField


def themes_of(county):
    """Open themes of ``county``."""
    return Theme.objects.filter(
        is_open=True, unit__in=Unit.objects.below(county)
    ).order_by("name")


class PlanFields(forms.Form):
    """What taking up a tip and planning without one have in common."""

    working_title = WordsField(
        label=_("Working title"),
        max_length=120,
        error_messages={"required": _("Give the plan a working title.")},
    )
    form = forms.ChoiceField(label=_("Form"), choices=Plan.Form)
    theme = forms.ModelChoiceField(
        label=_("Theme"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=_("none"),
    )
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: five working days from today."),
    )

    def __init__(self, *args, county, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["theme"].queryset = themes_of(county)
        self.fields["reporter"] = ReporterField(
            county, label=_("Reporter"), required=False, empty_label=_("assign later")
        )

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < self.today:
            raise forms.ValidationError(_("This day has passed. Choose a later one."))
        return day


class TakeUpForm(PlanFields):
    """Turn a tip into a plan."""

    note = WordsField(
        label=_("Note to the sender"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["working_title", "form", "theme", "due_on", "reporter", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


class PlanForm(PlanFields):
    """A plan that nobody sent a tip for."""

    unit = forms.ModelChoiceField(
        label=_("Credited unit"), queryset=Unit.objects.none(), empty_label=None
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.reached_by(person, "newsroom.make_plan")
        self.fields["unit"].queryset = units


class AssignForm(forms.Form):
    """Give a reporter a part in a plan."""

    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: with the plan."),
    )
    note = WordsField(label=_("What to bring"), max_length=300, required=False)
    field_order = ["reporter", "due_on", "note"]

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reporter"] = ReporterField(
            plan.unit.county,
            label=_("Reporter"),
            empty_label=_("choose"),
            error_messages={"required": _("Choose a reporter.")},
        )
        self.order_fields(self.field_order)


class SectionField(forms.ModelChoiceField):
    """Sections of the site, by their name in the person's language."""

    def label_from_instance(self, section):
        return getattr(section, "name", section.title)


class BeginForm(forms.Form):
    """Open the story of a plan below a section of the site."""

    section = SectionField(
        label=_("Section"),
        queryset=Story.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the section it will stand in.")},
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=Story._meta.get_field("language").choices
    )

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections


class DropForm(forms.Form):
    """Why a plan will not be told."""

    note = WordsField(
        label=_("Reason"),
        max_length=300,
        error_messages={"required": _("Write why it is dropped: colleagues ask.")},
    )
