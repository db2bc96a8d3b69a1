"""Questions an editor asks of tips, plans and stories."""

from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.lookups import Exact
from django.utils import timezone
from wagtail.query import PageQuerySet

from xiangyin.kernel.models import Unit
from xiangyin.kernel.querysets import CaseQuerySet, VisibleQuerySet
from xiangyin.kernel.rights import AsItComes, may, reach, within

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


def is_open(stories, plan: str = "") -> Q:
    """A plan neither dropped nor published; ``plan`` leads to it (``plan__``).

    Without a public story: without any, or with unpublished ones alone. Said in two
    halves, because of most plans a story is public: whether there is any is in one
    index, and of unpublished ones there are few.
    """
    mine = stories.filter(plan=models.OuterRef(f"{plan}pk"))
    unpublished = stories.filter(live=False, plan__isnull=False)
    begun = Q(**{f"{plan}pk__in": unpublished.order_by().values("plan")})
    without = Q(~models.Exists(mine)) | (begun & ~models.Exists(mine.filter(live=True)))
    return Q(**{f"{plan}dropped_on": None}) & without


class AssignmentQuerySet(models.QuerySet):
    def of_open_plans(self):
        """Jobs whose plan is neither dropped nor published."""
        plans = self.model._meta.get_field("plan").related_model
        stories = plans._meta.get_field("stories").related_model.objects
        return self.filter(is_open(stories, "plan__"))


class PlanQuerySet(VisibleQuerySet):
    def open(self):
        """Plans that are neither dropped nor published."""
        return self.filter(is_open(self._stories()))

    def unassigned(self):
        jobs = self.model._meta.get_field("assignments").related_model.objects
        return self.open().filter(
            ~models.Exists(jobs.filter(plan=models.OuterRef("pk")))
        )

    def _stories(self):
        return self.model._meta.get_field("stories").related_model.objects

    def overdue(self, *, on):
        return self.open().filter(due_on__lt=on)

    def assigned_to(self, person):
        return self.filter(assignments__reporter=person)

    def on_the_board(self, *, since: date):
        """Open plans, and those of which a story was first public since a day."""
        public = self._stories().filter(live=True, plan__isnull=False)
        fresh = public.filter(first_published_at__gte=day_begins(since))
        shown = Q(pk__in=fresh.order_by().values("plan"))
        return self.filter(is_open(self._stories()) | (Q(dropped_on=None) & shown))

    def seen_by(self, person):
        """Plans of the units a person's post reaches, and those they work on."""
        reached = within(reach(person, self.model.see_right))
        own = self.model.objects.assigned_to(person).values("pk")
        return self.filter(reached | Q(pk__in=own))


class StoryQuerySet(PageQuerySet):
    def visible_to(self, person, right="newsroom.see_story"):
        """Stories of the units a person's post reaches, and their own."""
        return self.filter(within(reach(person, right)) | Q(owner=person))

    def count_visible_to(self, person) -> int:
        """How many stories ``visible_to`` shows, each of its halves from an index."""
        paths = reach(person, "newsroom.see_story")
        reached, own = within(paths), Q(owner=person)
        if any(len(path) <= Unit.steplen for path in paths):
            # Who reaches a county looks among the few beyond, not among their own.
            own = Q(Exact(AsItComes("owner"), person.pk))
        beyond = self.filter(own).exclude(reached)
        return self.filter(reached).order_by().count() + beyond.order_by().count()

    def unpublished_of(self, person):
        """What ``person`` began and is not public: looked for among the few hidden ones.

        Who edits may own most of all stories.
        """
        return self.filter(Exact(AsItComes("owner"), person.pk), live=False)

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


class FilmQuerySet(models.QuerySet):
    """Which films a person finds, and which everybody may watch."""

    def visible_to(self, person):
        """Those that ``person`` may choose from: all of the county, as with pictures."""
        if person.is_superuser:
            return self
        if not may(person, "newsroom.keep_films"):
            return self.none()
        return self.filter(county=person.county)

    def public(self):
        """Those on pages that everybody may read now."""
        return self.filter(models.Exists(self._showings().public()))

    def seen_by(self, person):
        """Those to choose from, and those in stories that ``person`` may open."""
        stories = apps.get_model("newsroom.Story").objects.visible_to(person)
        seen = stories.filter(pk=models.OuterRef("page"))
        in_a_story = models.Exists(self._showings().filter(models.Exists(seen)))
        choosable = self.model.objects.visible_to(person).values("pk")
        return self.filter(in_a_story | Q(pk__in=choosable))

    def _showings(self):
        showings = self.model._meta.get_field("showings").related_model.objects
        return showings.filter(film=models.OuterRef("pk"))


class SignatureQuerySet(models.QuerySet):
    def valid_for(self, digest: str):
        """Approvals of exactly the text with this fingerprint that still stand."""
        return self.filter(digest=digest, decision="accept", void=False)
