"""Lists and pages of cases: what is known, what was done, what can be done now."""

from datetime import datetime
from inspect import signature

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView

from ..errors import DomainError
from ..rights import may
from ..services.audit import latest_history
from ..services.cases import move
from .office import OfficeViewSet
from .policy import NOBODY
from .reach import ReachFilterSet


class StateColumn(StatusTagColumn):
    """The state of a case in words; open ones stand out."""

    def __init__(self, states, **kwargs):
        kwargs = {"label": gettext_lazy("State"), "sort_key": "state", **kwargs}
        super().__init__("state", primary=lambda case: case.is_open, **kwargs)
        self.labels = dict(states.choices)

    def get_value(self, instance):
        return self.labels.get(instance.state, instance.state)


class DueColumn(Column):
    """The promised day; past it and still open, it is marked late."""

    cell_template_name = "kernel/_due_cell.html"

    def __init__(self, **kwargs):
        kwargs = {"label": pgettext_lazy("case", "Due"), "sort_key": "due_on", **kwargs}
        super().__init__("due_on", **kwargs)

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "case": instance, "late": is_late(instance)}


def is_late(case) -> bool:
    return bool(case.is_open and case.due_on and case.due_on < timezone.localdate())


class LateFilter(django_filters.BooleanFilter):
    """Keeps the open cases whose day has passed."""

    def filter(self, queryset, value):
        return queryset.overdue(on=timezone.localdate()) if value else queryset


def filters_for(model, states, fields):
    """The filters of a case list: its states, late or not, and ``fields``."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=states.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    late = LateFilter(label=pgettext_lazy("case", "Late"), widget=forms.CheckboxInput)
    meta = type("Meta", (), {"model": model, "fields": list(fields)})
    declared = {"state": state, "late": late, "Meta": meta}
    return type(f"{model.__name__}FilterSet", (ReachFilterSet,), declared)


class CaseList(IndexView):
    """Cases; a line opens the case's page rather than its form."""

    def _get_title_column(self, field_name, column_class=TitleColumn, **kwargs):
        with_buttons = self._get_title_column_class(column_class)
        return self._get_custom_column(
            field_name, with_buttons, get_url=self.get_inspect_url, **kwargs
        )


class FactsPage(InspectView):
    """An inspect page: nothing of empty fields, times as the office's clock shows."""

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        return timezone.localtime(value) if isinstance(value, datetime) else value

    def get_fields_context(self):
        facts = super().get_fields_context()
        return [fact for fact in facts if fact["value"] not in (None, "", "-")]


class CasePage(FactsPage):
    """One case: its fields, its history, and the steps this person may take now."""

    template_name = "kernel/case.html"
    page_title = ""
    step_url_name = None
    step_pages = {}
    states = None

    def get_steps(self):
        """Each possible step with where it leads: a page of its own, or a button."""
        case, person = self.object, self.request.user
        return [
            {
                "step": step,
                "url": reverse(self.step_pages[step.name], args=[case.pk])
                if step.name in self.step_pages
                else reverse(self.step_url_name, args=[case.pk, step.name]),
                "has_page": step.name in self.step_pages,
            }
            for step in case.lifecycle.steps_from(case.state)
            if may(person, step.right, case)
        ]

    def get_state_display_value(self):
        return dict(self.states.choices).get(self.object.state, self.object.state)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        labels = dict(self.states.choices)
        lines, earlier = latest_history(self.object)
        return {
            **context,
            "case": self.object,
            "state": self.get_state_display_value(),
            "late": is_late(self.object),
            "steps": self.get_steps(),
            "history": [
                {"line": line, "state": labels.get(line.data.get("to"), "")}
                for line in lines
            ],
            "earlier": earlier,
        }


class StepView(View):
    """Take one step on one case. POST only; the case's page holds the buttons."""

    http_method_names = ["post"]
    model = None
    permission_policy = None
    inspect_url_name = None
    services = {}

    def get_object(self):
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def post(self, request, pk, step):
        case = self.get_object()
        if step not in case.lifecycle.steps:
            raise Http404
        try:
            self.take(case, step, note=request.POST.get("note", "").strip())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            done = {"case": case, "step": case.lifecycle.steps[step].label}
            messages.success(request, _("%(case)s: %(step)s.") % done)
        return redirect(self.next_url(case))

    def take(self, case, step, *, note):
        """Call the service of ``step``, with the date where it asks for one."""
        service = self.services.get(step)
        if service is None:
            return move(case, step, by=self.request.user, note=note)
        door = {"by": self.request.user, "note": note, "today": timezone.localdate()}
        asked = signature(service).parameters
        return service(case, **{k: v for k, v in door.items() if k in asked})

    def next_url(self, case) -> str:
        wanted = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}):
            return wanted
        return reverse(self.inspect_url_name, args=[case.pk])


class CaseViewSet(OfficeViewSet):
    """A list of cases with steps to take.

    ``states`` are the lifecycle's states as choices. ``services`` maps a step to
    the service that takes it, where that does more than move the case; it is
    called with ``by`` and with ``note`` and ``today`` if it asks for them.
    ``step_pages`` maps a step that needs a form of its own to the name of its
    address, reversed with the case's key.
    """

    states = None
    services = {}
    step_pages = {}
    filter_fields = ["owner"]
    add_right = NOBODY
    delete_right = NOBODY
    list_export = ["number", "state", "opened_on", "due_on", "owner"]
    select_related = ("unit", "owner")
    index_view_class = CaseList
    inspect_view_class = CasePage
    inspect_view_enabled = True
    inspect_template_name = "kernel/case.html"
    inspect_view_fields_exclude = ["id", "county", "state", "due_is_provisional"]

    @cached_property
    def list_display(self):
        return ["number", "unit", StateColumn(self.states), DueColumn(), "owner"]

    @cached_property
    def filterset_class(self):
        return filters_for(self.model, self.states, self.filter_fields)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            step_url_name=self.get_url_name("step"),
            step_pages=self.step_pages,
            states=self.states,
            services=self.services,
            **kwargs,
        )

    def get_urlpatterns(self):
        step = self.construct_view(StepView)
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/step/<slug:step>/", step, name="step"),
        ]
