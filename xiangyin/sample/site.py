"""What the sample county's site says besides its stories."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from xiangyin.portal.models import Imprint, Occasion, Service, UnitCard

from .county import County
from .seeds import read


def furnish_site(county: County, *, today: date) -> None:
    """Fill the imprint, the services, the contacts, and what is on around ``today``."""
    seed = read("site.toml")
    imprint = Imprint.objects.get(site__root_page=county.root.home)
    for name, words in seed["imprint"].items():
        setattr(imprint, name, words.strip())
    imprint.save()
    for row in seed["contacts"]:
        UnitCard.objects.create(**{**row, "unit": county.units[row["unit"]]})
    for row in seed["services"]:
        Service.objects.create(**{**row, "unit": county.units[row["unit"]]})
    for row in seed["occasions"]:
        _announce(county, row, today=today)


def _announce(county: County, row: dict, *, today: date) -> None:
    told = dict(row)
    day = today + timedelta(days=told.pop("day"))
    begins, ends = told.pop("from"), told.pop("to", None)
    Occasion.objects.create(
        **{**told, "unit": county.units[told["unit"]]},
        starts_at=_at(day, begins),
        ends_at=_at(day, ends) if ends else None,
    )


def _at(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))
