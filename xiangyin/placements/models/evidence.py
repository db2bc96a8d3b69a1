from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.models import Unit

from .article import Article


class Evidence(models.Model):
    """What shows that an article stood where it stood: kept privately, never public.

    The file is never changed once it is here; ``sha256`` says so. ``by`` is empty for
    what the worker took by itself.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text of the page")
        PICTURE = "picture", _("picture of the page")
        SCAN = "scan", _("scan")
        RECORDING = "recording", _("recording")

    unit = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.PROTECT
    )
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        related_name="evidence",
        on_delete=models.PROTECT,
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    file = models.FileField(
        pgettext_lazy("evidence", "file"), upload_to="evidence/%Y/%m", max_length=200
    )
    size = models.PositiveBigIntegerField(pgettext_lazy("evidence", "size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    taken_at = models.DateTimeField(pgettext_lazy("evidence", "taken"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("evidence", "by"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    address = models.URLField(_("address"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["taken_at", "pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "sha256"],
                name="evidence_is_kept_once",
                violation_error_message=_("This file is here already."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.taken_at:%Y-%m-%d}"


class WantedEvidence(models.Model):
    """An article's page that the worker is to keep, and how its tries went.

    ``next_try_at`` is empty once it is done or given up; ``problem`` says why nothing,
    or not everything, could be had.
    """

    article = models.OneToOneField(
        Article, related_name="wanted_evidence", on_delete=models.CASCADE
    )
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("evidence to be taken")
        verbose_name_plural = _("evidence to be taken")

    def __str__(self):
        return str(self.article)
