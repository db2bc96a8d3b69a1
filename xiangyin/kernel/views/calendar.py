"""Working days: a year at a glance, local days, the yearly notice."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from ..errors import NotAllowed
from ..forms import ADMINISTER, NoticeForm
from ..models import CalendarDay, CalendarYear, Unit
from ..rights import may
from ..services.audit import record
from ..services.calendar import load_year
from ..viewsets import OfficeViewSet, PostPolicy, county_of

FIRST_YEAR, LAST_YEAR = 2000, 2100
WEEKDAYS = [
    pgettext_lazy("weekday", "Mo"),
    pgettext_lazy("weekday", "Tu"),
    pgettext_lazy("weekday", "We"),
    pgettext_lazy("weekday", "Th"),
    pgettext_lazy("weekday", "Fr"),
    pgettext_lazy("weekday", "Sa"),
    pgettext_lazy("weekday", "Su"),
]


@dataclass(frozen=True)
class Day:
    """One square of the year: what kind of day, and what the office calls it."""

    day: date
    kind: str
    label: str = ""
    is_today: bool = False


class DayPolicy(PostPolicy):
    """Everybody's days are the operator's to change; a county's are its own."""

    def narrow(self, queryset, user, action="view"):
        own = super().narrow(queryset, user, action)
        if action == "view" and may(user, self.right("view")):
            return own | queryset.filter(county=None)
        return own


def months_of(year: int, days: dict[date, CalendarDay], today: date) -> list:
    """Twelve months of weeks, Monday first; days of other months are ``None``."""

    def square(day: date, month: int):
        if day.month != month:
            return None
        listed = days.get(day)
        if listed is not None:
            kind = "makeup" if listed.is_workday else "off"
            return Day(day, kind, listed.label, day == today)
        kind = "weekend" if day.weekday() > 4 else "work"
        return Day(day, kind, "", day == today)

    return [
        {
            "first": date(year, month, 1),
            "weeks": [
                [square(day, month) for day in week]
                for week in Calendar().monthdatescalendar(year, month)
            ],
        }
        for month in range(1, 13)
    ]


def may_load_notices(person) -> bool:
    """A notice holds for every county: who may load it must answer for them all."""
    if person.is_superuser:
        return True
    counties = list(Unit.objects.counties()[:2])
    return len(counties) == 1 and may(person, ADMINISTER, counties[0])


class YearView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "kernel/calendar.html"
    results_template_name = None
    page_title = gettext_lazy("Working days")
    header_icon = "calendar-alt"
    any_permission_required = ("view",)

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.page_title}
        return [*super().get_breadcrumbs_items(), here]

    def get_year(self) -> int:
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() else 0
        if FIRST_YEAR <= year <= LAST_YEAR:
            return year
        return timezone.localdate().year

    @property
    def header_buttons(self):
        buttons = [
            HeaderButton(
                _("Add a day"), url=reverse("working_days:add"), icon_name="plus"
            )
        ]
        if may_load_notices(self.request.user):
            url = reverse("working_days:notice")
            label = _("Load a notice")
            buttons.append(HeaderButton(label, url=url, icon_name="upload"))
        return buttons

    def get_context_data(self, **kwargs):
        year = self.get_year()
        county = county_of(self.request.user)
        listed = CalendarDay.objects.of_county(county).filter(day__year=year)
        days = list(listed.order_by("day", "county"))
        allowed = self.permission_policy.user_has_permission_for_instance
        user = self.request.user
        return super().get_context_data(
            year=year,
            years=range(year - 2, year + 3),
            months=months_of(
                year, {day.day: day for day in days}, timezone.localdate()
            ),
            weekdays=WEEKDAYS,
            days=[(day, allowed(user, "change", day)) for day in days],
            notice=CalendarYear.objects.filter(year=year).first(),
            may_load=may_load_notices(user),
            **kwargs,
        )


class LoadNotice(WagtailAdminTemplateMixin, FormView):
    template_name = "kernel/notice_form.html"
    page_title = gettext_lazy("Load a notice")
    header_icon = "upload"
    form_class = NoticeForm

    def dispatch(self, request, *args, **kwargs):
        if not may_load_notices(request.user):
            raise NotAllowed(_("The host's operator loads notices for all counties."))
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        index = {"url": reverse("working_days:index"), "label": _("Working days")}
        here = {"url": "", "label": self.page_title}
        return [*super().get_breadcrumbs_items(), index, here]

    def form_valid(self, form):
        added = load_year(form.notice)
        year = form.notice["year"]
        known = CalendarYear.objects.get(year=year)
        record(known, "load", by=self.request.user, label=_("Notice loaded"))
        messages.success(
            self.request,
            ngettext(
                "%(year)s is no longer provisional: %(count)d day was added.",
                "%(year)s is no longer provisional: %(count)d days were added.",
                added,
            )
            % {"year": year, "count": added},
        )
        return redirect(f"{reverse('working_days:index')}?year={year}")


class DayForm:
    """The date picker and the addresses that create and edit share."""

    def get_success_url(self):
        return f"{reverse('working_days:index')}?year={self.object.day.year}"

    def get_success_buttons(self):
        return []


class CreateDay(DayForm, generic.CreateView):
    success_message = gettext_lazy("%(object)s is listed.")
    submit_button_label = gettext_lazy("Add")


class EditDay(DayForm, generic.EditView):
    success_message = gettext_lazy("%(object)s is saved.")


class CalendarViewSet(OfficeViewSet):
    model = CalendarDay
    icon = "calendar-alt"
    menu_label = gettext_lazy("Working days")
    see_right = ADMINISTER
    change_right = ADMINISTER
    unit_field = "county"
    select_related = ("county",)
    index_view_class = YearView
    add_view_class = CreateDay
    edit_view_class = EditDay
    form_fields = ["day", "is_workday", "label"]

    @cached_property
    def policy(self):
        return DayPolicy(
            CalendarDay, see=ADMINISTER, change=ADMINISTER, unit_field="county"
        )

    def formfield_for_dbfield(self, db_field, **kwargs):
        if db_field.name == "day":
            kwargs["widget"] = AdminDateInput
        return super().formfield_for_dbfield(db_field, **kwargs)

    def get_usage_view_kwargs(self, **kwargs):
        without_results = {"index_results_url_name": None, **kwargs}
        return super().get_usage_view_kwargs(**without_results)

    def get_urlpatterns(self):
        without_results = [
            url for url in super().get_urlpatterns() if url.name != "index_results"
        ]
        return [*without_results, path("notice/", LoadNotice.as_view(), name="notice")]
