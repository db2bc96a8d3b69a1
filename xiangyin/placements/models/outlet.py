from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..querysets import OutletQuerySet
from .polled import Polled
from .tier import BuiltIn, TellsTiers


class Outlet(TellsTiers, Polled):
    """A newspaper, station, site or account of somebody else's (媒体).

    ``tier`` is the code of a built-in tier or of one of the county's own.
    """

    Tier = BuiltIn

    class Form(models.TextChoices):
        NEWSPAPER = "newspaper", _("newspaper")
        TELEVISION = "television", _("television")
        RADIO = "radio", _("radio")
        SITE = "site", pgettext_lazy("outlet", "site")
        APP = "app", pgettext_lazy("outlet", "app")
        ACCOUNT = "account", pgettext_lazy("outlet", "account")
        BULLETIN = "bulletin", _("internal bulletin")

    class Evidence(models.TextChoices):
        NONE = "none", pgettext_lazy("evidence", "nothing")
        TEXT = "text", _("text")
        PICTURE = "picture", _("text and picture")

    see_right = "placements.see"

    unit = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.PROTECT
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    tier = models.CharField(_("tier"), max_length=10)
    form = models.CharField(
        pgettext_lazy("outlet", "form"), max_length=12, choices=Form, default=Form.SITE
    )
    owner = models.CharField(_("owner group"), max_length=80, blank=True)
    evidence = models.CharField(
        pgettext_lazy("outlet", "evidence"),
        max_length=8,
        choices=Evidence,
        default=Evidence.PICTURE,
        help_text=_("What may be kept of this outlet's pages as evidence."),
    )
    feed_is_whole = models.BooleanField(
        _("the feed carries whole texts"),
        default=False,
        help_text=_(
            "Otherwise the page of an entry that is short or breaks off is read for its"
            " text."
        ),
    )
    is_ours = models.BooleanField(
        _("our own"),
        default=False,
        help_text=_(
            "Our own site or account, or a mirror of it: what stands there never counts."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = OutletQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"],
                name="one_outlet_a_code",
                violation_error_message=_("This code is taken."),
            ),
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="one_outlet_a_name",
                violation_error_message=_("This outlet is listed already."),
            ),
        ]

    def __str__(self):
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name

    def get_tier_display(self) -> str:
        return self.tier_label(self.tier)


class OutletName(models.Model):
    """A host or a byline by which an outlet's articles are recognised."""

    class Kind(models.TextChoices):
        HOST = "host", _("host")
        ALIAS = "alias", _("alias")

    outlet = models.ForeignKey(Outlet, related_name="names", on_delete=models.CASCADE)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    value = models.CharField(_("value"), max_length=120)

    class Meta:
        verbose_name = _("name of an outlet")
        verbose_name_plural = _("names of outlets")
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "kind", "value"], name="a_name_is_listed_once"
            )
        ]

    def __str__(self):
        return self.value
