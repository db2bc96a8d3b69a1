"""The year in figures, for everybody: pictures, and the tables they are drawn from."""

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..models import Openness
from ..reports.beside import Beside, beside
from ..reports.pictures import Told, charts_of, definition, svg_of, told_of_a_year
from .hand import county_of

SVG = "image/svg+xml; charset=utf-8"
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# A year of questions is counted anew after so many seconds, however many look.
COUNTED_ANEW = 120


def _year(county) -> tuple[Told, Beside]:
    today = timezone.localdate()
    key = f"answers.figures.{county.pk}.{today}.{get_language()}"
    found = cache.get(key)
    if found is None:
        told = told_of_a_year(county, today=today)
        answered = told.everything.called_back.whole
        span = {"since": told.since, "until": told.until}
        found = told, beside(county, answered=answered, **span)
        cache.set(key, found, COUNTED_ANEW)
    return found


@require_safe
def figures(request):
    """A year of questions: how many, in time, solved, and of how many that is."""
    county = county_of(request)
    told, stands_beside = _year(county)
    context = {
        "told": told,
        "beside": stands_beside,
        "charts": charts_of(told),
        "definition": definition(),
        "openness": Openness.of(county),
    }
    return render(request, "answers/figures.html", context)


@require_safe
def picture(request, name):
    """One picture of the year; ``?narrow`` for a telephone."""
    told, _beside = _year(county_of(request))
    return picture_of(told, name, request)


def picture_of(
    told: Told, name: str, request, *, is_boxed: bool = False
) -> HttpResponse:
    """A chart as SVG. Raises ``Http404`` where there is none to draw."""
    chart = charts_of(told).get(name)
    if chart is None:
        raise Http404
    drawn = svg_of(chart, narrow="narrow" in request.GET, is_boxed=is_boxed)
    answer = HttpResponse(drawn, SVG)
    answer["Content-Security-Policy"] = SVG_POLICY
    return answer
