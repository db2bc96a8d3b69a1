from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit


class CountedMonth(models.Model):
    """What a month of the ledger comes to, kept so that figures open at once.

    ``lines`` are the columns of ``reports.counted_lines``: made from the ledger, never
    written by hand, and thrown away when something in the month changes.
    """

    county = models.ForeignKey(Unit, related_name="+", on_delete=models.CASCADE)
    month = models.PositiveIntegerField(_("12 × year + month − 1"))
    lines = models.BinaryField()

    class Meta:
        verbose_name = _("counted month")
        verbose_name_plural = _("counted months")
        constraints = [
            models.UniqueConstraint(
                fields=["county", "month"], name="a_month_is_counted_once"
            )
        ]

    def __str__(self):
        return f"{self.month // 12}-{self.month % 12 + 1:02}"


class ChangedMonth(models.Model):
    """A month in which something changed since it was counted; without one, all.

    Written by the database itself, in the transaction of the change (``marks``), also
    when the county goes: hence no constraint.
    """

    county = models.ForeignKey(
        Unit, related_name="+", on_delete=models.CASCADE, db_constraint=False
    )
    month = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("changed month")
        verbose_name_plural = _("changed months")

    def __str__(self):
        return f"{self.county_id}: {self.month}"
