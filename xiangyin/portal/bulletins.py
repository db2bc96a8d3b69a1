"""Bulletins of placements that the office has published to everybody."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiangyin.placements.reports import as_document
from xiangyin.placements.reports.kept import as_kept, published
from xiangyin.placements.reports.words import definition, title

from .reading import county_of
from .views import site_of


def _found(request: HttpRequest, period: str):
    kept = published(county_of(site_of(request))).filter(period=period).first()
    if kept is None:
        raise Http404
    return kept


@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """All of them, the latest first."""
    found = published(county_of(site_of(request)))
    lines = [(kept.period, title(as_kept(kept))) for kept in found]
    return render(request, "portal/bulletins.html", {"lines": lines})


@require_safe
def bulletin(request: HttpRequest, period: str) -> HttpResponse:
    """One, as it was frozen."""
    kept = _found(request, period)
    told = as_kept(kept)
    context = {
        "told": told,
        "title": title(told),
        "definition": definition(told),
        "kept": kept,
    }
    return render(request, "portal/bulletin.html", context)


@require_safe
def bulletin_json(request: HttpRequest, period: str) -> HttpResponse:
    """The same as data, with the hash that anybody can recompute."""
    document = as_document(as_kept(_found(request, period)))
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})
