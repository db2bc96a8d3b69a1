from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit
from xiangyin.kernel.querysets import VisibleQuerySet

from .outlet import Outlet


class Scheme(models.Model):
    """A dated scoring table (计分办法). The one in force on the day counts.

    It counts confirmed placements and nothing else: never likes, reads,
    log-ins or minutes.
    """

    see_right = "placements.see"

    unit = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.PROTECT
    )
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("in force from"))
    front_page_factor = models.DecimalField(
        _("front page multiplies by"), max_digits=4, decimal_places=2, default=2
    )
    once_an_owner = models.BooleanField(
        _("one text counts once in outlets of one owner group"), default=True
    )
    counts_mentions = models.BooleanField(
        _("a mere mention counts"),
        default=False,
        help_text=_("Otherwise a mention is listed, but earns no item and no points."),
    )
    source = models.CharField(_("taken from"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts_on"],
                name="one_scheme_a_day",
                violation_error_message=_("A scheme starts on this day already."),
            ),
            models.CheckConstraint(
                condition=models.Q(front_page_factor__gte=1),
                name="a_front_page_never_counts_less",
                violation_error_message=_("The front page multiplies by 1 or more."),
            ),
        ]

    def __str__(self):
        return self.name


class SchemeRow(models.Model):
    """Points for one tier: carried alone, or among others."""

    scheme = models.ForeignKey(Scheme, related_name="rows", on_delete=models.CASCADE)
    tier = models.CharField(_("tier"), max_length=10, choices=Outlet.Tier)
    solo = models.DecimalField(_("points, solo"), max_digits=7, decimal_places=2)
    roundup = models.DecimalField(_("points, roundup"), max_digits=7, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("row of a scheme")
        verbose_name_plural = _("rows of a scheme")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "tier"], name="one_row_a_tier"),
            models.CheckConstraint(
                condition=models.Q(solo__gte=0, roundup__gte=0),
                name="points_are_never_negative",
                violation_error_message=_("Points are 0 or more."),
            ),
        ]

    def __str__(self):
        return f"{self.get_tier_display()}: {self.solo} / {self.roundup}"
