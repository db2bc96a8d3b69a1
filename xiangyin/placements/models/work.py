from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..querysets import WorkQuerySet


class Work(models.Model):
    """What our office published, whichever system it was written in (本单位作品).

    ``key`` names it in its own system (``story:42``); ``origin`` is the number
    of the case it grew from, such as a tip, or empty.
    """

    see_right = "placements.see"

    county = models.ForeignKey(Unit, related_name="+", on_delete=models.PROTECT)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("credited unit"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    key = models.CharField(_("key"), max_length=80)
    origin = models.CharField(_("case it came from"), max_length=24, blank=True)
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("text"))
    authors = models.CharField(_("authors"), max_length=200, blank=True)
    address = models.URLField(_("address"), max_length=500, blank=True)
    published_on = models.DateField(_("published on"), db_index=True)
    shared_with = models.ManyToManyField(
        Unit,
        verbose_name=_("shared with"),
        related_name="+",
        blank=True,
        help_text=_("Other units that wrote it too; the scheme says what each gets."),
    )
    false_on = models.DateField(_("found false on"), null=True, editable=False)
    traced_at = models.DateTimeField(_("traced"), null=True, editable=False)
    withdrawn = models.BooleanField(_("withdrawn"), default=False)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name = _("work")
        verbose_name_plural = _("works")
        indexes = [models.Index(fields=["title"], name="work_by_title")]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "key"], name="a_work_is_registered_once"
            )
        ]

    def __str__(self):
        return self.title
