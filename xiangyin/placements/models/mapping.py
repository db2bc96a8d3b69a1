from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit


class What(models.TextChoices):
    """What the rows of a table may be."""

    ARTICLES = "articles", _("articles")
    OUTLETS = "outlets", _("outlets")
    WORKS = "works", _("works")


class ColumnMapping(models.Model):
    """Which column is what in the files of one sender, under the office's own name.

    ``headings`` are all headings of such a file, folded for comparing, in its order:
    a file with these headings is read by this mapping without anybody choosing it.
    """

    unit = models.ForeignKey(Unit, related_name="+", on_delete=models.CASCADE)
    what = models.CharField(max_length=10, choices=What)
    name = models.CharField(_("name"), max_length=60)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    used_on = models.DateField(_("last used"), null=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("saved columns")
        verbose_name_plural = _("saved columns")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "what", "name"], name="one_mapping_a_name"
            )
        ]

    def __str__(self):
        return self.name
