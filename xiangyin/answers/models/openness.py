import re

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.models import Unit

from ..querysets import OfCountyQuerySet
from .question import Question

ADDRESS = re.compile(r"https?://[\w./%~-]+", re.ASCII)
USUAL_LICENCE = "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"


class Openness(models.Model):
    """What a county lets everybody have of its answers besides reading them.

    Units are not set against each other unless a county wants it: 国办函〔2025〕66号.
    """

    county = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.CASCADE
    )
    ranks_units = models.BooleanField(
        _("show the units one by one"),
        default=False,
        help_text=_(
            "Within their group and among those with about as many questions, by the"
            " share answered in time. Off: groups of units only."
        ),
    )
    licence = models.CharField(
        _("licence of the open data"),
        max_length=200,
        default=USUAL_LICENCE,
        help_text=_("Its name, and the address where it can be read."),
    )

    objects = OfCountyQuerySet.as_manager()

    class Meta:
        verbose_name = _("figures and open data")
        verbose_name_plural = _("figures and open data")
        constraints = [
            models.UniqueConstraint(
                fields=["county"],
                name="openness_once_a_county",
                violation_error_message=_("The county has set this already."),
            )
        ]

    def __str__(self):
        return f"{self.county}"

    @property
    def unit(self):
        return self.county

    @property
    def licence_address(self) -> str:
        """Where the licence can be read, if an address is named."""
        found = ADDRESS.search(self.licence)
        return found.group() if found else ""

    @classmethod
    def of(cls, county: Unit) -> "Openness":
        """The county's own, or what holds where it has set nothing."""
        return cls.objects.filter(county=county).first() or cls(county=county)


class Application(models.Model):
    """A program of somebody else that may send questions (Open311).

    Of its key only a mark is kept, by which it is known again.
    """

    county = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.CASCADE
    )
    name = models.CharField(_("name"), max_length=60)
    key_mark = models.CharField(max_length=64, unique=True, editable=False)
    is_open = models.BooleanField(pgettext_lazy("application", "open"), default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    made_at = models.DateTimeField(pgettext_lazy("application", "made at"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")

    def __str__(self):
        return self.name

    @property
    def unit(self):
        return self.county


class Posted(models.Model):
    """That an application sent a question, and the token it was given for it."""

    question = models.OneToOneField(
        Question, related_name="posted", on_delete=models.CASCADE
    )
    application = models.ForeignKey(
        Application, related_name="posted", on_delete=models.PROTECT
    )
    token = models.CharField(max_length=40, unique=True, editable=False)

    class Meta:
        verbose_name = _("question sent by an application")
        verbose_name_plural = _("questions sent by applications")

    def __str__(self):
        return f"{self.question} · {self.application}"
