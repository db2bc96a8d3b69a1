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


class ShowingQuerySet(models.QuerySet):
    """Which page shows which picture or film. Written when a page or draft is saved.

    The model's ``shown`` names the field that leads to what is shown.
    """

    def public(self):
        """Of pages that everybody may read now."""
        return self.filter(is_on_page=True, page__live=True)

    def note(self, page, keys: set[int]) -> None:
        """Write that ``page`` shows exactly what has these ``keys`` from now on.

        What it no longer shows stays noted as part of its history.
        """
        of_page = self.filter(page=page)
        these = models.Q(**{f"{self.model.shown}__in": keys})
        of_page.filter(is_on_page=True).exclude(these).update(is_on_page=False)
        if keys:
            self.note_draft(page, keys)
            of_page.filter(these, is_on_page=False).update(is_on_page=True)

    def note_draft(self, page, keys: set[int]) -> None:
        """Write that a revision of ``page`` shows ``keys``, beside all others."""
        if not keys:
            return
        shown = self.model.shown
        known = self.filter(page=page, **{f"{shown}__in": keys}).values_list(shown)
        new = keys - {pk for (pk,) in known}
        self.bulk_create(
            [self.model(page_id=page.pk, **{f"{shown}_id": pk}) for pk in sorted(new)],
            ignore_conflicts=True,
        )
