from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from .handling import LONGEST_REPLY
from .question import LONGEST_TEXT, LONGEST_TITLE, Question


class Publication(models.Model):
    """What everybody reads of a question: a text of its own, apart from what was sent.

    It begins as a copy. What is taken out of it stays in the question, for those who
    handle that, and each change is kept.
    """

    question = models.OneToOneField(
        Question, related_name="publication", on_delete=models.CASCADE
    )
    # The question's, for the index of the public list.
    county = models.ForeignKey(
        Unit, related_name="+", on_delete=models.PROTECT, editable=False
    )
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    text = models.TextField(_("what it is about"), max_length=LONGEST_TEXT)
    reply = models.TextField(_("reply"), max_length=LONGEST_REPLY)
    name = models.CharField(_("name"), max_length=60, blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("published question")
        verbose_name_plural = _("published questions")
        indexes = [
            models.Index(
                fields=["county", "published_at", "id"],
                condition=models.Q(withdrawn_at=None),
                name="public_questions_by_day",
            )
        ]

    def __str__(self):
        return f"{self.question}"

    def save(self, *args, **kwargs):
        if self.county_id is None:
            self.county_id = self.question.county_id
        super().save(*args, **kwargs)


class Redaction(models.Model):
    """One change of what everybody reads: what it was, who changed it and why.

    What was taken out is sealed: it was taken out because it should not be read.
    """

    publication = models.ForeignKey(
        Publication, related_name="redactions", on_delete=models.CASCADE
    )
    field = models.CharField(max_length=10)
    sealed_before = models.TextField(editable=False)
    reason = models.CharField(_("why"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")

    def __str__(self):
        return f"{self.publication} {self.field}"
