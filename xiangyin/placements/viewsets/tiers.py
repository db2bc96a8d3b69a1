"""Asking lists for a tier."""

import django_filters

from ..models import Tier
from ..reports.tiers import BUILT_IN, Named, Tiers, tiers_of


class TierFilter(django_filters.ChoiceFilter):
    """Offers the tiers of the county of the person who looks, also those retired."""

    @property
    def field(self):
        if not hasattr(self, "_field"):
            self.extra["choices"] = seen_by(self.parent.request.user).choices
        return super().field


def seen_by(person) -> Tiers:
    """The tiers of a person's county; the operator's are those of every county."""
    if person.county is not None:
        return tiers_of(person.county)
    own = {tier.code: tier for tier in Tier.objects.visible_to(person).own()}
    named = (Named(tier.code, tier.name, tier.name_en) for tier in own.values())
    return Tiers((*BUILT_IN, *named))
