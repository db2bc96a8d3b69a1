"""Questions about the parts of the paper, and about what is on."""

from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone
from wagtail.query import PageQuerySet

from xiangyin.kernel.querysets import VisibleQuerySet


class SectionQuerySet(PageQuerySet):
    def of(self, site):
        """The sections of a site that are open, in the office's order."""
        return self.live().child_of(site.root_page).order_by("path")


def is_coming(now: datetime) -> Q:
    """Not over at ``now``. What has no end is over when its day is."""
    today = timezone.localtime(now).date()
    begins = timezone.make_aware(datetime.combine(today, time.min))
    return Q(ends_at__gte=now) | Q(ends_at=None, starts_at__gte=begins)


class OccasionQuerySet(VisibleQuerySet):
    def of_county(self, county):
        return self.filter(unit__path__startswith=county.path)

    def coming(self, *, now: datetime):
        """What is on or still to come, the next first."""
        return self.filter(is_coming(now)).order_by("starts_at", "pk")

    def past(self, *, now: datetime):
        """What is over, the latest first."""
        return self.exclude(is_coming(now)).order_by("-starts_at", "-pk")

    def during(self, first: datetime, last: datetime):
        """What goes on at some time from ``first`` until just before ``last``."""
        ends_later = Q(ends_at__gte=first) | Q(ends_at=None, starts_at__gte=first)
        return self.filter(ends_later, starts_at__lt=last).order_by("starts_at", "pk")


class ServiceQuerySet(VisibleQuerySet):
    def of_county(self, county):
        return self.filter(unit__path__startswith=county.path)
