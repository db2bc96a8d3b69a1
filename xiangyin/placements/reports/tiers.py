"""The tiers of a county in its order, and what they are called."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Count
from django.utils import translation

from xiangyin.kernel.models import Unit

from ..models import BuiltIn, Outlet, SchemeRow, Tier

CHINESE, ENGLISH = "zh-hans", "en"


@dataclass(frozen=True)
class Named:
    """A tier: its code, and its names. A built-in one is named by the catalogue."""

    code: str
    name: str = ""
    name_en: str = ""
    is_active: bool = True

    @property
    def is_own(self) -> bool:
        return self.code not in BuiltIn.values

    @property
    def label(self) -> str:
        return str(Tier(code=self.code, name=self.name, name_en=self.name_en))

    def fixed(self) -> list[str]:
        """Code, Chinese and English: to be kept whatever it is called later."""
        told = [self.code]
        for language in (CHINESE, ENGLISH):
            with translation.override(language):
                told.append(self.label)
        return told


class Tiers(Sequence[Named]):
    """All of a county's tiers in its order, those that were retired included."""

    def __init__(self, every: Iterable[Named]):
        self.every = tuple(every)

    def __len__(self) -> int:
        return len(self.every)

    def __getitem__(self, at):
        return self.every[at]

    def __iter__(self) -> Iterator[Named]:
        return iter(self.every)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(tier.code for tier in self.every)

    @property
    def in_use(self) -> Self:
        return self.shown(())

    def shown(self, codes: Collection[str]) -> Self:
        """Those in use, and those retired that ``codes`` names."""
        return type(self)(
            tier for tier in self.every if tier.is_active or tier.code in codes
        )

    def including(self, codes: Iterable[str]) -> Self:
        """With what ``codes`` names besides, at the end, called by its code."""
        more = dict.fromkeys(codes)
        known = set(self.codes)
        unknown = (Named(code, code, code, False) for code in more if code not in known)
        return type(self)((*self.every, *unknown))

    def label(self, code: str) -> str:
        """What a tier is called; one that nobody knows, by its code."""
        return next((tier.label for tier in self.every if tier.code == code), code)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(tier.code, tier.label) for tier in self.every]


BUILT_IN = Tiers(Named(code) for code in BuiltIn.values)


def tiers_of(county: Unit) -> Tiers:
    """A county's tiers: the five, where it wants them, and its own."""
    fields = ("code", "name", "name_en", "is_active", "place")
    rows = Tier.objects.of_county(county).order_by("place", "pk").values_list(*fields)
    places = {named.code: (at, named) for at, named in enumerate(BUILT_IN, start=1)}
    for code, name, name_en, is_active, place in rows:
        places[code] = (place, Named(code, name, name_en, is_active))
    return Tiers(
        named for _at, named in sorted(places.values(), key=lambda each: each[0])
    )


@dataclass(frozen=True)
class Uses:
    """Who names a tier: outlets, how many in all, and schemes with a row for it."""

    outlets: int = 0
    some: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()

    def __bool__(self):
        return bool(self.outlets or self.schemes)


def uses_of(county: Unit, code: str, *, most: int = 5) -> Uses:
    """What names one tier; of the outlets the first ``most`` by name."""
    outlets = Outlet.objects.of_county(county).filter(tier=code)
    rows = SchemeRow.objects.filter(scheme__unit=county, tier=code)
    names = rows.order_by("scheme__starts_on").values_list("scheme__name", flat=True)
    return Uses(
        outlets=outlets.count(),
        some=tuple(str(outlet) for outlet in outlets[:most]),
        schemes=tuple(dict.fromkeys(names)),
    )


def used(county: Unit) -> dict[str, Uses]:
    """The same of every tier by its code, without the outlets' names: two queries."""
    outlets = Outlet.objects.of_county(county).order_by().values("tier")
    counts = dict(outlets.annotate(many=Count("pk")).values_list("tier", "many"))
    schemes: dict[str, dict[str, None]] = {}
    rows = SchemeRow.objects.filter(scheme__unit=county)
    rows = rows.order_by("scheme__starts_on", "pk")
    for code, name in rows.values_list("tier", "scheme__name"):
        schemes.setdefault(code, {})[name] = None
    return {
        code: Uses(counts.get(code, 0), (), tuple(schemes.get(code, ())))
        for code in {*counts, *schemes}
    }
