from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..querysets import DatedQuerySet, OfCountyQuerySet
from ..rules import USUAL

MOST_DAYS = [MinValueValidator(1), MaxValueValidator(60)]


def in_english() -> bool:
    return (get_language() or "").startswith("en")


def lines_of(text: str) -> list[str]:
    r"""What stands on each line; empty ones are none.

    >>> lines_of("哪个站？ \n\n哪路车？")
    ['哪个站？', '哪路车？']
    """
    return [line.strip() for line in text.splitlines() if line.strip()]


class Kind(models.TextChoices):
    """What a resident wants; each has a term of its own."""

    ENQUIRY = "enquiry", pgettext_lazy("question", "I want to know something")
    HELP = "help", pgettext_lazy("question", "I need help")
    SUGGESTION = "suggestion", pgettext_lazy("question", "I suggest something")
    COMPLAINT = "complaint", pgettext_lazy("question", "I complain")


class Matter(models.Model):
    """What a question may be about (事项目录), as residents would call it.

    ``route`` says where such a matter goes by law (petition, court, disclosure):
    then it is explained and no question of it is taken.
    """

    county = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.CASCADE
    )
    name = models.CharField(_("name"), max_length=30)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    about = models.CharField(_("what belongs to it"), max_length=200, blank=True)
    about_en = models.CharField(
        _("what belongs to it, in English"), max_length=400, blank=True
    )
    ask_also = models.CharField(
        _("what else is asked"),
        max_length=300,
        blank=True,
        help_text=_("Short questions, one a line: “Which bus stop?”"),
    )
    ask_also_en = models.CharField(
        _("what else is asked, in English"),
        max_length=600,
        blank=True,
        help_text=_(
            "The same questions in the same order, one a line. Staff reads the Chinese"
            " ones, whichever the asker has read."
        ),
    )
    route = models.TextField(
        _("the way the law gives"),
        max_length=600,
        blank=True,
        help_text=_("If this is filled in, it is shown and no question is taken."),
    )
    route_en = models.TextField(
        _("the way the law gives, in English"),
        max_length=1200,
        blank=True,
        help_text=_("Empty: pages in English show the Chinese words."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_open = models.BooleanField(_("open"), default=True)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    objects = OfCountyQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name"],
                name="a_matter_once_a_county",
                violation_error_message=_("There is a matter of this name already."),
            )
        ]

    def __str__(self):
        return self.name_en if self.name_en and in_english() else self.name

    def clean(self):
        """Each question in both languages, or all of them in Chinese alone."""
        super().clean()
        here, there = len(lines_of(self.ask_also_en)), len(self.prompts)
        if here and here != there:
            words = _(
                "There are %(there)d Chinese questions and %(here)d in English: write each"
                " one on the same line in both, or leave the English ones empty."
            ) % {"here": here, "there": there}
            raise ValidationError({"ask_also_en": words})

    @property
    def unit(self):
        return self.county

    @property
    def prompts(self) -> list[str]:
        """What else is asked, as it is kept with a question and read by staff."""
        return lines_of(self.ask_also)

    @property
    def prompts_shown(self) -> list[str]:
        """The same in the language of the page, where all of it is there."""
        english = lines_of(self.ask_also_en) if in_english() else []
        return english if len(english) == len(self.prompts) else self.prompts

    @property
    def about_shown(self) -> str:
        return self.about_en if self.about_en and in_english() else self.about

    @property
    def route_shown(self) -> str:
        return self.route_en if self.route_en and in_english() else self.route

    def unit_on(self, day):
        """Which unit leads in this matter on ``day``, or None where nobody said."""
        found = self.responsibilities.select_related("unit").on(day)
        return found.unit if found else None


class Responsibility(models.Model):
    """From which day on a unit leads in a matter (派单目录)."""

    matter = models.ForeignKey(
        Matter,
        verbose_name=_("matter"),
        related_name="responsibilities",
        on_delete=models.CASCADE,
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), related_name="+", on_delete=models.PROTECT
    )
    since = models.DateField(_("from"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "since"],
                name="one_unit_a_matter_a_day",
                violation_error_message=_("This day has its unit already."),
            )
        ]

    def __str__(self):
        return f"{self.matter} → {self.unit} ({self.since})"


class Terms(models.Model):
    """The working days that a county promises, from a day on."""

    county = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.CASCADE
    )
    since = models.DateField(_("from"))
    enquiry = models.PositiveSmallIntegerField(
        _("enquiry"), default=USUAL.enquiry, validators=MOST_DAYS
    )
    help = models.PositiveSmallIntegerField(
        _("help"), default=USUAL.help, validators=MOST_DAYS
    )
    suggestion = models.PositiveSmallIntegerField(
        _("suggestion"), default=USUAL.suggestion, validators=MOST_DAYS
    )
    complaint = models.PositiveSmallIntegerField(
        _("complaint"), default=USUAL.complaint, validators=MOST_DAYS
    )
    extension = models.PositiveSmallIntegerField(
        _("one extension"), default=USUAL.extension, validators=MOST_DAYS
    )
    review = models.PositiveSmallIntegerField(
        _("review of what was not solved"),
        default=USUAL.review,
        validators=MOST_DAYS,
    )

    overseer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who is told of late ones"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    overseer_after = models.PositiveSmallIntegerField(
        _("working days after the promised day"), default=3, validators=MOST_DAYS
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        verbose_name = _("terms")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(
                fields=["county", "since"],
                name="terms_once_a_day",
                violation_error_message=_("There are terms from this day already."),
            )
        ]

    def __str__(self):
        return f"{self.county} {self.since}"

    @property
    def unit(self):
        return self.county


def kind_word(kind: str):
    """A kind as the office calls it: the choices speak as the asker does."""
    return Terms._meta.get_field(kind).verbose_name
