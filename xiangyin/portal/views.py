"""Doors of the public site that are not Wagtail pages."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language
from wagtail.models import Site

from . import reading
from .models import Section

A_YEAR = 365 * 24 * 3600


def site_of(request) -> Site:
    """The site this request is for. Raises ``Http404`` where none is open."""
    site = Site.find_for_request(request)
    if site is None or not hasattr(site.root_page.specific, "county"):
        raise Http404
    return site


@require_safe
def theme(request, slug):
    site = site_of(request)
    found = get_object_or_404(reading.themes_on(site), slug=slug)
    stories = reading.stories_on(site).filter(theme=found)
    return _listing(request, stories, "portal/theme.html", theme=found)


@require_safe
def unit(request, code):
    site = site_of(request)
    found = get_object_or_404(reading.units_on(site), code=code)
    stories = reading.stories_on(site).filter(unit__path__startswith=found.path)
    return _listing(request, stories, "portal/unit.html", unit=found)


def _listing(request, stories, template, **context):
    pages = Paginator(reading.with_pictures(stories), reading.PER_PAGE)
    context["stories"] = pages.get_page(request.GET.get("p"))
    return render(request, template, context)


@require_safe
def archive(request):
    years: dict = {}
    for month, count in reading.months(site_of(request)):
        years.setdefault(month.year, []).append((month, count))
    return render(request, "portal/archive.html", {"years": list(years.items())})


@require_safe
def archive_month(request, year, month):
    if not 1 <= month <= 12 or not 1 <= year <= 9998:
        raise Http404
    days = reading.stories_of_month(site_of(request), year, month)
    if not days:
        raise Http404
    return render(
        request, "portal/archive_month.html", {"days": days, "month": days[0][0]}
    )


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
    lines = [
        "User-agent: *",
        *(
            f"Disallow: {path}"
            for path in ("/admin/", "/accounts/", "/my/", "/search/")
        ),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"
    )


@require_safe
def sitemap(request):
    site = site_of(request)
    pages = [site.root_page, *Section.objects.of(site)]
    stories = reading.stories_on(site).select_related(None)
    pages += stories.only("path", "url_path", "last_published_at")[:40_000]
    entries = [(page.get_full_url(request), page.last_published_at) for page in pages]
    return render(
        request,
        "portal/sitemap.xml",
        {"entries": entries},
        content_type="application/xml; charset=utf-8",
    )


# Reading pages carry no CSRF cookie, so that a cache may keep them: these two doors
# change nothing but how the page looks to whoever opens it.
choose_language = csrf_exempt(set_language)


@csrf_exempt
@require_POST
def large_type(request):
    """Turn large type on or off, and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = redirect(back)
    if request.POST.get("size") == "large":
        response.set_cookie(
            settings.XIANGYIN_SIZE_COOKIE,
            "large",
            max_age=A_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    else:
        response.delete_cookie(settings.XIANGYIN_SIZE_COOKIE, samesite="Lax")
    return response
