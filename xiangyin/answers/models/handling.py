import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.models import Unit

from .question import Question

LONGEST_REPLY = 3000


def _by(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        related_name="+",
        on_delete=models.PROTECT,
    )


class Support(models.Model):
    """A unit that helps the leading one, with a clock of its own (协办)."""

    question = models.ForeignKey(
        Question, related_name="supports", on_delete=models.CASCADE
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), related_name="+", on_delete=models.PROTECT
    )
    asked = models.CharField(_("what is needed of it"), max_length=300)
    since = models.DateTimeField(_("since"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    word = models.TextField(_("its word"), max_length=LONGEST_REPLY, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    given_at = models.DateTimeField(_("given at"), null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("supporting unit")
        verbose_name_plural = _("supporting units")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "unit", "round"], name="a_unit_supports_once"
            )
        ]

    def __str__(self):
        return f"{self.question} · {self.unit}"


class ClockMark(models.Model):
    """Something that happened to the clock of a question. Only ever added.

    Read by the asker too, so the reason names nobody.
    """

    class Act(models.TextChoices):
        START = "start", pgettext_lazy("clock", "started")
        STOP = "stop", pgettext_lazy("clock", "stopped")
        RESUME = "resume", pgettext_lazy("clock", "went on")
        EXTEND = "extend", pgettext_lazy("clock", "extended")
        HAND_OVER = "hand_over", pgettext_lazy("clock", "handed over")

    question = models.ForeignKey(
        Question, related_name="marks", on_delete=models.PROTECT
    )
    round = models.PositiveSmallIntegerField(default=1)
    act = models.CharField(_("what"), max_length=10, choices=Act)
    on = models.DateField(_("day"))
    workdays = models.PositiveSmallIntegerField(_("working days"), default=0)
    support = models.ForeignKey(
        Support, related_name="marks", on_delete=models.PROTECT, null=True
    )
    unit = models.ForeignKey(Unit, related_name="+", on_delete=models.PROTECT)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("mark on a clock")
        verbose_name_plural = _("marks on clocks")

    def __str__(self):
        return f"{self.question} {self.act} {self.on}"


class Extension(models.Model):
    """More days for a reply: asked for by one, approved by another, once."""

    question = models.ForeignKey(
        Question, related_name="extensions", on_delete=models.CASCADE
    )
    round = models.PositiveSmallIntegerField()
    reason = models.CharField(_("why"), max_length=300)
    workdays = models.PositiveSmallIntegerField(_("working days"))
    asked_by = _by(_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    approved = models.BooleanField(_("approved"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "round"],
                condition=~models.Q(approved=False),
                name="one_extension_a_round",
            )
        ]

    def __str__(self):
        return f"{self.question} +{self.workdays}"


class Reply(models.Model):
    """One version of a reply. What was checked and signed is never changed."""

    question = models.ForeignKey(
        Question, related_name="replies", on_delete=models.CASCADE
    )
    round = models.PositiveSmallIntegerField()
    text = models.TextField(_("reply"), max_length=LONGEST_REPLY)
    by = _by(_("written by"))
    at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    # The office's day of ``sent_at``, by which figures count what came in time.
    sent_on = models.DateField(null=True, editable=False)
    promised_on = models.DateField(_("promised day"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = pgettext_lazy("answers", "reply")
        verbose_name_plural = pgettext_lazy("answers", "replies")

    def __str__(self):
        return f"{self.question} · {self.pk}"

    def save(self, *args, update_fields=None, **kwargs):
        self.sent_on = timezone.localdate(self.sent_at) if self.sent_at else None
        if update_fields is not None and "sent_at" in update_fields:
            update_fields = [*update_fields, "sent_on"]
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def digest(self) -> str:
        """The SHA-256 of what the asker would read, and of whose question it is."""
        said = f"{self.question_id}\0{self.text}"
        return hashlib.sha256(said.encode()).hexdigest()


class Approval(models.Model):
    """What a checker or a signer said of exactly one text."""

    class Stage(models.TextChoices):
        CHECK = "check", pgettext_lazy("approval", "check")
        SIGN = "sign", pgettext_lazy("approval", "signature")

    reply = models.ForeignKey(Reply, related_name="approvals", on_delete=models.CASCADE)
    stage = models.CharField(max_length=6, choices=Stage)
    accepted = models.BooleanField()
    by = _by(_("by"))
    at = models.DateTimeField(_("when"))
    digest = models.CharField(max_length=64)
    comment = models.CharField(
        pgettext_lazy("approval", "comment"), max_length=300, blank=True
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = pgettext_lazy("answers", "approval")
        verbose_name_plural = pgettext_lazy("answers", "approvals")

    def __str__(self):
        return f"{self.reply} {self.stage}"


class Note(models.Model):
    """What those who handle a question tell each other. Never public."""

    question = models.ForeignKey(
        Question, related_name="notes", on_delete=models.CASCADE
    )
    text = models.TextField(_("note"), max_length=1000)
    by = _by(_("by"))
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")

    def __str__(self):
        return f"{self.question} {self.at:%Y-%m-%d}"


class Template(models.Model):
    """Words that replies of one matter often need."""

    county = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.CASCADE
    )
    matter = models.ForeignKey(
        "answers.Matter",
        verbose_name=_("matter"),
        related_name="templates",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        help_text=_("Empty: for every matter."),
    )
    name = models.CharField(_("name"), max_length=40)
    text = models.TextField(_("text"), max_length=LONGEST_REPLY)

    class Meta:
        ordering = ["name"]
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")

    def __str__(self):
        return self.name

    @property
    def unit(self):
        return self.county


class Chaser(models.Model):
    """That somebody was reminded of a question: before its day, after it, and above."""

    class Stage(models.TextChoices):
        NEAR = "near", pgettext_lazy("chaser", "the day is near")
        LATE = "late", pgettext_lazy("chaser", "the day is over")
        ABOVE = "above", pgettext_lazy("chaser", "told to whoever is named for it")

    question = models.ForeignKey(
        Question, related_name="chasers", on_delete=models.CASCADE
    )
    round = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=6, choices=Stage)
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
        verbose_name = _("chaser")
        verbose_name_plural = _("chasers")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "round", "stage"], name="chased_once_a_stage"
            )
        ]

    def __str__(self):
        return f"{self.question} {self.stage}"
