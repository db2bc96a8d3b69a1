"""How often the county's site is opened: a picture and a table, and nobody ranked.

Parts of the site are told in the office's own order, never by how often they are read,
and nothing smaller than a part is known (``visiting``).
"""

import csv
import datetime
from dataclasses import dataclass, field
from io import StringIO

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from xiangyin.engines.cells import for_csv
from xiangyin.kernel.papers.charts import Chart
from xiangyin.kernel.rights import may
from xiangyin.kernel.viewsets import county_of, menu_item_for
from xiangyin.placements.reports.period import month_before, month_of

from .models import Section, Visits
from .visiting import FRONT, OTHER

RIGHT = "portal.see_visits"
MONTHS = 12
SVG = "image/svg+xml; charset=utf-8"
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@dataclass
class Opened:
    """Visits of one county's site in one month, and in the months up to it."""

    site: object
    year: int
    month: int
    days: dict = field(init=False)
    months: list = field(init=False)

    def __post_init__(self):
        first, last = month_of(self.year, self.month)
        every = Visits.objects.filter(site=self.site)
        of_month = every.filter(day__range=(first, last))
        self.days = {}
        for day, part, count in of_month.values_list("day", "part", "count"):
            self.days.setdefault(day, {})[part] = count
        spans = [(self.year, self.month)]
        while len(spans) < MONTHS:
            spans.append(month_before(*spans[-1]))
        spans.reverse()
        begin = datetime.date(*spans[0], 1)
        summed = (
            every.filter(day__range=(begin, last))
            .annotate(month=TruncMonth("day"))
            .order_by()
            .values_list("month")
            .annotate(Sum("count"))
        )
        counts = {(day.year, day.month): count for day, count in summed}
        self.months = [(f"{y}-{m:02}", counts.get((y, m), 0)) for y, m in spans]

    @cached_property
    def parts(self) -> list[tuple[str, str]]:
        """Parts of the site in the office's order: as counted, and as told."""
        sections = Section.objects.of(self.site)
        told = [(FRONT, _("Front page"))]
        told += [(section.slug, section.name) for section in sections]
        told += [
            ("ask", _("Asking and following")),
            ("answers", _("Answers and figures")),
            ("search", _("Search")),
        ]
        return [*told, (OTHER, _("All other pages"))]

    @property
    def total(self) -> int:
        return sum(sum(parts.values()) for parts in self.days.values())

    def by_part(self, parts: dict) -> list[int]:
        """Counts in the order of :attr:`parts`; what has no place there is *other*."""
        named = [parts.get(part, 0) for part, _name in self.parts[:-1]]
        return [*named, sum(parts.values()) - sum(named)]

    def by_day(self) -> list[tuple]:
        """Every day of the month that has been: day, total, and each part."""
        return [
            (day.isoformat(), sum(parts.values()), *self.by_part(parts))
            for day, parts in sorted(self.days.items())
        ]

    def charts(self) -> list[Chart]:
        sums = [self.by_part(parts) for parts in self.days.values()]
        whole = [sum(column) for column in zip(*sums, strict=True)]
        whole = whole or [0] * len(self.parts)
        names = [name for _part, name in self.parts]
        return [
            Chart(
                name="months",
                title=_("Pages opened, by month"),
                headings=(_("Month"), _("Pages opened")),
                rows=tuple(self.months),
                marked=frozenset([MONTHS - 1]),
                note=_("Dark: the month told of here."),
                is_upright=True,
            ),
            Chart(
                name="parts",
                title=_("Pages opened, by part of the site"),
                headings=(_("Part of the site"), _("Pages opened")),
                rows=tuple(zip(names, whole, strict=True)),
            ),
        ]


class VisitsView(WagtailAdminTemplateMixin, TemplateView):
    """One month, chosen in the address; the running one where none is."""

    template_name = "portal/visits.html"
    page_title = gettext_lazy("Visits")
    header_icon = "view"

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, here]

    @cached_property
    def today(self) -> datetime.date:
        return timezone.localdate()

    @cached_property
    def asked(self) -> tuple[int, int]:
        try:
            day = datetime.date.fromisoformat(f"{self.request.GET['month']}-01")
        except (KeyError, ValueError):
            day = self.today
        return min((day.year, day.month), (self.today.year, self.today.month))

    @cached_property
    def opened(self) -> Opened | None:
        home = getattr(county_of(self.request.user), "home", None)
        site = home and home.sites_rooted_here.first()
        return Opened(site, *self.asked) if site else None

    def get_context_data(self, **kwargs):
        this = datetime.date(*self.asked, 1)
        before = month_before(*self.asked)
        after = month_of(*self.asked)[1] + datetime.timedelta(days=1)
        return {
            **super().get_context_data(**kwargs),
            "opened": self.opened,
            "tables": self.tables(f"{this:%Y-%m}"),
            "month": f"{this:%Y-%m}",
            "before": f"{before[0]}-{before[1]:02}",
            "after": f"{after:%Y-%m}" if after <= self.today else "",
        }

    def tables(self, month: str) -> list[dict]:
        """Each chart with its picture and its rows; no row has a list behind it."""
        return [
            {
                "chart": chart,
                "picture": f"{reverse('visits:chart', args=[chart.name])}?month={month}",
                "rows": [(row, "") for row in chart.rows],
            }
            for chart in (self.opened.charts() if self.opened else [])
        ]


class VisitsChart(VisitsView):
    def get(self, request, name):
        charts = self.opened.charts() if self.opened else []
        chart = next((each for each in charts if each.name == name), None)
        if chart is None:
            raise Http404
        answer = HttpResponse(chart.svg, content_type=SVG)
        answer["Content-Security-Policy"] = SVG_POLICY
        return answer


class VisitsFile(VisitsView):
    """The month's days as a table for a spreadsheet."""

    def get(self, request):
        if self.opened is None:
            raise Http404
        kept = StringIO()
        writer = csv.writer(kept)
        names = [name for _part, name in self.opened.parts]
        for row in [(_("Day"), _("Pages opened"), *names), *self.opened.by_day()]:
            writer.writerow([for_csv(cell) for cell in row])
        answer = HttpResponse(
            kept.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"
        )
        name = f"visits-{self.asked[0]}-{self.asked[1]:02}.csv"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class VisitsScreens(ViewSet):
    name = "visits"
    icon = "view"
    menu_label = gettext_lazy("Visits")
    menu_order = 250

    @cached_property
    def menu_item_class(self):
        return menu_item_for(RIGHT)

    def get_urlpatterns(self):
        return [
            path("", VisitsView.as_view(), name="index"),
            path("chart/<slug:name>.svg", VisitsChart.as_view(), name="chart"),
            path("visits.csv", VisitsFile.as_view(), name="file"),
        ]


screens = VisitsScreens()
