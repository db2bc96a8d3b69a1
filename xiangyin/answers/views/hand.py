"""Whose question it is in this browser: a session that remembers for two hours.

A village shares a computer: what was opened is shut again by itself, or by a button.
"""

from datetime import datetime, timedelta

from django.http import Http404
from django.utils import timezone
from wagtail.models import Site

from xiangyin.kernel.sealing import Unreadable, seal, unseal

from ..models import Question

KEPT = timedelta(hours=2)
ASKED, CODES = "answers_asked", "answers_codes"
MOST_OPEN = 5


def county_of(request):
    """The county whose site this is. Raises ``Http404`` where none is open."""
    site = Site.find_for_request(request)
    county = getattr(site.root_page.specific, "county", None) if site else None
    if county is None:
        raise Http404
    return county


def remember(request, question: Question, *, code: str = "") -> None:
    """Let this browser open the question; ``code`` is shown until it is shut."""
    until = (timezone.now() + KEPT).isoformat()
    known = request.session.get(ASKED, {})
    known = dict(list(known.items())[-(MOST_OPEN - 1) :])
    request.session[ASKED] = {**known, str(question.pk): until}
    if code:
        told = request.session.get(CODES, {})
        request.session[CODES] = {**told, str(question.pk): seal(code)}


def keep_code(request, question: Question, code: str) -> None:
    """Remember the code now, in the transaction in which it was given out."""
    remember(request, question, code=code)
    request.session.save()


def opened(request, number: str) -> Question:
    """The question of this number, if this browser has opened it.

    Raises ``Http404``, the same for a number that is not there.
    """
    now = timezone.now()
    pks = [
        pk
        for pk, until in request.session.get(ASKED, {}).items()
        if datetime.fromisoformat(until) > now
    ]
    found = Question.objects.filter(
        pk__in=pks, county=county_of(request), number=number
    )
    question = found.select_related("unit", "matter", "place", "merged_into__unit")
    question = question.first()
    if question is None:
        raise Http404
    return question


def code_of(request, question: Question) -> str:
    """The query code, in the browser in which it was given out."""
    sealed = request.session.get(CODES, {}).get(str(question.pk), "")
    try:
        return unseal(sealed)
    except Unreadable:
        return ""


def shut(request) -> None:
    """Forget what was opened here."""
    for key in (ASKED, CODES):
        request.session.pop(key, None)
