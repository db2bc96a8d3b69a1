"""The doors of the search: its page, and what it offers while somebody types."""

from datetime import date, datetime, time, timedelta

from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from . import meaning, reading, searching
from .answers import AnswersFound, answers_found
from .models import sections_for
from .searching import Narrow
from .views import site_of

LONGEST = 100
LAST_PAGE = 1_000
TIMES = {
    "week": _("this week"),
    "month": _("this month"),
    "year": _("this year"),
}
ORDERS = {"": pgettext_lazy("order", "best first"), "new": _("newest first")}


@require_safe
def search(request):
    site = site_of(request)
    query = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    told = Told(request.GET, site, sections_for(request))
    found = searching.search(site, query, told.narrow(), number=told.number)
    counts = [(part, found.by_section[part.pk]) for part in told.sections]
    is_first = told.number == 1 and not told.is_narrowed
    context = {
        "found": found,
        "answered": answers_found(site, found.asked) if is_first else AnswersFound(),
        "query": query,
        "told": told,
        "counts": [each for each in counts if each[1] or each[0] == told.section],
        "times": TIMES,
        "orders": ORDERS,
        "units": told.units,
    }
    return render(request, "portal/search.html", context)


@require_safe
def offers(request):
    """What may be meant by what is typed so far, as data for ``search.js``."""
    found = meaning.offers(site_of(request), request.GET.get("q", "").replace("\0", ""))
    told = [
        {"text": offer.text, "kind": str(offer.kind), "address": offer.address}
        for offer in found
    ]
    said = ngettext("%(count)s suggestion", "%(count)s suggestions", len(told))
    response = JsonResponse({"offers": told, "said": said % {"count": len(told)}})
    # What is withdrawn now is offered to nobody a minute later.
    response["Cache-Control"] = "no-store"
    return response


class Told:
    """What an address says besides the words. What it says wrongly it does not say."""

    def __init__(self, address, site, sections):
        self.address = address
        self.sections = sections
        self.units = list(reading.units_on(site))
        self.section = self._one(self.sections, "slug", "section")
        self.unit = self._one(self.units, "code", "unit")
        self.when = address.get("when", "") if address.get("when") in TIMES else ""
        self.first, self.last = _day(address.get("from")), _day(address.get("to"))
        self.order = "new" if address.get("order") == "new" else ""
        number = address.get("p", "")
        number = number if number.isascii() and number.isdigit() else "1"
        self.number = min(int(number[:6]), LAST_PAGE)

    def _one(self, things, attribute: str, name: str):
        wanted = self.address.get(name)
        return next(
            (each for each in things if getattr(each, attribute) == wanted), None
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether something besides the words keeps stories out."""
        return bool(self.section or self.unit or self.when or self.first or self.last)

    def narrow(self) -> Narrow:
        first, behind = self._days()
        newest = self.order == "new"
        return Narrow(
            self.section, self._below(), _begins(first), _begins(behind), newest
        )

    def _below(self) -> tuple[int, ...]:
        """Keys of the unit and of all below it; none for the county, which is all."""
        if self.unit is None or self.unit.is_root():
            return ()
        path = self.unit.path
        return tuple(unit.pk for unit in self.units if unit.path.startswith(path))

    def _days(self) -> tuple[date | None, date | None]:
        """The first day of the time that is meant, and the one behind its last."""
        today = timezone.localdate()
        starts = {
            "week": today - timedelta(days=today.weekday()),
            "month": today.replace(day=1),
            "year": today.replace(month=1, day=1),
        }
        first = starts.get(self.when, self.first)
        behind = self.last + timedelta(days=1) if self.last and not self.when else None
        return first, behind

    def told(self) -> dict[str, str]:
        """What the address says, for the next one."""
        said = {
            "q": self.address.get("q", "")[:LONGEST],
            "section": self.section.slug if self.section else "",
            "unit": self.unit.code if self.unit else "",
            "when": self.when,
            "from": self.first.isoformat() if self.first else "",
            "to": self.last.isoformat() if self.last else "",
            "order": self.order,
        }
        return {name: value for name, value in said.items() if value}

    def but(self, **others) -> str:
        """The address with something said otherwise; "" takes it away."""
        said = {**self.told(), **others}
        return "?" + urlencode({name: each for name, each in said.items() if each})


def _day(said: str | None) -> date | None:
    try:
        day = date.fromisoformat(said or "")
    except ValueError:
        return None
    return day if 1 < day.year < 9000 else None


def _begins(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
