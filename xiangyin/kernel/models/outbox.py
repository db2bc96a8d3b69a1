from django.db import models
from django.utils.translation import gettext_lazy as _

from .unit import Unit


class Letter(models.Model):
    """Something that must surely leave the house (outbox).

    Written in the same transaction as the fact it follows from; a worker
    delivers it at least once, with ``key`` so that the receiver does it once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        UNKNOWN = "unknown", _("unknown")
        DELIVERED = "delivered", _("delivered")
        GIVEN_UP = "given_up", _("given up")

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=120, unique=True)
    payload = models.JSONField(_("payload"), default=dict)
    county = models.ForeignKey(
        Unit, related_name="+", on_delete=models.CASCADE, null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    posted_at = models.DateTimeField(_("posted at"))
    next_try_at = models.DateTimeField(_("next try"), db_index=True)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        ordering = ["-posted_at"]
        verbose_name = _("outgoing letter")
        verbose_name_plural = _("outgoing letters")

    def __str__(self):
        return self.key
