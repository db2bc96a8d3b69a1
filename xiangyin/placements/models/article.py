from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.models import Unit

from ..querysets import ArticleQuerySet
from .outlet import Outlet


class LengthField(models.PositiveIntegerField):
    """How long the article's text is, written whenever the row is.

    Spaces and line ends are not counted. A plain number to the database and its
    migrations.
    """

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, kwargs

    def pre_save(self, model_instance, add):
        length = length_of(model_instance.text)
        setattr(model_instance, self.attname, length)
        return length


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
    length = LengthField(_("length in characters"), default=0, editable=False)
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), db_index=True)
    issue = models.CharField(
        _("issue"), max_length=40, blank=True, help_text=_("Such as No. 3021.")
    )
    page = models.CharField(
        pgettext_lazy("of a newspaper", "page"),
        max_length=40,
        blank=True,
        help_text=_("Such as A1, front page."),
    )
    programme = models.CharField(_("programme"), max_length=80, blank=True)
    aired_at = models.TimeField(
        _("went on air at"), null=True, blank=True, help_text=_("The time of day.")
    )
    seconds = models.PositiveIntegerField(_("duration"), null=True, blank=True)
    source = models.CharField(_("came by"), max_length=8, choices=Source)
    came_at = models.DateTimeField(_("came in"), auto_now_add=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    traced_at = models.DateTimeField(_("traced"), null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        # A bulletin reads days, outlets and lengths of many articles, and nothing of
        # their text.
        indexes = [
            models.Index(
                fields=["unit", "published_on", "outlet", "length", "seconds"],
                name="articles_as_counted",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fingerprint"], name="an_article_is_kept_once"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def where(self) -> str:
        """Issue and page, or programme, minute and duration, in one line."""
        told = [self.issue, self.page, self.programme]
        if self.aired_at:
            told.append(f"{self.aired_at:%H:%M}")
        if self.seconds:
            told.append(lasting(self.seconds))
        return " · ".join(part for part in told if part)

    def save(self, *args, update_fields=None, **kwargs):
        """A text is never written without its length."""
        if update_fields is not None and "text" in update_fields:
            update_fields = {*update_fields, "length"}
        super().save(*args, update_fields=update_fields, **kwargs)


def length_of(text: str) -> int:
    """Characters as an office counts them: all but spaces and line ends.

    >>> length_of("晚稻 开镰，丰收。")
    8
    """
    return len("".join(text.split()))


def lasting(seconds: int) -> str:
    """A duration as people read it.

    >>> lasting(90), lasting(3605)
    ('1:30', '1:00:05')
    """
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
