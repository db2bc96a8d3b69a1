"""Lists and forms of the answers desk that need no screen of their own."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BooleanColumn

from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet

from .models import Matter, Openness, Responsibility, Template, Terms

SEE, KEEP = "answers.see_catalogue", "answers.keep_catalogue"


class MatterViewSet(OfficeViewSet):
    """What questions may be about, as residents would call it."""

    model = Matter
    name = "answers_matters"
    url_prefix = "answers/matters"
    icon = "list-ul"
    menu_label = _("Matters")
    see_right, change_right, delete_right = SEE, KEEP, NOBODY
    unit_field = "county"
    select_related = ("county",)
    list_display = [
        "name",
        "about",
        "position",
        BooleanColumn("is_open", label=pgettext_lazy("matter", "Open")),
    ]
    list_filter = ["is_open"]
    search_fields = ["name", "name_en"]
    search_backend_name = None
    form_fields = [
        "name",
        "name_en",
        "about",
        "about_en",
        "ask_also",
        "ask_also_en",
        "route",
        "route_en",
        "position",
        "is_open",
    ]
    formfield_widgets = {
        "about": forms.Textarea(attrs={"rows": 2}),
        "about_en": forms.Textarea(attrs={"rows": 2}),
        "ask_also": forms.Textarea(attrs={"rows": 3}),
        "ask_also_en": forms.Textarea(attrs={"rows": 3}),
    }
    ordering = ["position", "pk"]


class ResponsibilityViewSet(OfficeViewSet):
    """Which unit leads in which matter, and from which day on."""

    model = Responsibility
    name = "answers_responsibilities"
    url_prefix = "answers/responsibilities"
    icon = "user"
    menu_label = _("Who leads in what")
    see_right, change_right, delete_right = SEE, KEEP, NOBODY
    unit_field = "matter__county"
    select_related = ("matter__county", "unit")
    list_display = ["matter", "unit", "since"]
    search_backend_name = None
    form_fields = ["matter", "unit", "since"]
    ordering = ["matter__position", "-since"]


class TermsViewSet(OfficeViewSet):
    """The working days that are promised, from a day on."""

    model = Terms
    name = "answers_terms"
    url_prefix = "answers/terms"
    icon = "time"
    menu_label = pgettext_lazy("answers", "Terms")
    see_right, change_right, delete_right = SEE, KEEP, NOBODY
    unit_field = "county"
    select_related = ("county",)
    list_display = ["since", "enquiry", "help", "suggestion", "complaint", "extension"]
    search_backend_name = None
    form_fields = [
        "since",
        "enquiry",
        "help",
        "suggestion",
        "complaint",
        "extension",
        "review",
        "overseer",
        "overseer_after",
    ]
    ordering = ["-since"]


class TemplateViewSet(OfficeViewSet):
    """Words that replies often need."""

    model = Template
    name = "answers_templates"
    url_prefix = "answers/templates"
    icon = "copy"
    menu_label = _("Reply templates")
    see_right, change_right = SEE, KEEP
    unit_field = "county"
    select_related = ("county", "matter")
    list_display = ["name", "matter"]
    search_backend_name = None
    form_fields = ["name", "matter", "text"]
    ordering = ["name"]


class OpennessViewSet(OfficeViewSet):
    """What a county lets everybody have of its figures and answers."""

    model = Openness
    name = "answers_openness"
    url_prefix = "answers/openness"
    icon = "view"
    menu_label = _("Figures and open data")
    see_right, change_right, delete_right = SEE, KEEP, NOBODY
    unit_field = "county"
    select_related = ("county",)
    list_display = [
        "county",
        BooleanColumn("ranks_units", label=_("Units one by one")),
        "licence",
    ]
    search_backend_name = None
    form_fields = ["ranks_units", "licence"]
    ordering = ["pk"]


matters = MatterViewSet()
responsibilities = ResponsibilityViewSet()
terms = TermsViewSet()
templates = TemplateViewSet()
openness = OpennessViewSet()
