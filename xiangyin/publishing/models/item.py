from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.models import Unit

from ..querysets import ItemQuerySet


class Item(models.Model):
    """A neutral picture of one version of a story, ready for any channel."""

    see_right = "publishing.see"

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), related_name="+", on_delete=models.PROTECT
    )
    county = models.ForeignKey(Unit, related_name="+", on_delete=models.PROTECT)
    key = models.CharField(_("key"), max_length=80)
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=255)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    html = models.TextField(_("text"))
    byline = models.CharField(_("byline"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10)
    address = models.URLField(_("address"), max_length=500)
    published_at = models.DateTimeField(_("published"))
    updated_at = models.DateTimeField(_("updated"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = pgettext_lazy("publishing", "item")
        verbose_name_plural = pgettext_lazy("publishing", "items")
        constraints = [
            models.UniqueConstraint(
                fields=["county", "key", "version"], name="one_item_a_version"
            )
        ]

    def __str__(self):
        return self.title
