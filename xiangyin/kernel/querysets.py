"""Questions that can be asked of units, cases and the calendar."""

from django.db import models
from django.db.models import Q
from treebeard.mp_tree import MP_NodeQuerySet

from .rights import reach, within


class VisibleQuerySet(models.QuerySet):
    """Rows that belong to a unit. A list shows only what ``visible_to`` returns."""

    def visible_to(self, person, right: str | None = None):
        """Rows at units where ``person`` holds ``right``, or may see the model."""
        return self.filter(within(reach(person, right or self.model.see_right)))


class CaseQuerySet(VisibleQuerySet):
    """Questions that can be asked of every kind of case."""

    def open(self):
        """Cases still under way: asked by their states, which are an index."""
        states = self.model.lifecycle.states - self.model.closed_states
        return self.filter(state__in=sorted(states))

    def overdue(self, *, on):
        """Open cases whose due date lies before ``on``."""
        return self.open().filter(due_on__lt=on)

    def soonest_first(self):
        return self.order_by(models.F("due_on").asc(nulls_last=True), "number")


class CalendarDayQuerySet(models.QuerySet):
    def holidays(self):
        return self.filter(is_workday=False)

    def makeup_days(self):
        return self.filter(is_workday=True)

    def of_county(self, county):
        """Days for everybody, and those a county added for itself."""
        return self.filter(Q(county=county) | Q(county=None))


class UnitQuerySet(MP_NodeQuerySet):
    def counties(self):
        return self.filter(depth=1)

    def below(self, unit):
        """``unit`` and everything under it."""
        return self.filter(path__startswith=unit.path)

    def reached_by(self, person, right: str):
        """Units at which ``person`` holds ``right``."""
        condition = models.Q(pk__in=[])
        for path in reach(person, right):
            condition |= models.Q(path__startswith=path)
        return self.filter(condition)
