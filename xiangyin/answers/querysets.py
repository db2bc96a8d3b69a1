"""What can be asked of questions, matters and terms."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from xiangyin.kernel.models import Unit
from xiangyin.kernel.querysets import CaseQuerySet
from xiangyin.kernel.rights import reach, within

from .lifecycles import QuestionState


class QuestionQuerySet(CaseQuerySet):
    def confirmed(self):
        """Questions that came in: the others may never."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self):
        return self.filter(state=QuestionState.WAITING)

    def answered(self):
        return self.filter(state=QuestionState.ANSWERED)

    def seen_by(self, person):
        """Those of the units that a person's post reaches, leading or supporting."""
        reached = within(reach(person, self.model.see_right))
        # Found once: a unit supports few, and PostgreSQL would ask for each question.
        helping = self.model.supports.rel.related_model.objects.filter(reached)
        return self.confirmed().filter(reached | Q(pk__in=helping.values("question")))

    def soonest_first(self):
        """What is due first on top; what stands still comes last."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), "pk")


class UndertakingQuerySet(models.QuerySet):
    """What units promised, each with the question whose reply says so."""

    def given(self):
        """Those that somebody was told of: with a draft nothing is promised yet, and
        who takes a question back waits for nothing."""
        replies = self.model.question.field.related_model.replies.rel.related_model
        told = replies.objects.filter(
            question=OuterRef("question"), sent_at__isnull=False
        )
        return self.filter(Exists(told)).exclude(
            question__state=QuestionState.WITHDRAWN
        )

    def standing(self):
        """Given, and not fulfilled yet."""
        return self.given().filter(done_on=None)

    def visible_to(self, person, right: str = "answers.see"):
        """Those of the units at or below which ``person`` holds ``right``."""
        return self.filter(within(reach(person, right), field="question__unit"))


class OfCountyQuerySet(models.QuerySet):
    """What a county keeps for all its units."""

    def visible_to(self, person, right: str = "answers.see_catalogue"):
        """Those of the counties in which ``person`` holds ``right`` at any unit."""
        paths = [path[: Unit.steplen] for path in reach(person, right)]
        return self.filter(within(paths, field="county"))


class DatedQuerySet(models.QuerySet):
    """Rows that hold from a day on, until a later row."""

    def on(self, day):
        """The row in force on ``day``, or None."""
        return self.filter(since__lte=day).order_by("-since", "-pk").first()


class EntryQuerySet(models.QuerySet):
    """Knowledge entries of a county."""

    def public(self):
        """What everybody may read, expired ones too: they say so themselves."""
        return self.filter(withdrawn_at=None)

    def offered_on(self, day):
        """What somebody stands for on ``day``."""
        return self.public().filter(good_until__gte=day)

    def visible_to(self, person, right: str = "answers.see"):
        """Those of the counties in which ``person`` holds ``right`` at any unit."""
        paths = [path[: Unit.steplen] for path in reach(person, right)]
        return self.filter(within(paths, field="county"))
