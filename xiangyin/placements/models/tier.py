from collections.abc import Iterable

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Unit

from ..querysets import TierQuerySet


class BuiltIn(models.TextChoices):
    """The five tiers that every county has."""

    CENTRAL = "central", _("central")
    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", pgettext_lazy("tier", "county")
    TRADE = "trade", _("trade")


IS_BUILT_IN = models.Q(code__in=BuiltIn.values)


class Tier(models.Model):
    """A tier of a county's own, or the place the county gives to a built-in one.

    Outlets and schemes keep its ``code``, which never changes; its names may. A
    county that never touched its tiers has no rows here.
    """

    see_right = "placements.see"

    unit = models.ForeignKey(
        Unit, verbose_name=_("county"), related_name="+", on_delete=models.PROTECT
    )
    code = models.SlugField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=12, blank=True)
    name_en = models.CharField(_("English name"), max_length=24, blank=True)
    place = models.PositiveSmallIntegerField(_("place in the order"))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = TierQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"],
                name="one_tier_a_code",
                violation_error_message=_("This code is taken."),
            ),
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=~models.Q(name=""),
                name="one_tier_a_name",
                violation_error_message=_("This tier is listed already."),
            ),
            models.CheckConstraint(
                condition=(IS_BUILT_IN & models.Q(name="", name_en="", is_active=True))
                | (~IS_BUILT_IN & ~models.Q(name="")),
                name="own_tiers_have_names_and_built_in_ones_stay",
                violation_error_message=_("A tier of your own has a name."),
            ),
        ]

    def __str__(self):
        if not self.name:
            return str(dict(BuiltIn.choices).get(self.code, self.code))
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name


class TellsTiers:
    """Of a county's thing that names tiers by their codes: what they are called."""

    unit_id: int

    @cached_property
    def own_tiers(self) -> dict[str, Tier]:
        """The county's own by their codes; see :func:`name_tiers` for many things."""
        return {
            tier.code: tier for tier in Tier.objects.own().filter(unit=self.unit_id)
        }

    def tier_label(self, code: str) -> str:
        if code in BuiltIn.values:
            return str(BuiltIn(code).label)
        return str(self.own_tiers.get(code, code))


def name_tiers(things: Iterable[TellsTiers | None]) -> None:
    """Ask once for the own tiers of all these things' counties."""
    named = [thing for thing in things if thing is not None]
    counties: dict[int, dict[str, Tier]] = {thing.unit_id: {} for thing in named}
    if not counties:
        return
    for tier in Tier.objects.own().filter(unit__in=list(counties)):
        counties[tier.unit_id][tier.code] = tier
    for thing in named:
        thing.__dict__["own_tiers"] = counties[thing.unit_id]
