"""What everybody reads: answered questions."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from xiangyin.kernel.made_from import made_from
from xiangyin.kernel.pages import MOST_FOUND, KeysFirst

from ..models import PUBLIC_WORDS, Matter, PublicPhoto
from ..reports.known import known_like
from ..reports.promised import promised
from ..reports.similar import answered_like, published
from ..shown import ANSWERS, answer_note
from .hand import county_of

PER_PAGE = 20
LONGEST_QUERY = 60


@require_safe
def answered(request):
    """Answered questions, the newest first; or those most like what is looked for."""
    county = county_of(request)
    made_from(ANSWERS)
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
        "known": known_like(words, county=county, today=timezone.localdate()),
        "page": KeysFirst(shown, PER_PAGE, most=MOST_FOUND if words else None).get_page(
            request.GET.get("p")
        ),
    }
    return render(request, "answers/answered.html", context)


def photos_of(question):
    """The copies that everybody may see, in the order in which they were sent."""
    copies = PublicPhoto.objects.filter(photo__question=question)
    return copies.select_related("picture").prefetch_related("picture__renditions")


@require_safe
def answer(request, number):
    """One answered question: asked, answered, by which unit, and the reply."""
    published_here = published(county_of(request))
    shown = get_object_or_404(published_here, question__number=number)
    made_from(answer_note(shown.question_id))
    today = timezone.localdate()
    context = {
        "shown": shown,
        "photos": photos_of(shown.question),
        "undertakings": promised(shown.question, today=today),
    }
    return render(request, "answers/answer.html", context)
