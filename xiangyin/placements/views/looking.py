"""Looking back (成效回看): figures of some months, each leading to its list."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext, pgettext

from ..forms.looking import LookingForm
from ..models import Outlet, Placement, Work, name_tiers
from ..reports.looking import Looking
from ..reports.seen import figures_as_csv, figures_as_xlsx
from ..services.counted_months import counted_lines
from .desk import DeskView, Screens

SVG = "image/svg+xml; charset=utf-8"
FILES = {
    "csv": (figures_as_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        figures_as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
PER_PAGE = 50


class OfAsked(DeskView):
    """Reads from the address what is asked for."""

    right = "placements.see"
    page_title = gettext_lazy("Figures")
    header_icon = "history"

    @cached_property
    def form(self) -> LookingForm:
        return LookingForm(
            self.request.GET,
            person=self.request.user,
            county=self.county,
            today=timezone.localdate(),
        )

    @cached_property
    def asked(self):
        return self.form.asked()

    @cached_property
    def told(self) -> Looking:
        lines = counted_lines(self.county, self.asked.period)
        return Looking(self.request.user, self.county, self.asked, lines)

    def heading(self) -> str:
        """清岚县 2026-01 — 2026-05."""
        first, last = self.asked.period.months_in[0], self.asked.period.months_in[-1]
        months = [f"{year}-{month:02}" for year, month in dict.fromkeys((first, last))]
        return f"{self.asked.unit or self.county} {' — '.join(months)}"


def address(name: str, query: str, *args) -> str:
    return f"{reverse(f'placements_figures:{name}', args=args)}?{query}"


def listed(query: str) -> str:
    """The list of the placements that a number counts."""
    url = reverse("placements_list:index")
    return f"{url}?state=confirmed&counted=on&{query}"


def waits_url(told: Looking, query: str) -> str:
    """The list of how long each took, opened where the median stands."""
    page = max(0, (told.items - 1) // 2) // PER_PAGE + 1
    return f"{address('list', query, 'waits')}&p={page}"


class FiguresView(OfAsked):
    template_name = "placements/figures.html"

    def get_context_data(self, **kwargs):
        told, query = self.told, self.asked.query()
        return {
            **super().get_context_data(**kwargs),
            "form": self.form,
            "told": told,
            "heading": self.heading(),
            "items_url": listed(query),
            "outlets_url": address("list", query, "outlets"),
            "works_url": address("list", query, "works"),
            "uncarried_url": address("list", query, "not-carried"),
            "waits_url": waits_url(told, query),
            "tables": [
                {
                    "chart": table.chart,
                    "picture": address("chart", query, table.chart.name),
                    "rows": [
                        (row, self.behind(asked) if row[1] else "")
                        for row, asked in table.rows
                    ],
                }
                for table in told.tables()
            ],
            "files": [(kind, address("file", query, kind)) for kind in FILES],
        }

    def behind(self, asked: str) -> str:
        """What a number counts; of the outlets that no row names, all outlets."""
        if asked:
            return listed(asked)
        return address("list", self.asked.query(), "outlets")


class FiguresChart(OfAsked):
    def get(self, request, name):
        tables = {table.chart.name: table for table in self.told.tables()}
        if name not in tables:
            raise Http404
        answer = HttpResponse(tables[name].chart.svg, content_type=SVG)
        answer["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        )
        return answer


class FiguresFile(OfAsked):
    def get(self, request, kind):
        if kind not in FILES:
            raise Http404
        make, content_type = FILES[kind]
        answer = HttpResponse(make(self.told, self.heading()), content_type)
        months = self.asked.period
        name = f"figures-{self.county.code}-{months.first:%Y-%m}-{months.last:%Y-%m}"
        answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
        return answer


class FiguresList(OfAsked):
    """What a figure at the head of the page counts: outlets, or works."""

    template_name = "placements/figures_list.html"
    titles = {
        "outlets": gettext_lazy("Outlets that carried us"),
        "works": gettext_lazy("Works that were carried"),
        "not-carried": gettext_lazy("Published, not carried"),
        "waits": gettext_lazy("Days until carried"),
    }

    def get_page_title(self):
        if self.kwargs["what"] not in self.titles:
            raise Http404
        return self.titles[self.kwargs["what"]]

    def get_context_data(self, **kwargs):
        what, number = self.kwargs["what"], self.request.GET.get("p")
        title = self.get_page_title()
        page = Paginator(self.found(what), PER_PAGE).get_page(number)
        tell = {"outlets": self.outlets, "waits": self.waits}.get(what, self.works)
        rows = tell(page)
        query = self.asked.query()
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "rows": rows,
            "query": query,
            "heading": f"{self.heading()} {title}",
            "median": self.told.median_wait if what == "waits" else None,
            "figures_url": address("figures", query),
        }

    def found(self, what: str):
        told = self.told
        if what == "outlets":
            return sorted(told.by_outlet.items(), key=lambda each: (-each[1], each[0]))
        if what == "waits":
            return told.by_wait
        if what == "works":
            return told.carried[::-1].tolist()
        carried = set(told.carried.tolist())
        published = told.published.order_by("-published_on", "-pk")
        keys = published.values_list("pk", flat=True)
        return [key for key in keys if key not in carried]

    def outlets(self, page) -> list[tuple]:
        outlets = Outlet.objects.in_bulk([key for key, _count in page.object_list])
        name_tiers(outlets.values())
        return [
            (
                str(outlets[key]),
                outlets[key].get_tier_display(),
                ngettext("%(count)s item", "%(count)s items", count) % {"count": count},
                listed(self.asked.query(outlet=key)),
            )
            for key, count in page.object_list
        ]

    def waits(self, page) -> list[tuple]:
        found = Placement.objects.select_related("work", "article__outlet")
        found = found.defer("work__text", "article__text")
        placements = found.in_bulk([key for key, _days in page.object_list])
        return [
            (
                placements[key].work.title,
                str(placements[key].article.outlet),
                ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
                if days
                else pgettext("days", "same day"),
                reverse("placements_confirm:pair", args=[key]),
            )
            for key, days in page.object_list
        ]

    def works(self, page) -> list[tuple]:
        works = Work.objects.select_related("unit").defer("text")
        found = works.in_bulk(list(page.object_list))
        return [
            (
                found[key].title,
                str(found[key].unit),
                found[key].published_on.isoformat(),
                reverse("placements_works:inspect", args=[key]),
            )
            for key in page.object_list
        ]


class FiguresScreens(Screens):
    name = "placements_figures"
    url_prefix = "placements/figures"
    icon = "history"
    menu_label = gettext_lazy("Figures")
    right = "placements.see"

    def get_urlpatterns(self):
        return [
            path("", FiguresView.as_view(), name="figures"),
            path("chart/<slug:name>.svg", FiguresChart.as_view(), name="chart"),
            path("file/<slug:kind>/", FiguresFile.as_view(), name="file"),
            path("<slug:what>/", FiguresList.as_view(), name="list"),
        ]
