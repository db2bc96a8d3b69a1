from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..querysets import ArticleQuerySet
from .outlet import Outlet


class Article(models.Model):
    """What an outlet published, as it reached us. The same one is kept once."""

    class Source(models.TextChoices):
        FILE = "file", _("file")
        FEED = "feed", _("feed")
        ADDRESS = "address", _("pasted address")
        HAND = "hand", _("by hand")

    see_right = "placements.see"

    unit = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.PROTECT
    )
    outlet = models.ForeignKey(
        Outlet,
        verbose_name=_("outlet"),
        related_name="articles",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    outlet_said = models.CharField(
        _("outlet as written in the source"), max_length=120, blank=True
    )
    address = models.URLField(_("address"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("text"), blank=True)
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), db_index=True)
    source = models.CharField(_("came by"), max_length=8, choices=Source)
    came_at = models.DateTimeField(_("came in"), auto_now_add=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    traced_at = models.DateTimeField(_("traced"), null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        # A bulletin reads days and outlets of many articles, and nothing of their text.
        indexes = [
            models.Index(
                fields=["unit", "published_on", "outlet"], name="articles_of_days"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fingerprint"], name="an_article_is_kept_once"
            )
        ]

    def __str__(self):
        return self.title
