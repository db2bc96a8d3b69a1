"""What follows a reply: calling back, promises, closing many, a word to the newsroom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..querysets import UndertakingQuerySet
from .handling import Chaser
from .question import Question, Way
from .redaction import by_whom


class CallBack(models.Model):
    """That a coordinator called the asker back, and what the asker said (回访).

    No rating: that is the asker's alone. It counts for how many were called back.
    """

    class Heard(models.TextChoices):
        REACHED = "reached", pgettext_lazy("call-back", "reached")
        MISSED = "missed", pgettext_lazy("call-back", "not reached")

    question = models.ForeignKey(
        Question, related_name="call_backs", on_delete=models.CASCADE
    )
    round = models.PositiveSmallIntegerField()
    heard = models.CharField(
        pgettext_lazy("call-back", "whether reached"), max_length=8, choices=Heard
    )
    words = models.CharField(_("what the asker said"), max_length=300, blank=True)
    by = by_whom(_("by"))
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("call-back")
        verbose_name_plural = _("call-backs")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "round"],
                condition=models.Q(heard="reached"),
                name="reached_once_a_round",
            )
        ]

    def __str__(self):
        return f"{self.question} {self.at:%Y-%m-%d}"


class BulkClosing(models.Model):
    """That a question was closed together with others: flagged here for good."""

    question = models.OneToOneField(
        Question, related_name="bulk_closing", on_delete=models.CASCADE
    )
    together = models.PositiveSmallIntegerField(_("how many at once"))
    reason = models.CharField(_("why"), max_length=500)
    by = by_whom(_("by"))
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("closing of many")
        verbose_name_plural = _("closings of many")

    def __str__(self):
        return f"{self.question} ({self.together})"


class Undertaking(models.Model):
    """What a unit promised in its reply, and until when (承诺事项)."""

    question = models.ForeignKey(
        Question, related_name="undertakings", on_delete=models.CASCADE
    )
    what = models.CharField(_("what is promised"), max_length=200)
    due_on = models.DateField(_("promised by"))
    by = by_whom(_("by"))
    at = models.DateTimeField(_("when"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = UndertakingQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = pgettext_lazy("answers", "undertaking")
        verbose_name_plural = pgettext_lazy("answers", "undertakings")

    def __str__(self):
        return f"{self.question} · {self.what}"

    @property
    def unit(self):
        return self.question.unit

    def is_late(self, today) -> bool:
        """Whether it was done after its day, or its day is over and it is not done."""
        return (self.done_on or today) > self.due_on


class UndertakingStep(models.Model):
    """One step towards what was promised, read by everybody. Only ever added."""

    undertaking = models.ForeignKey(
        Undertaking, related_name="steps", on_delete=models.CASCADE
    )
    on = models.DateField(_("day"))
    words = models.CharField(_("what was done"), max_length=300)
    is_last = models.BooleanField(_("with this it is done"), default=False)
    by = by_whom(_("by"))
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step of an undertaking")
        verbose_name_plural = _("steps of undertakings")

    def __str__(self):
        return f"{self.undertaking} {self.on}"


class UndertakingReminder(models.Model):
    """That somebody was reminded of a promise, once a stage: its day never changes."""

    undertaking = models.ForeignKey(
        Undertaking, related_name="reminders", on_delete=models.CASCADE
    )
    stage = models.CharField(max_length=6, choices=Chaser.Stage)
    on = models.DateField(_("day"))
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("told to"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("reminder of a promise")
        verbose_name_plural = _("reminders of promises")
        constraints = [
            models.UniqueConstraint(
                fields=["undertaking", "stage"], name="promise_chased_once_a_stage"
            )
        ]

    def __str__(self):
        return f"{self.undertaking} {self.stage}"


class TipOffer(models.Model):
    """What the newsroom is told of an answered question: words without anybody in them."""

    question = models.OneToOneField(
        Question, related_name="tip_offer", on_delete=models.CASCADE
    )
    text = models.TextField(_("what happened"), max_length=1500)
    by = by_whom(_("by"))
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("offer to the newsroom")
        verbose_name_plural = _("offers to the newsroom")

    def __str__(self):
        return f"{self.question}"


class ContactChange(models.Model):
    """A new contact of an asker, which counts once its code came back.

    The former contact is kept sealed until it was told, and then emptied.
    """

    question = models.ForeignKey(
        Question, related_name="contact_changes", on_delete=models.CASCADE
    )
    sealed_contact = models.TextField(editable=False, blank=True)
    way = models.CharField(max_length=4, choices=Way)
    sealed_code = models.TextField(editable=False, blank=True)
    sealed_former = models.TextField(editable=False, blank=True)
    former_way = models.CharField(max_length=4, choices=Way, default=Way.NONE)
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of a contact")
        verbose_name_plural = _("changes of contacts")

    def __str__(self):
        return f"{self.question} {self.sent_at:%Y-%m-%d}"
