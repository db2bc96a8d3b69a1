from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .unit import Unit


class Record(models.Model):
    """One line of the audit trail: who did what to what, when and why.

    Lines are only ever added: the database itself refuses to change or delete
    one (see migration ``0002_records_are_only_added``).
    """

    at = models.DateTimeField(_("when"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
    )
    county = models.ForeignKey(
        Unit, related_name="+", on_delete=models.PROTECT, null=True
    )
    subject = models.CharField(max_length=60, db_index=True)
    action = models.CharField(_("what"), max_length=60)
    label = models.CharField(max_length=120)
    note = models.CharField(_("why"), max_length=500, blank=True)
    data = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("record")
        verbose_name_plural = _("audit trail")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(digest=""), name="a_record_has_a_digest"
            )
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.label}"


class Link(models.Model):
    """A line's place in the chain. Only ever added, like the line itself."""

    number = models.PositiveBigIntegerField(primary_key=True)
    record = models.OneToOneField(Record, related_name="link", on_delete=models.PROTECT)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return f"{self.number} {self.hash}"
