from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.models import Letter

from .channel import Channel
from .item import Item


class Dispatch(models.Model):
    """One item on its way to one channel (推送). The letter carries it."""

    class Message(models.TextChoices):
        STORY = "story", pgettext_lazy("dispatch", "story")
        WITHDRAWAL = "withdrawal", pgettext_lazy("dispatch", "withdrawal")

    item = models.ForeignKey(Item, related_name="dispatches", on_delete=models.CASCADE)
    channel = models.ForeignKey(
        Channel, related_name="dispatches", on_delete=models.PROTECT
    )
    message = models.CharField(
        _("message"), max_length=12, choices=Message, default=Message.STORY
    )
    letter = models.ForeignKey(
        Letter, related_name="+", on_delete=models.SET_NULL, null=True, editable=False
    )
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    receipt = models.CharField(_("receipt"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "channel", "message"], name="one_message_a_channel"
            )
        ]

    def __str__(self):
        return f"{self.item} → {self.channel}"
