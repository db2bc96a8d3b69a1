from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from .handling import LONGEST_REPLY
from .question import LONGEST_TEXT, LONGEST_TITLE, Question

# What stands for a hidden passage. Always as long, so that it does not tell how long.
HIDDEN = "■■"


@dataclass(frozen=True)
class Part:
    """A stretch of a public text: words, or that some are hidden."""

    words: str
    is_hidden: bool = False


def parts_of(text: str) -> list[Part]:
    """A line in stretches, so that a page can say of each whether it is hidden.

    >>> [(part.words, part.is_hidden) for part in parts_of("请打■■找我")]
    [('请打', False), ('■■', True), ('找我', False)]
    """
    found: list[Part] = []
    for number, words in enumerate(text.split(HIDDEN)):
        if number:
            found.append(Part(HIDDEN, is_hidden=True))
        if words:
            found.append(Part(words))
    return found


def lines_of(text: str) -> list[list[Part]]:
    """A text in lines that say something, each in stretches."""
    return [parts_of(line) for line in text.splitlines() if line.strip()]


class Publication(models.Model):
    """What everybody reads of a question: what was sent, with blanks and nothing else.

    Kept as it is read, so that no public page touches what is hidden.
    """

    question = models.OneToOneField(
        Question, related_name="publication", on_delete=models.CASCADE
    )
    # The question's, for the index of the public list.
    county = models.ForeignKey(
        Unit, related_name="+", on_delete=models.PROTECT, editable=False
    )
    title = models.CharField(_("title"), max_length=2 * LONGEST_TITLE)
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

    @property
    def title_parts(self) -> list[Part]:
        return parts_of(self.title)

    @property
    def text_lines(self) -> list[list[Part]]:
        return lines_of(self.text)

    @property
    def reply_lines(self) -> list[list[Part]]:
        return lines_of(self.reply)
