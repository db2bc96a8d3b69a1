"""Questions that an application sends for somebody (Open311).

They wait like any other for the code that goes to the contact: an application's word
that somebody asks is not yet somebody who asks.
"""

import secrets
from datetime import date, datetime

from django.db import transaction

from ..models import Application, Origin, Posted, Question
from .asking import receive_question


@transaction.atomic
def receive_posted(
    *, application: Application, address: str, now: datetime, today: date, **told
) -> Posted:
    """Keep what an application sends, and send a code with a link to the contact.

    ``told`` is what :func:`receive_question` asks for, which raises what it raises.
    """
    question = receive_question(
        county=application.county, address=address, now=now, today=today, **told
    )
    Question.objects.filter(pk=question.pk).update(origin=Origin.APP)
    return Posted.objects.create(
        question=question,
        application=application,
        token=secrets.token_urlsafe(16),
    )


def posted_as(token: str, *, county) -> Posted | None:
    """What was sent under a token, unless its time to be confirmed is over."""
    found = Posted.objects.filter(token=token[:40], question__county=county)
    found = found.exclude(question__state="lapsed")
    return found.select_related("question").first()
