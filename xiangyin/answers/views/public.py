"""What everybody reads: answered questions, and how many there were."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangyin.kernel.models import Unit
from xiangyin.kernel.pages import MOST_FOUND, KeysFirst

from ..models import PUBLIC_WORDS, Matter
from ..models.catalogue import kind_word
from ..reports.figures import figures as count
from ..reports.similar import answered_like, published
from .hand import county_of

PER_PAGE = 20
A_YEAR = timedelta(days=365)
LONGEST_QUERY = 60


@require_safe
def answered(request):
    """Answered questions, the newest first; or those most like what is looked for."""
    county = county_of(request)
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_QUERY]
    matters = Matter.objects.filter(county=county)
    wanted = request.GET.get("matter", "")
    matter = None
    if wanted.isascii() and wanted.isdigit():
        matter = matters.filter(pk=wanted[:18]).first()
    shown = published(county)
    if matter:
        shown = shown.filter(question__matter=matter)
    if words.strip():
        shown = shown.filter(PUBLIC_WORDS.holding(words))
    context = {
        "words": words,
        "matter": matter,
        "matters": matters,
        "alike": answered_like(words, county=county),
        "page": KeysFirst(shown, PER_PAGE, most=MOST_FOUND if words else None).get_page(
            request.GET.get("p")
        ),
    }
    return render(request, "answers/answered.html", context)


@require_safe
def answer(request, number):
    """One answered question: asked, answered, by which unit, and the reply."""
    shown = published(county_of(request)).filter(question__number=number)
    return render(request, "answers/answer.html", {"shown": get_object_or_404(shown)})


@require_safe
def figures(request):
    """A year of questions: how many, in time, solved, and of how many that is."""
    today = timezone.localdate()
    since = today - A_YEAR
    everything, kinds, groups = count(
        county_of(request), since=since, until=today, today=today
    )
    rows = [
        (_("all"), everything),
        *((kind_word(row.key), row) for row in kinds),
        *((Unit.Kind(row.key).label, row) for row in groups),
    ]
    context = {"rows": rows, "since": since, "until": today}
    return render(request, "answers/figures.html", context)
