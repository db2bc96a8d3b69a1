"""The month's bulletin: on screen, on paper, as a spreadsheet."""

from datetime import date

from django.http import Http404, HttpResponse
from django.urls import path, re_path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from ..models import Placement
from ..reports import Bulletin, Period, bulletin, months_between
from ..reports.chart import bars
from ..reports.sheet import as_xlsx
from ..reports.words import definition, title
from .desk import DeskView, Screens

SVG = "image/svg+xml; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OfAMonth(DeskView):
    """Reads the month from the address; without one, it is the month just past."""

    right = "placements.see_bulletin"
    page_title = gettext_lazy("Bulletin")
    header_icon = "table"

    @cached_property
    def bulletin(self) -> Bulletin:
        year, month = int(self.kwargs["year"]), int(self.kwargs["month"])
        if not (1990 <= year <= 2100 and 1 <= month <= 12):
            raise Http404
        return bulletin(self.county, Period(year, month, 1))


class LatestView(DeskView):
    """Leads to this month's bulletin."""

    right = "placements.see_bulletin"

    def get(self, request):
        today = timezone.localdate()
        response = HttpResponse(status=302)
        response["Location"] = url_of(today.year, today.month)
        return response


def url_of(year: int, month: int, name: str = "month") -> str:
    return reverse(f"placements_bulletin:{name}", args=[year, f"{month:02}"])


class BulletinView(OfAMonth):
    template_name = "placements/bulletin.html"

    def get_context_data(self, **kwargs):
        told = self.bulletin
        return {
            **super().get_context_data(**kwargs),
            "bulletin": told,
            "title": title(told),
            "definition": definition(told),
            "rows": [(row, list_url(told, row)) for row in told.rows],
            "total_url": list_url(told, None),
            "months": self.months(),
            "chart_url": url_of(*told.period.months_in[0], "chart"),
            "sheet_url": url_of(*told.period.months_in[0], "sheet"),
            "today": timezone.localdate(),
        }

    def months(self):
        """Every month since the first placement, this one marked, latest first."""
        today = timezone.localdate()
        here = self.bulletin.period.months_in[0]
        mine = Placement.objects.filter(county=self.county).confirmed()
        # Ordered rather than aggregated: the day's index gives the first and stops.
        days = mine.order_by("article__published_on")
        first = days.values_list("article__published_on", flat=True).first() or today
        span = months_between(first, max(today, date(*here, 1)))
        if here not in span:
            span.append(here)
        return [
            {"key": f"{year}-{month:02}", "url": url_of(year, month), "on": month_on}
            for year, month in span[:36]
            for month_on in [(year, month) == here]
        ]


def list_url(told: Bulletin, row) -> str:
    """The list behind a row; a tier is added to it for a cell."""
    url = reverse("placements_list:index")
    unit = f"&unit={row.unit.pk}" if row else ""
    return f"{url}?state=confirmed&month={told.key}&counted=on{unit}"


class ChartView(OfAMonth):
    def get(self, request, year, month):
        answer = HttpResponse(bars(self.bulletin), content_type=SVG)
        answer["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        )
        return answer


class SheetView(OfAMonth):
    def get(self, request, year, month):
        answer = HttpResponse(as_xlsx(self.bulletin), content_type=XLSX)
        name = f"bulletin-{self.county.code}-{self.bulletin.key}.xlsx"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class BulletinScreens(Screens):
    name = "placements_bulletin"
    url_prefix = "placements/bulletin"
    icon = "table"
    menu_label = gettext_lazy("Bulletin")
    right = "placements.see_bulletin"

    def get_urlpatterns(self):
        month = r"(?P<year>\d{4})-(?P<month>\d{2})"
        return [
            path("", LatestView.as_view(), name="latest"),
            re_path(rf"^{month}/$", BulletinView.as_view(), name="month"),
            re_path(rf"^{month}/chart\.svg$", ChartView.as_view(), name="chart"),
            re_path(rf"^{month}/bulletin\.xlsx$", SheetView.as_view(), name="sheet"),
        ]
