from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.models import Case, Picture, Unit

from ..lifecycles import CLOSED, QUESTION
from ..querysets import QuestionQuerySet
from .catalogue import Kind, Matter, kind_word

MOST_PHOTOS = 6
LONGEST_TITLE, LONGEST_TEXT = 40, 1000


class Publicity(models.TextChoices):
    """Who may read a question and its reply."""

    NAMELESS = "nameless", _("everybody, without my name")
    NAMED = "named", _("everybody, with my name")
    PRIVATE = "private", _("only I")


class Origin(models.TextChoices):
    """How a question came in."""

    WEB = "web", pgettext_lazy("origin", "by the site")
    PHONE = "phone", pgettext_lazy("origin", "by telephone")
    LETTER = "letter", pgettext_lazy("origin", "by letter")
    APP = "app", pgettext_lazy("origin", "by an application")


class Way(models.TextChoices):
    """How the asker can be told something."""

    SMS = "sms", _("text message")
    MAIL = "mail", _("e-mail")
    NONE = "none", _("not at all")


class Question(Case):
    """What a resident asks (留言). Its unit is the one that leads, or the county.

    Name and contact are sealed; the query code is kept as a key by which it can be
    compared and not read.
    """

    lifecycle = QUESTION
    closed_states = CLOSED
    series = "ASK"
    see_right = "answers.see"

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    matter = models.ForeignKey(
        Matter, verbose_name=_("matter"), related_name="+", on_delete=models.PROTECT
    )
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    text = models.TextField(_("what it is about"), max_length=LONGEST_TEXT)
    more = models.JSONField(_("further answers"), default=list, blank=True)
    place = models.ForeignKey(
        Unit,
        verbose_name=_("place"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    spot = models.CharField(_("where exactly"), max_length=60, blank=True)
    publicity = models.CharField(
        _("who may read it"),
        max_length=10,
        choices=Publicity,
        default=Publicity.NAMELESS,
    )
    origin = models.CharField(
        _("came in"), max_length=8, choices=Origin, default=Origin.WEB
    )
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_minor = models.BooleanField(_("asked by somebody under 18"), default=False)
    sealed_name = models.TextField(_("name"), blank=True, editable=False)
    sealed_contact = models.TextField(_("contact"), blank=True, editable=False)
    way = models.CharField(_("told by"), max_length=4, choices=Way, default=Way.NONE)
    contact_key = models.CharField(
        max_length=64, blank=True, editable=False, db_index=True
    )
    code_key = models.CharField(max_length=64, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(
        _("confirmed at"), null=True, blank=True, editable=False
    )
    answered_at = models.DateTimeField(
        _("answered at"), null=True, blank=True, editable=False
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken down by"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    returns = models.PositiveSmallIntegerField(
        _("times returned"), default=0, editable=False
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        related_name="merged",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    explained = models.TextField(_("the way explained"), max_length=600, blank=True)
    client_key = models.UUIDField(
        _("key made by the form"), unique=True, null=True, blank=True, editable=False
    )

    objects = QuestionQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [
            models.Index(fields=["opened_on", "unit"], name="question_by_day"),
            models.Index(fields=["state", "due_on"], name="question_by_due_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "number"], name="question_number_once_a_county"
            )
        ]

    @property
    def kind_word(self):
        return kind_word(self.kind)

    @property
    def more_shown(self) -> list[list[str]]:
        """Further answers, what was asked in the language of the page if it still is."""
        asked = dict(zip(self.matter.prompts, self.matter.prompts_shown, strict=True))
        return [[asked.get(prompt, prompt), answer] for prompt, answer in self.more]

    @property
    def latest_reply(self):
        """The newest version of the reply of this round, or None."""
        return self.replies.filter(round=self.round).order_by("-pk").first()

    @property
    def leading(self) -> "Question":
        """The question this one was merged into, or itself."""
        return self.merged_into or self


class QuestionPhoto(models.Model):
    """A photo sent with a question, re-encoded on arrival."""

    question = models.ForeignKey(
        Question, related_name="photos", on_delete=models.CASCADE
    )
    picture = models.ForeignKey(Picture, related_name="+", on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("photo of a question")
        verbose_name_plural = _("photos of questions")

    def __str__(self):
        return f"{self.question} · {self.position + 1}"


class Proof(models.Model):
    """A code that was sent to a contact, to see that it is the asker's.

    Sealed until it is used or over, for it has to be sent, perhaps twice.
    """

    question = models.OneToOneField(
        Question, related_name="proof", on_delete=models.CASCADE
    )
    sealed_code = models.TextField(editable=False)
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("code to confirm a contact")
        verbose_name_plural = _("codes to confirm contacts")

    def __str__(self):
        return f"{self.question}"


class Addition(models.Model):
    """What the asker wrote later: in answer to a question of the unit, or unasked."""

    question = models.ForeignKey(
        Question, related_name="additions", on_delete=models.CASCADE
    )
    text = models.TextField(_("added"), max_length=LONGEST_TEXT)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("addition")
        verbose_name_plural = _("additions")

    def __str__(self):
        return f"{self.question} {self.at:%Y-%m-%d}"


class Rating(models.Model):
    """What the asker says of the reply of one round. Nobody else rates."""

    question = models.ForeignKey(
        Question, related_name="ratings", on_delete=models.CASCADE
    )
    round = models.PositiveSmallIntegerField()
    solved = models.BooleanField(_("solved"))
    satisfied = models.BooleanField(_("satisfied"), null=True, blank=True)
    words = models.CharField(_("in the asker's words"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "round"], name="a_reply_is_rated_once"
            )
        ]

    def __str__(self):
        return f"{self.question} {self.round}"
