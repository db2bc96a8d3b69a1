from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..lifecycle import Lifecycle
from ..querysets import CaseQuerySet
from .unit import Unit


class Case(models.Model):
    """Something a desk must see through, from opening to close (事项).

    ``state`` is written by :func:`xiangyin.kernel.services.cases.move` and
    ``number`` by :func:`~xiangyin.kernel.services.cases.open_case`, and nowhere else.
    Numbers run without gaps per county, series and year.
    """

    lifecycle: ClassVar[Lifecycle]
    closed_states: ClassVar[frozenset[str]]
    series: ClassVar[str]
    see_right: ClassVar[str]

    number = models.CharField(_("number"), max_length=24, editable=False)
    county = models.ForeignKey(
        Unit,
        verbose_name=_("county"),
        related_name="+",
        on_delete=models.PROTECT,
        editable=False,
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), related_name="+", on_delete=models.PROTECT
    )
    state = models.CharField(_("state"), max_length=20, editable=False, db_index=True)
    opened_on = models.DateField(_("opened on"), editable=False)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_is_provisional = models.BooleanField(
        _("due date is provisional"), default=False, editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("case", "owner"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["county", "number"], name="%(class)s_number_once_a_county"
            )
        ]

    def __str__(self):
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state not in self.closed_states


class Series(models.Model):
    """The running number behind ``TIP-2026-0042``, one per county and year."""

    county = models.ForeignKey(Unit, related_name="+", on_delete=models.CASCADE)
    name = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name", "year"], name="one_series_a_year"
            )
        ]

    def __str__(self):
        return f"{self.name}-{self.year}"
