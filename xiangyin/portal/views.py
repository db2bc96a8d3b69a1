"""Doors of the public site that are not Wagtail pages."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from . import months, reading
from .answers import addresses_of_answers
from .imprint import Imprint
from .kept import notes
from .kept.notes import EVERYTHING, below, frame, made_from
from .models import Home, Section


def site_of(request) -> Site:
    """The site this request is for. Raises ``Http404`` where none is open."""
    site = Site.find_for_request(request)
    if site is None or not isinstance(site.root_page.specific, Home):
        raise Http404
    Imprint.for_request(request)  # and the site's county with it
    return site


@require_safe
def theme(request, slug):
    site = site_of(request)
    found = get_object_or_404(reading.themes_on(site), slug=slug)
    made_from(notes.theme(found.pk))
    stories = reading.page_of_theme(site, found, request.GET.get("p"))
    context = {"theme": found, "stories": stories}
    return render(request, "portal/theme.html", context)


@require_safe
def unit(request, code):
    site = site_of(request)
    units = reading.units_on(site).select_related("card")
    found = get_object_or_404(units, code=code)
    made_from(below(site.root_page.path))
    stories = reading.page_of_unit(site, found, request.GET.get("p"))
    return render(request, "portal/unit.html", {"unit": found, "stories": stories})


@require_safe
def archive(request):
    years: dict = {}
    site = site_of(request)
    made_from(below(site.root_page.path))
    for month, count in reading.months(site):
        years.setdefault(month.year, []).append((month, count))
    return render(request, "portal/archive.html", {"years": list(years.items())})


@require_safe
def archive_month(request, year, month):
    first = months.month_of(year, month)
    site = site_of(request)
    made_from(below(site.root_page.path))
    days = reading.stories_of_month(site, year, month)
    if not days:
        raise Http404
    counts = {day: len(stories) for day, stories in days}
    context = {"days": days, "month": first, "weeks": months.weeks_of(first, counts)}
    return render(request, "portal/archive_month.html", context)


@require_safe
def site_map(request):
    site = site_of(request)
    return render(
        request,
        "portal/site_map.html",
        {
            "themes": reading.themes_on(site),
            "units": reading.units_on(site).filter(depth__lte=2),
        },
    )


@require_safe
def accessibility(request):
    site_of(request)
    return render(request, "portal/accessibility.html")


@require_safe
def robots(request):
    # The page of the search may be found; what was searched for is nobody's page.
    closed = ("/admin/", "/accounts/", "/my/", "/search/?", "/search/offers/")
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"
    )


@require_safe
def sitemap(request):
    site = site_of(request)
    made_from(below(site.root_page.path), frame(site.root_page), EVERYTHING)
    pages = [site.root_page, *Section.objects.of(site)]
    stories = reading.stories_on(site).select_related(None)
    pages += stories.only("path", "url_path", "last_published_at")[:40_000]
    entries = [(page.get_full_url(request), page.last_published_at) for page in pages]
    root = request.build_absolute_uri("/").removesuffix("/")
    entries += [
        (f"{root}{address}", at)
        for address, at in addresses_of_answers(reading.county_of(site))
    ]
    here = timezone.get_current_timezone()
    entries = [
        (address, at and at.astimezone(here).isoformat(timespec="seconds"))
        for address, at in entries
    ]
    return render(
        request,
        "portal/sitemap.xml",
        {"entries": entries},
        content_type="application/xml; charset=utf-8",
    )
