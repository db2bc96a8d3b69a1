from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import Article


class WantedText(models.Model):
    """An article of a feed that carries summaries: its page is to be read.

    ``next_try_at`` is empty once it was read or given up; ``problem`` says why the text
    is still what the feed said. So no page is read twice.
    """

    article = models.OneToOneField(
        Article, related_name="wanted_text", on_delete=models.CASCADE
    )
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, db_index=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("page to be read")
        verbose_name_plural = _("pages to be read")

    def __str__(self):
        return str(self.article_id)
