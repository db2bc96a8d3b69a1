"""The workbench inside Wagtail's admin: the panel, its chart, the lists behind it."""

import re

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from xiangyin.answers.reports.next_things import lateness
from xiangyin.kernel.rights import Role, may
from xiangyin.newsroom.reports import OpenPlans, published_in
from xiangyin.placements.reports import month_of

from . import charts, reports
from .late import late_lines
from .lines import Line, day_of
from .waiting import tip_line, waits_for

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
LATE_SHOWN = 8
PER_PAGE = 50


class Workbench(Component):
    """What waits, what is late, and the month in four figures; leaders' order last."""

    name = "workbench"
    order = 1
    template_name = "workbench/panel.html"

    def get_context_data(self, parent_context):
        person = parent_context["request"].user
        today = timezone.localdate()
        plans = OpenPlans(person)
        late = late_lines(person, today=today, plans=plans)
        figures = reports.four_figures(person, today=today)
        weeks = reports.by_week(person, today=today) if figures else []
        return {
            "today": today,
            "groups": waits_for(person, today=today, plans=plans),
            "late": late[:LATE_SHOWN],
            "late_count": len(late),
            "lateness": lateness(person, today=today),
            "figures": figures,
            "weeks": weeks,
            "has_weeks": any(week.count for week in weeks),
            "busiest": max(weeks, key=lambda week: week.count, default=None),
            "figures_first": Role.LEADER in person.roles,
        }


def chart(request, theme):
    """The bars of the workbench, light or dark, for the person who asks."""
    if theme not in charts.INKS:
        raise Http404
    if not may(request.user, "placements.see"):
        raise PermissionDenied
    weeks = reports.by_week(request.user, today=timezone.localdate())
    answer = HttpResponse(
        charts.chart_of(weeks, theme=theme), "image/svg+xml; charset=utf-8"
    )
    answer["Cache-Control"] = "private, max-age=300"
    return answer


class ListView(WagtailAdminTemplateMixin, TemplateView):
    """The list behind a figure."""

    template_name = "workbench/lines.html"
    header_icon = "list-ul"
    right = "newsroom.see_story"
    nothing = gettext_lazy("There is nothing here.")

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, self.right):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_lines(self):
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        page = Paginator(self.get_lines(), PER_PAGE).get_page(self.request.GET.get("p"))
        lines = [self.line(each) for each in page.object_list]
        return super().get_context_data(
            page=page, lines=lines, nothing=self.nothing, **kwargs
        )

    def line(self, each) -> Line:
        return each


class LateView(ListView):
    page_title = pgettext_lazy("workbench", "Late")
    nothing = gettext_lazy("Nothing is late.")

    def get_lines(self):
        return late_lines(self.request.user, today=timezone.localdate())


class MonthView(ListView):
    """A list of one month, with the months beside it a click away."""

    def dispatch(self, request, *args, **kwargs):
        found = MONTH.fullmatch(kwargs["month"])
        if not found:
            raise Http404
        self.year, self.month = int(found[1]), int(found[2])
        return super().dispatch(request, *args, **kwargs)

    @property
    def span(self):
        return month_of(self.year, self.month)

    def get_page_title(self):
        return f"{self.page_title} {self.kwargs['month']}"


class TipsView(MonthView):
    page_title = gettext_lazy("Tips received")
    right = "newsroom.see_tip"

    def get_lines(self):
        tips = reports.tips_of(self.request.user, *self.span)
        return tips.select_related("unit")

    def line(self, each):
        return tip_line(each, today=each.opened_on)


class StoriesView(MonthView):
    page_title = gettext_lazy("Stories published")

    def get_lines(self):
        return published_in(self.request.user, *self.span)

    def line(self, each):
        return Line(
            what=_("Story"),
            title=each.title,
            url=each.get_url() or "",
            unit=str(each.unit),
            since=day_of(each.first_published_at),
        )


class OutletsView(MonthView):
    page_title = gettext_lazy("Outlets that carried us")
    right = "placements.see"

    def get_lines(self):
        return reports.outlets_of(self.request.user, self.year, self.month)

    def line(self, each):
        outlet, count = each
        listed = reverse("placements_list:index")
        month = self.kwargs["month"]
        return Line(
            what=outlet.get_tier_display(),
            title=f"{outlet} × {count}",
            url=f"{listed}?month={month}&counted=on&q={outlet.name}",
        )
