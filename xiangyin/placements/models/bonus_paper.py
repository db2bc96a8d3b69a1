from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.models import Unit

from .bonus import Bonus


class BonusPaper(models.Model):
    """The paper a bonus rests on, as a file: kept privately, like evidence.

    The file is never changed once it is here; ``sha256`` says so.
    """

    unit = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.PROTECT
    )
    bonus = models.ForeignKey(
        Bonus,
        verbose_name=_("bonus"),
        related_name="papers",
        on_delete=models.PROTECT,
    )
    file = models.FileField(
        pgettext_lazy("evidence", "file"), upload_to="bonuses/%Y/%m", max_length=200
    )
    size = models.PositiveBigIntegerField(pgettext_lazy("evidence", "size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    taken_at = models.DateTimeField(pgettext_lazy("evidence", "taken"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("evidence", "by"),
        related_name="+",
        on_delete=models.PROTECT,
    )

    class Meta:
        ordering = ["taken_at", "pk"]
        verbose_name = _("document of a bonus")
        verbose_name_plural = _("documents of bonuses")
        constraints = [
            models.UniqueConstraint(
                fields=["bonus", "sha256"],
                name="a_paper_is_kept_once",
                violation_error_message=_("This file is here already."),
            )
        ]

    def __str__(self):
        return f"{self.bonus} {self.taken_at:%Y-%m-%d}"

    @property
    def ending(self) -> str:
        return self.file.name.rpartition(".")[2]
