from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """That somebody's data was deleted: which row, when and why, and nothing of it.

    The same lines stand in a file beside the backups, so that a restored backup
    forgets what was deleted after it was made.
    """

    kind = models.CharField(_("kind"), max_length=40)
    thing = models.PositiveBigIntegerField(_("number"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
    )
    is_wiped = models.BooleanField(_("wiped from the disk"), default=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("deletion")
        verbose_name_plural = _("deletions")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing"], name="a_thing_is_erased_once"
            )
        ]

    def __str__(self):
        return f"{self.kind}:{self.thing}"
