"""Questions an editor asks of tips, plans and stories."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.query import PageQuerySet

from xiangyin.kernel.querysets import CaseQuerySet, VisibleQuerySet
from xiangyin.kernel.rights import reach, within

from .lifecycles import TipState


def day_begins(day: date) -> datetime:
    """The first moment of ``day`` by the office's clock."""
    return timezone.make_aware(datetime.combine(day, time.min))


class TipQuerySet(CaseQuerySet):
    def waiting(self):
        return self.filter(state=TipState.WAITING)

    def oldest_first(self):
        return self.order_by("opened_on", "pk")

    def sent_by(self, person):
        return self.filter(sender=person)

    def seen_by(self, person):
        """A person's own tips, and those of the units their post reaches."""
        reached = within(reach(person, self.model.see_right))
        return self.filter(reached | Q(sender=person))


class PlanQuerySet(VisibleQuerySet):
    def open(self):
        """Plans that are neither dropped nor published."""
        return self.filter(~models.Exists(self._public_stories()), dropped_on=None)

    def unassigned(self):
        jobs = self.model._meta.get_field("assignments").related_model.objects
        return self.open().filter(
            ~models.Exists(jobs.filter(plan=models.OuterRef("pk")))
        )

    def _public_stories(self):
        stories = self.model._meta.get_field("stories").related_model.objects
        return stories.filter(plan=models.OuterRef("pk"), live=True)

    def overdue(self, *, on):
        return self.open().filter(due_on__lt=on)

    def assigned_to(self, person):
        return self.filter(assignments__reporter=person)

    def on_the_board(self, *, since: date):
        """Open plans, and those of which a story was first public since a day."""
        public = self._public_stories()
        fresh = public.filter(first_published_at__gte=day_begins(since))
        undropped = self.filter(dropped_on=None)
        return undropped.filter(~models.Exists(public) | models.Exists(fresh))

    def seen_by(self, person):
        """Plans of the units a person's post reaches, and those they work on."""
        reached = within(reach(person, self.model.see_right))
        own = self.model.objects.assigned_to(person).values("pk")
        return self.filter(reached | Q(pk__in=own))


class StoryQuerySet(PageQuerySet):
    def visible_to(self, person, right="newsroom.see_story"):
        """Stories of the units a person's post reaches, and their own."""
        return self.filter(within(reach(person, right)) | Q(owner=person))

    def published_between(self, first, last):
        """Stories first published from ``first`` to ``last``, both included.

        Asked by moments, not by ``__date``, which no index answers.
        """
        return self.live().filter(
            first_published_at__gte=day_begins(first),
            first_published_at__lt=day_begins(last + timedelta(days=1)),
        )

    def newest_first(self):
        return self.order_by("-first_published_at", "-pk")


class SignatureQuerySet(models.QuerySet):
    def valid_for(self, digest: str):
        """Approvals of exactly the text with this fingerprint that still stand."""
        return self.filter(digest=digest, decision="accept", void=False)
