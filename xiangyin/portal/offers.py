"""What a county offers besides stories: what is on, services, and where its units sit."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit
from xiangyin.kernel.querysets import VisibleQuerySet

from .querysets import OccasionQuerySet, ServiceQuerySet

IS_ADDRESS = Q(link="") | Q(link__startswith="https://") | Q(link__startswith="http://")
A_TELEPHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()\-]{2,30}$",
    _("Write the number alone, as in 0571-1234567 or 12345."),
)


def in_english() -> bool:
    return (get_language() or "").startswith("en")


class Occasion(models.Model):
    """Something public to go to, with a day and a place (活动)."""

    see_right = "portal.see"

    unit = models.ForeignKey(
        Unit, verbose_name=_("held by"), related_name="+", on_delete=models.PROTECT
    )
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(
        _("ends"),
        null=True,
        blank=True,
        help_text=_("Empty: it is over when its day is."),
    )
    place = models.CharField(_("place"), max_length=120)
    about = models.TextField(
        _("about"),
        max_length=1000,
        blank=True,
        help_text=_("Who can come, what to bring, what it costs."),
    )
    contact = models.CharField(
        _("contact"),
        max_length=120,
        blank=True,
        help_text=_("An office and its number; nobody's own telephone."),
    )
    is_called_off = models.BooleanField(
        _("called off"),
        default=False,
        help_text=_("It stays in the list and says so: people may be on their way."),
    )

    objects = OccasionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        indexes = [models.Index(fields=["starts_at"], name="occasion_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="an_occasion_ends_after_it_begins",
                violation_error_message=_("It would end before it begins."),
            )
        ]

    def __str__(self):
        return self.title_en if self.title_en and in_english() else self.title


class Service(models.Model):
    """A way to get something done: an address or a number (办事、便民)."""

    see_right = "portal.see"

    unit = models.ForeignKey(
        Unit, verbose_name=_("offered by"), related_name="+", on_delete=models.PROTECT
    )
    group = models.CharField(
        _("belongs to"),
        max_length=30,
        help_text=_("What it belongs to: health, school, water and power."),
    )
    group_en = models.CharField(
        _("English name of the group"), max_length=40, blank=True
    )
    title = models.CharField(_("title"), max_length=60)
    title_en = models.CharField(_("English title"), max_length=80, blank=True)
    words = models.CharField(
        _("in a sentence"),
        max_length=160,
        blank=True,
        help_text=_("What one gets there, and when it is open."),
    )
    words_en = models.CharField(_("the same in English"), max_length=200, blank=True)
    link = models.URLField(_("address"), max_length=300, blank=True)
    telephone = models.CharField(
        _("telephone"), max_length=32, blank=True, validators=[A_TELEPHONE]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=10)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "group", "pk"]
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(
                condition=~Q(link="") | ~Q(telephone=""),
                name="a_service_can_be_reached",
                violation_error_message=_("Give an address or a telephone number."),
            ),
            models.CheckConstraint(
                condition=IS_ADDRESS,
                name="a_service_is_on_the_web",
                violation_error_message=_(
                    "An address begins with https:// or http://."
                ),
            ),
        ]

    def __str__(self):
        return self.title_en if self.title_en and in_english() else self.title

    @property
    def group_name(self) -> str:
        return self.group_en if self.group_en and in_english() else self.group

    @property
    def sentence(self) -> str:
        return self.words_en if self.words_en and in_english() else self.words


class UnitCard(models.Model):
    """How a unit is reached: its door, its hours, its number. No person's name."""

    see_right = "portal.see"

    unit = models.OneToOneField(
        Unit, verbose_name=_("unit"), related_name="card", on_delete=models.CASCADE
    )
    about = models.CharField(_("about"), max_length=300, blank=True)
    about_en = models.CharField(_("the same in English"), max_length=400, blank=True)
    address = models.CharField(_("where it is"), max_length=120, blank=True)
    hours = models.CharField(_("opening hours"), max_length=80, blank=True)
    telephone = models.CharField(
        _("telephone"), max_length=32, blank=True, validators=[A_TELEPHONE]
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path"]
        verbose_name = _("contact of a unit")
        verbose_name_plural = _("contacts of units")

    def __str__(self):
        return str(self.unit)

    @property
    def words(self) -> str:
        return self.about_en if self.about_en and in_english() else self.about
