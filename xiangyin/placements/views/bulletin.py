"""A period's bulletin: on screen, on paper, as a file; and what another scheme gives."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, re_path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyin.kernel.deadlines import deadline
from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.rights import may

from ..forms import AnswerForm, ObjectionForm, PublishForm, UntilForm
from ..lifecycles import BulletinState
from ..models import Compiling, KeptBulletin, Objection, Placement, Scheme
from ..reports import Bulletin, Dated, Period, bulletin, months_between
from ..reports.formats import FORMATS, file_name
from ..reports.illustrated import CHARTS
from ..reports.illustrated import chart as draw
from ..reports.kept import Differences, as_kept, differences
from ..reports.paper import Imprint
from ..reports.what_if import what_if
from ..reports.words import definition, period_name, title
from ..services.presets import PRESETS
from .desk import DeskView, Screens
from .keeping import AnswerView, CompilingView, KeepView, ObjectView, StepView

SVG = "image/svg+xml; charset=utf-8"
YEARS = range(1990, 2101)
# So many placements are counted again in a tenth of a second, whenever the page opens.
COMPARED_AT_ONCE = 20_000


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
    def may_keep(self) -> bool:
        return may(self.request.user, "placements.keep", self.county)

    @cached_property
    def kept(self) -> KeptBulletin | None:
        """What was kept: drafts, and what is not published, for who keeps them only."""
        kept = KeptBulletin.objects.filter(county=self.county, period=self.period.key)
        if not self.may_keep:
            kept = kept.filter(state__in=(BulletinState.OPEN, BulletinState.PUBLISHED))
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
            "charts": [
                (
                    draw(told, name),
                    reverse("placements_bulletin:chart", args=[told.key, name]),
                )
                for name in CHARTS
            ],
            "files": [
                (
                    form.extension.upper(),
                    reverse(
                        "placements_bulletin:file", args=[told.key, form.extension]
                    ),
                )
                for form in FORMATS.values()
            ],
            "what_if_url": url_of(told.period, "what_if"),
            "compiling": self.may_keep
            and Compiling.objects.filter(
                county=self.county, period=self.period.key
            ).exists(),
            "today": timezone.localdate(),
            **self.keeping(),
        }

    def keeping(self) -> dict:
        """How far the bulletin is, and what can be done next."""
        context = {"may_keep": self.may_keep, "kept": self.kept}
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
        changes = self.changes()
        return {
            **context,
            "state": BulletinState(state).label,
            "is_draft": state == BulletinState.DRAFT,
            "is_open": state == BulletinState.OPEN,
            "is_frozen": state == BulletinState.FROZEN,
            "is_published": state == BulletinState.PUBLISHED,
            "differences": changes,
            "compared": changes is not None,
            "can_freeze": state == BulletinState.OPEN
            and not changes
            and not any(each.outcome == Objection.Outcome.OPEN for each in objections),
            "objections": [
                (each, self.answer_form(each) if self.may_keep else None)
                for each in objections
            ],
            "objection_form": form if objecting and form.has_units else None,
            "until_form": UntilForm(initial={"until": self.usual_end()}),
            "publish_form": PublishForm(),
        }

    def usual_end(self) -> date:
        """Three working days for the units to look and object."""
        return deadline(timezone.localdate(), workdays=3, county=self.county).day

    def changes(self) -> Differences | None:
        """What differs from the ledger of now; for a very large one only when asked."""
        large = self.kept.told["document"]["totals"]["total"] > COMPARED_AT_ONCE
        if large and "compare" not in self.request.GET:
            return None
        return differences(self.kept)

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
        span = months_between(first, max(today, self.period.first))
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
        chosen = self.chosen()
        return {
            **super().get_context_data(**kwargs),
            "period_name": period_name(self.period),
            "schemes": self.schemes,
            "presets": PRESETS,
            "asked": self.request.GET.get("scheme", ""),
            "chosen": chosen.schemes[1] if chosen else None,
            "told": what_if(self.county, self.period, chosen) if chosen else None,
            "back_url": url_of(self.period),
        }

    @property
    def schemes(self):
        mine = Scheme.objects.visible_to(self.request.user)
        return mine.filter(unit=self.county).prefetch_related("rows")

    def chosen(self) -> Dated | None:
        """A scheme of the office by its key, or a published one by its name."""
        asked = self.request.GET.get("scheme", "")
        for each in PRESETS:
            if asked == each.key:
                return Dated.only(Scheme(name=each.name), each.rules)
        if not asked:
            return None
        if not (asked.isdecimal() and asked.isascii() and len(asked) < 18):
            raise Http404
        scheme = get_object_or_404(self.schemes, pk=asked)
        return Dated.only(scheme, scheme.rules)


class ChartView(OfAPeriod):
    def get(self, request, period, chart):
        if chart not in CHARTS:
            raise Http404
        picture = draw(self.bulletin, chart).svg
        answer = HttpResponse(picture, content_type=SVG)
        answer["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        )
        return answer


class FileView(OfAPeriod):
    """The bulletin as a file, in any of the formats."""

    def get(self, request, period, ending):
        form = FORMATS.get(ending)
        if form is None:
            raise Http404
        try:
            data = form.write(self.bulletin, Imprint())
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect(url_of(period))
        answer = HttpResponse(data, content_type=form.content_type)
        name = file_name(self.bulletin, form)
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
            at(r"charts/(?P<chart>[a-z]+)\.svg", ChartView, "chart"),
            at(r"bulletin\.(?P<ending>[a-z]+)", FileView, "file"),
            at("what-if/", WhatIfView, "what_if"),
            at("keep/", KeepView, "keep"),
            at("compiling/", CompilingView, "compiling"),
            at("objections/", ObjectView, "object"),
            at("step/(?P<step>[a-z]+)/", StepView, "step"),
            path("objections/<int:pk>/", AnswerView.as_view(), name="answer"),
        ]
