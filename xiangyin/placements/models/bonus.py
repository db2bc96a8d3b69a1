from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.models import Unit
from xiangyin.kernel.querysets import VisibleQuerySet


class Bonus(models.Model):
    """Points a unit was given besides its placements (加分), with why and by what.

    ``document`` is the paper it rests on: its number, or where it is kept.
    """

    see_right = "placements.see"

    county = models.ForeignKey(Unit, related_name="+", on_delete=models.PROTECT)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), related_name="+", on_delete=models.PROTECT
    )
    given_on = models.DateField(_("counts in the month of"), db_index=True)
    points = models.DecimalField(_("points"), max_digits=7, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200)
    document = models.CharField(
        pgettext_lazy("bonus", "document"),
        max_length=200,
        help_text=_("Its number or title, such as 清委宣〔2026〕12号."),
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("given by"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False, editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name = _("bonus")
        verbose_name_plural = _("bonuses")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(points__gt=0),
                name="a_bonus_is_more_than_nothing",
                violation_error_message=_("A bonus is more than 0."),
            )
        ]

    def __str__(self):
        return self.reason
