"""Doors of the pages that are not about stories: what's on, services, who we are."""

from datetime import UTC, date, timedelta

from django.core.paginator import Paginator
from django.db.models import Max, Min
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from . import look, months, reading
from .display import A_YEAR
from .models import Imprint, Occasion, Service
from .views import site_of

IN_A_FEED = 200
STAYS_IN_FEED = timedelta(days=30)


def occasions_on(site):
    """The public dates of this county."""
    county = reading.county_of(site)
    return Occasion.objects.of_county(county).select_related("unit")


@require_safe
def whats_on(request):
    """What is on or still to come, the next first."""
    coming = occasions_on(site_of(request)).coming(now=timezone.now())
    return _listing(request, coming, "portal/whats_on.html")


@require_safe
def whats_past(request):
    """What is over stays to be found."""
    past = occasions_on(site_of(request)).past(now=timezone.now())
    return _listing(request, past, "portal/whats_past.html")


def _listing(request, occasions, template):
    pages = Paginator(occasions, reading.PER_PAGE)
    context = {
        "occasions": pages.get_page(request.GET.get("p")),
        "month": timezone.localdate().replace(day=1),
    }
    return render(request, template, context)


@require_safe
def whats_on_month(request, year, month):
    """One month as a table. Only months from the first date kept to the last."""
    first = months.month_of(year, month)
    occasions = occasions_on(site_of(request))
    kept = occasions.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    today = timezone.localdate().replace(day=1)
    ends = [_month(moment) for moment in kept.values() if moment] + [today]
    if not min(ends) <= first <= max(ends):
        raise Http404
    after, before = months.next_month(first), months.month_before(first)
    found = occasions.during(months.begins(first), months.begins(after))
    context = {
        "month": first,
        "weeks": months.weeks_of(first, by_day(found, first, after)),
        "before": before if before >= min(ends) else None,
        "after": after if after <= max(ends) else None,
    }
    return render(request, "portal/whats_on_month.html", context)


def _month(moment) -> date:
    return timezone.localtime(moment).date().replace(day=1)


def by_day(occasions, first: date, after: date) -> dict[date, list[Occasion]]:
    """Each date on every day on which it goes on, from ``first`` to before ``after``."""
    days: dict[date, list[Occasion]] = {}
    for occasion in occasions:
        begins = timezone.localtime(occasion.starts_at).date()
        ends = timezone.localtime(occasion.ends_at or occasion.starts_at).date()
        day, last = max(begins, first), min(ends, after - timedelta(days=1))
        while day <= last:
            days.setdefault(day, []).append(occasion)
            day += timedelta(days=1)
    return days


@require_safe
def occasion(request, pk):
    found = get_object_or_404(occasions_on(site_of(request)), pk=pk)
    is_over = (found.ends_at or found.starts_at) < timezone.now()
    context = {"occasion": found, "is_over": is_over}
    return render(request, "portal/occasion.html", context)


@require_safe
def whats_on_feed(request):
    """The same for calendars; what is over stays a month, so that they drop it gently."""
    site, now = site_of(request), timezone.now()
    rows = occasions_on(site).coming(now=now - STAYS_IN_FEED)[:IN_A_FEED]
    calendar = Calendar.new(
        name=Imprint.for_site(site).masthead,
        prodid="-//Xiangyin//What is on//ZH",
        method="PUBLISH",
        subcomponents=[_entry(row, request, site, now) for row in rows],
    )
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


def _entry(row: Occasion, request, site, now) -> Event:
    """One date for calendars, in universal time: nobody needs our table of zones."""
    return Event.new(
        uid=f"occasion-{row.pk}@{site.hostname}",
        stamp=now,
        start=row.starts_at.astimezone(UTC),
        end=row.ends_at and row.ends_at.astimezone(UTC),
        summary=str(row),
        location=row.place,
        description=row.about or None,
        url=request.build_absolute_uri(reverse("occasion", args=[row.pk])),
        status="CANCELLED" if row.is_called_off else "CONFIRMED",
    )


@require_safe
def services(request):
    """Addresses and numbers by what they belong to, in the office's order."""
    county = reading.county_of(site_of(request))
    groups: dict[str, list[Service]] = {}
    for row in Service.objects.of_county(county).select_related("unit"):
        groups.setdefault(row.group_name, []).append(row)
    return render(request, "portal/services.html", {"groups": list(groups.items())})


@require_safe
def about(request):
    """Who we are: the units, how stories are made and corrected. No people."""
    units = reading.units_on(site_of(request)).filter(depth__lte=2)
    context = {"units": units.select_related("card")}
    return render(request, "portal/about.html", context)


@require_safe
def stylesheet(request, version):
    """The office's colour. An address that is not of today leads to the one that is."""
    accent = look.accent_of(Imprint.for_site(site_of(request)))
    if not accent:
        raise Http404
    if version != look.version(accent):
        return redirect("look", version=look.version(accent))
    response = HttpResponse(
        look.stylesheet(accent), content_type="text/css; charset=utf-8"
    )
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
