from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit


class Compiling(models.Model):
    """A large bulletin that the worker compiles, and how far it is.

    The row goes when it is done; ``problem`` says why it was not.
    """

    county = models.ForeignKey(Unit, related_name="+", on_delete=models.CASCADE)
    period = models.CharField(max_length=7)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.CASCADE
    )
    language = models.CharField(max_length=10, blank=True)
    asked_at = models.DateTimeField()
    done = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("bulletin being compiled")
        verbose_name_plural = _("bulletins being compiled")
        constraints = [
            models.UniqueConstraint(
                fields=["county", "period"], name="a_period_is_compiled_once"
            )
        ]

    def __str__(self):
        return self.period
