"""What the office knows to many who ask the same: a list, and one entry."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..models.publication import lines_of
from ..reports.known import entries, known_like
from .hand import county_of

PER_PAGE = 30
LONGEST_QUERY = 60


@require_safe
def known(request):
    """Entries by heading, or those most like what is looked for."""
    county, today = county_of(request), timezone.localdate()
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_QUERY]
    page = Paginator(entries(county), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "words": words,
        "alike": known_like(words, county=county, today=today),
        "page": page,
        "rows": [(entry, entry.is_over(today)) for entry in page],
    }
    return render(request, "answers/known.html", context)


@require_safe
def entry(request, pk):
    """One entry, with who stands for it until when; one that is over says so."""
    found = get_object_or_404(entries(county_of(request)), pk=pk)
    context = {
        "entry": found,
        "lines": lines_of(found.text),
        "is_over": found.is_over(timezone.localdate()),
        "corrections": found.changes.filter(act="corrected"),
    }
    return render(request, "answers/known_entry.html", context)
