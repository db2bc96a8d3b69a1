"""A period's bulletin: on screen, on paper, as a file; and what another scheme gives."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, re_path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyin.kernel.deadlines import deadline
from xiangyin.kernel.rights import may

from ..forms import AnswerForm, ObjectionForm, PublishForm, UntilForm
from ..lifecycles import BulletinState
from ..models import KeptBulletin, Placement, Scheme
from ..reports import Bulletin, Period, bulletin, months_between
from ..reports.chart import bars
from ..reports.kept import as_kept, differences
from ..reports.sheet import as_xlsx
from ..reports.what_if import what_if
from ..reports.words import definition, period_name, title
from .desk import DeskView, Screens
from .keeping import AnswerView, KeepView, ObjectView, StepView

SVG = "image/svg+xml; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS = range(1990, 2101)


class OfAPeriod(DeskView):
    """Reads the period from the address; tells the kept bulletin where there is one."""

    right = "placements.see_bulletin"
    page_title = gettext_lazy("Bulletin")
    header_icon = "table"

    @cached_property
    def period(self) -> Period:
        try:
            period = Period.parse(self.kwargs["period"])
        except ValueError as unknown:
            raise Http404 from unknown
        if period.year not in YEARS:
            raise Http404
        return period

    @cached_property
    def kept(self) -> KeptBulletin | None:
        kept = KeptBulletin.objects.filter(county=self.county, period=self.period.key)
        return kept.first()

    @cached_property
    def bulletin(self) -> Bulletin:
        if self.kept:
            return as_kept(self.kept)
        return bulletin(self.county, self.period)


class LatestView(DeskView):
    """Leads to this month's bulletin."""

    right = "placements.see_bulletin"

    def get(self, request):
        return redirect(url_of(Period.of_month(timezone.localdate())))


def url_of(period: Period | str, name: str = "period") -> str:
    return reverse(f"placements_bulletin:{name}", args=[str(period)])


class BulletinView(OfAPeriod):
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
            "periods": self.periods(),
            "chart_url": url_of(told.period, "chart"),
            "sheet_url": url_of(told.period, "sheet"),
            "what_if_url": url_of(told.period, "what_if"),
            "today": timezone.localdate(),
            **self.keeping(),
        }

    def keeping(self) -> dict:
        """How far the bulletin is, and what can be done next."""
        may_keep = may(self.request.user, "placements.keep", self.county)
        context = {"may_keep": may_keep, "kept": self.kept}
        if self.kept is None:
            return context
        state = self.kept.state
        objecting = state == BulletinState.OPEN and (
            not self.kept.due_on or timezone.localdate() <= self.kept.due_on
        )
        form = ObjectionForm(person=self.request.user, county=self.county)
        objections = self.kept.objections.select_related(
            "unit", "placement", "raised_by", "answered_by"
        )
        return {
            **context,
            "state": BulletinState(state).label,
            "is_draft": state == BulletinState.DRAFT,
            "is_open": state == BulletinState.OPEN,
            "is_frozen": state == BulletinState.FROZEN,
            "is_published": state == BulletinState.PUBLISHED,
            "differences": differences(self.kept),
            "objections": [
                (each, self.answer_form(each) if may_keep else None)
                for each in objections
            ],
            "objection_form": form if objecting and form.has_units else None,
            "until_form": UntilForm(initial={"until": self.usual_end()}),
            "publish_form": PublishForm(),
        }

    def usual_end(self) -> date:
        """Three working days for the units to look and object."""
        return deadline(timezone.localdate(), workdays=3, county=self.county).day

    def answer_form(self, objection) -> AnswerForm | None:
        """Answers are given, and given anew, until the bulletin is frozen."""
        if self.kept.state not in (BulletinState.DRAFT, BulletinState.OPEN):
            return None
        told = {"outcome": objection.outcome, "answer": objection.answer}
        return AnswerForm(initial=told, prefix=f"answer-{objection.pk}")

    def periods(self) -> list[dict]:
        """Years since the first placement, each with its quarters and months."""
        today = timezone.localdate()
        mine = Placement.objects.filter(county=self.county).confirmed()
        # Ordered rather than aggregated: the day's index gives the first and stops.
        days = mine.order_by("article__published_on")
        first = days.values_list("article__published_on", flat=True).first() or today
        first = min(first, self.period.first)
        span = months_between(first, max(today, self.period.last))
        keys: dict[int, list[Period]] = {}
        for year, month in span[:36]:
            shown = keys.setdefault(year, [Period(year)])
            shown.append(Period(year, month, 1))
            if month in (1, 4, 7, 10) and date(year, month, 1) <= today:
                shown.append(Period(year, month, 3))
        return [
            {
                "year": year,
                "links": [
                    {
                        "name": short_name(each),
                        "title": period_name(each),
                        "url": url_of(each),
                        "on": each == self.period,
                    }
                    for each in sorted(periods, key=lambda one: (one.months, one.month))
                ],
                "open": year == self.period.year,
            }
            for year, periods in keys.items()
        ]


def short_name(period: Period) -> str:
    """Within a year's row of links: the year whole, Q2, 05."""
    if period.months == 12:
        return _("whole year")
    return period.key[5:]


def list_url(told: Bulletin, row) -> str:
    """The list behind a row; a tier is added to it for a cell."""
    url = reverse("placements_list:index")
    unit = f"&unit={row.unit.pk}" if row and row.unit else ""
    return f"{url}?state=confirmed&month={told.key}&counted=on{unit}"


class WhatIfView(OfAPeriod):
    """The same period by another scheme, line beside line."""

    template_name = "placements/what_if.html"
    page_title = gettext_lazy("What another scheme would give")

    def get_context_data(self, **kwargs):
        schemes = Scheme.objects.visible_to(self.request.user).filter(unit=self.county)
        asked = self.request.GET.get("scheme", "")
        chosen = None
        if asked:
            if not asked.isdecimal():
                raise Http404
            chosen = get_object_or_404(schemes.prefetch_related("rows"), pk=asked)
        return {
            **super().get_context_data(**kwargs),
            "period_name": period_name(self.period),
            "schemes": schemes,
            "chosen": chosen,
            "told": what_if(self.county, self.period, chosen) if chosen else None,
            "back_url": url_of(self.period),
        }


class ChartView(OfAPeriod):
    def get(self, request, period):
        answer = HttpResponse(bars(self.bulletin), content_type=SVG)
        answer["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        )
        return answer


class SheetView(OfAPeriod):
    def get(self, request, period):
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
        period = r"(?P<period>\d{4}(?:-\d{2}|-Q[1-4])?)"

        def at(rest, view, name):
            return re_path(rf"^{period}/{rest}$", view.as_view(), name=name)

        return [
            path("", LatestView.as_view(), name="latest"),
            at("", BulletinView, "period"),
            at(r"chart\.svg", ChartView, "chart"),
            at(r"bulletin\.xlsx", SheetView, "sheet"),
            at("what-if/", WhatIfView, "what_if"),
            at("keep/", KeepView, "keep"),
            at("objections/", ObjectView, "object"),
            at("step/(?P<step>[a-z]+)/", StepView, "step"),
            path("objections/<int:pk>/", AnswerView.as_view(), name="answer"),
        ]
