from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import CalendarDayQuerySet
from .unit import Unit


class CalendarYear(models.Model):
    """A year whose State Council notice is loaded. Others are provisional (暂定)."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.URLField(_("notice"), blank=True)

    class Meta:
        ordering = ["year"]
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")

    def __str__(self):
        return str(self.year)


class CalendarDay(models.Model):
    """A day that breaks the weekly rule: a holiday, or a make-up day (调休).

    Without a county it is everybody's; with one it is that county's own
    (local and minority holidays, Article 4 of the national rule).
    """

    day = models.DateField(_("day"))
    is_workday = models.BooleanField(
        _("working day"),
        help_text=_("Ticked: a make-up day that is worked. Not ticked: a day off."),
    )
    label = models.CharField(_("label"), max_length=50)
    county = models.ForeignKey(
        Unit,
        verbose_name=_("county"),
        related_name="+",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        help_text=_("Empty: the day holds everywhere."),
    )

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "county"],
                name="a_county_lists_a_day_once",
                violation_error_message=_("This day is listed already."),
            ),
            models.UniqueConstraint(
                fields=["day"],
                condition=models.Q(county=None),
                name="a_day_is_listed_once",
                violation_error_message=_("This day is listed already."),
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.label}"
