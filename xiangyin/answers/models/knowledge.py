from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..querysets import EntryQuerySet
from .catalogue import Matter
from .handling import LONGEST_REPLY
from .question import Question
from .redaction import by_whom

LONGEST_HEADING = 60


class Entry(models.Model):
    """What the office knows to many who ask the same (知识条目): owned, and for a time.

    Until ``good_until`` somebody stands for it. After that it says so itself and is
    offered to nobody, until its owner confirms it again.
    """

    county = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.CASCADE
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), related_name="+", on_delete=models.PROTECT
    )
    matter = models.ForeignKey(
        Matter, verbose_name=_("matter"), related_name="+", on_delete=models.PROTECT
    )
    question = models.ForeignKey(
        Question,
        verbose_name=_("came from"),
        related_name="entries",
        on_delete=models.PROTECT,
    )
    title = models.CharField(_("heading"), max_length=LONGEST_HEADING)
    text = models.TextField(_("text"), max_length=LONGEST_REPLY)
    owner = by_whom(_("who stands for it"))
    good_until = models.DateField(_("good until"))
    made_by = by_whom(_("by"))
    made_at = models.DateTimeField(_("when"))
    confirmed_on = models.DateField(_("confirmed on"))
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("knowledge entry")
        verbose_name_plural = _("knowledge entries")
        indexes = [models.Index(fields=["county", "good_until"], name="entry_by_day")]

    def __str__(self):
        return self.title

    def is_over(self, today) -> bool:
        return self.good_until < today


class EntryChange(models.Model):
    """What became of an entry: confirmed, corrected or withdrawn. Only ever added."""

    class Act(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        CORRECTED = "corrected", _("corrected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    entry = models.ForeignKey(Entry, related_name="changes", on_delete=models.CASCADE)
    act = models.CharField(_("what"), max_length=10, choices=Act)
    before = models.TextField(_("what it said before"), blank=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    good_until = models.DateField(_("good until"), null=True, blank=True)
    by = by_whom(_("by"))
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of an entry")
        verbose_name_plural = _("changes of entries")

    def __str__(self):
        return f"{self.entry} {self.act}"


class EntryUse(models.Model):
    """That a reply was begun with an entry: its asker is told when it is corrected."""

    entry = models.ForeignKey(Entry, related_name="uses", on_delete=models.CASCADE)
    question = models.ForeignKey(
        Question, related_name="entry_uses", on_delete=models.CASCADE
    )

    class Meta:
        verbose_name = _("use of an entry")
        verbose_name_plural = _("uses of entries")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "question"], name="an_entry_is_used_once_a_question"
            )
        ]

    def __str__(self):
        return f"{self.entry} → {self.question}"


class EntryReminder(models.Model):
    """That an owner was asked to confirm an entry, once a date and stage."""

    class Stage(models.TextChoices):
        NEAR = "near", _("the day is near")
        OVER = "over", _("the day is over")

    entry = models.ForeignKey(Entry, related_name="reminders", on_delete=models.CASCADE)
    good_until = models.DateField()
    stage = models.CharField(max_length=4, choices=Stage)
    to = by_whom(_("told to"))
    on = models.DateField(_("day"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("reminder of an entry")
        verbose_name_plural = _("reminders of entries")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "good_until", "stage"], name="asked_once_a_date"
            )
        ]

    def __str__(self):
        return f"{self.entry} {self.good_until}"
