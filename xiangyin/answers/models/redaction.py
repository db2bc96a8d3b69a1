from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Picture

from .handling import Reply
from .question import Question, QuestionPhoto


def by_whom(label, *, null: bool = False):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        related_name="+",
        on_delete=models.PROTECT,
        null=null,
        blank=null,
    )


class Blank(models.Model):
    """A passage that everybody but those who handle the question reads as hidden (隐去).

    It says where the passage stands, not what it says: the words stay in the question
    or in the version of the reply. One that was undone stays as the history.
    """

    question = models.ForeignKey(
        Question, related_name="blanks", on_delete=models.CASCADE
    )
    reply = models.ForeignKey(
        Reply, related_name="blanks", on_delete=models.CASCADE, null=True, blank=True
    )
    field = models.CharField(max_length=10)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.CharField(_("why"), max_length=200)
    by = by_whom(_("by"))
    at = models.DateTimeField(_("when"))
    undone_by = by_whom(_("undone by"), null=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_why = models.CharField(_("why undone"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("hidden passage")
        verbose_name_plural = _("hidden passages")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="a_hidden_passage_has_words",
            )
        ]

    def __str__(self):
        return f"{self.question} {self.field} {self.start}–{self.end}"


class PhotoLook(models.Model):
    """That somebody looked at a photo before everybody does, and what they decided.

    ``boxes`` are blacked out: left, top, width and height of each, in thousandths. Only
    ever added: the latest counts, the earlier ones are the history.
    """

    photo = models.ForeignKey(
        QuestionPhoto, related_name="looks", on_delete=models.CASCADE
    )
    is_shown = models.BooleanField(_("shown"))
    boxes = models.JSONField(_("what is blacked out"), default=list, blank=True)
    reason = models.CharField(_("why"), max_length=200)
    by = by_whom(_("by"))
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("look at a photo")
        verbose_name_plural = _("looks at photos")

    def __str__(self):
        return f"{self.photo} {self.at:%Y-%m-%d}"


class PublicPhoto(models.Model):
    """The copy of a photo that everybody sees: drawn anew, with the black burnt in."""

    photo = models.OneToOneField(
        QuestionPhoto, related_name="copy", on_delete=models.CASCADE
    )
    picture = models.OneToOneField(Picture, related_name="+", on_delete=models.PROTECT)

    class Meta:
        ordering = ["photo__position", "pk"]
        verbose_name = _("public copy of a photo")
        verbose_name_plural = _("public copies of photos")

    def __str__(self):
        return f"{self.photo}"
