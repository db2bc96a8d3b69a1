"""What a county offers besides stories, for tests."""

from datetime import UTC, datetime, timedelta

import factory

from xiangyin.portal.models import Occasion, Service, UnitCard

NOON = datetime(2026, 5, 12, 4, 0, tzinfo=UTC)  # 12:00 by the office's clock


class OccasionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Occasion

    title = factory.Sequence(lambda n: f"第{n}场露天电影")
    starts_at = NOON
    place = "文庙广场"


class ServiceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Service

    title = factory.Sequence(lambda n: f"第{n}项服务")
    group = "看病"
    telephone = "0999-5550100"


class UnitCardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UnitCard

    telephone = "0999-5550111"
    address = "桥头街12号"


def in_days(days: int) -> datetime:
    """A moment so many days from now, for what looks at the clock."""
    return datetime.now(UTC) + timedelta(days=days)
