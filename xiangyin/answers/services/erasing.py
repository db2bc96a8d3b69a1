"""What is deleted by itself: names and contacts a year after a question is closed.

Those who follow it are forgotten with those who asked.
"""

from datetime import timedelta

from django.db.models import Q

from xiangyin.kernel.models import Record
from xiangyin.kernel.personal import sweeps
from xiangyin.kernel.sealing import Unreadable, reseal
from xiangyin.kernel.services.audit import subject_of

from ..models import ContactChange, Follower, Question
from ..personal import FOLLOWING, NAME
from .asker import forget_asker

SEALED = (
    (Question, ("sealed_name", "sealed_contact")),
    (ContactChange, ("sealed_contact", "sealed_code", "sealed_former")),
    (Follower, ("sealed_contact", "sealed_code")),
)


@sweeps("answers.Question")
def forget_old_askers(*, now) -> int:
    """Delete who asked what was closed long enough ago. Returns how many."""
    over = now - timedelta(days=NAME.days or 0)
    somebody = ~Q(sealed_contact="") | ~Q(sealed_name="") | Q(photos__isnull=False)
    closed = Question.objects.filter(
        somebody, state__in=Question.closed_states, opened_on__lt=over.date()
    ).distinct()
    old = [question for question in closed if last_step(question) < over]
    for question in old:
        forget_asker(question)
    return len(old)


@sweeps("answers.Follower")
def forget_old_followers(*, now) -> int:
    """Delete who followed what was closed long enough ago. Returns how many."""
    over = now - timedelta(days=FOLLOWING.days or 0)
    closed = Question.objects.filter(
        followers__isnull=False,
        state__in=Question.closed_states,
        opened_on__lt=over.date(),
    ).distinct()
    old = [question.pk for question in closed if last_step(question) < over]
    return Follower.objects.filter(question__in=old).delete()[0]


def last_step(question: Question):
    """When the question last moved, by the audit trail."""
    lines = Record.objects.filter(
        subject=subject_of(question), action__in=question.lifecycle.steps
    )
    last = lines.order_by("-pk").first()
    return last.at if last else question.asked_at


def reseal_all() -> tuple[int, int]:
    """Seal everything under the newest secret. Returns how many, and how many failed.

    What no secret at hand opens stays as it is.
    """
    done = failed = 0
    for model, fields in SEALED:
        for row in model.objects.only("pk", *fields).iterator():
            try:
                now = {name: reseal(getattr(row, name)) for name in fields}
            except Unreadable:
                failed += 1
                continue
            model.objects.filter(pk=row.pk).update(**now)
            done += 1
    return done, failed
