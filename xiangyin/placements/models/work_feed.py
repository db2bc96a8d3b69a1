from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..querysets import WorkFeedQuerySet
from .polled import Polled


class WorkFeed(Polled):
    """The feed of our own paper, for an office that writes in another system.

    What it brings is registered as works, credited to ``unit``.
    """

    see_right = "placements.see"

    county = models.ForeignKey(Unit, related_name="+", on_delete=models.PROTECT)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("credited unit"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = WorkFeedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("feed of our works")
        verbose_name_plural = _("feeds of our works")

    def __str__(self):
        return self.feed
