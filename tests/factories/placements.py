"""One factory per model of the ledger."""

import hashlib
from datetime import date

import factory

from tests.factories.people import PersonFactory, unit
from xiangyin.kernel.models import Unit
from xiangyin.kernel.services.cases import move, open_case
from xiangyin.placements.models import (
    Article,
    Outlet,
    OutletName,
    Placement,
    Scheme,
    SchemeRow,
    Tier,
    Work,
)

STORY = (
    "10月3日，石溪镇茶湾村的320亩晚稻开镰收割。村民陈立新站在田埂上，看着收割机"
    "来回奔跑。今年全村共有86户种植优质稻，平均亩产达到560公斤。\n"
    "村里统一联系了农机合作社，收割、烘干、运输一条龙服务，每亩费用比去年少了40元。"
    "镇农技站站长周敏说，接下来将组织农户抢抓晴好天气，确保颗粒归仓。"
)


def the_county() -> Unit:
    return Unit.objects.get(code="qinglan", depth=1)


class WorkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Work

    county = factory.LazyFunction(the_county)
    unit = factory.LazyFunction(lambda: unit("shixi"))
    key = factory.Sequence(lambda n: f"story:{n}")
    title = "茶湾村320亩晚稻开镰"
    text = STORY
    published_on = date(2026, 10, 3)


class TierFactory(factory.django.DjangoModelFactory):
    """A tier of the county's own, behind the five."""

    class Meta:
        model = Tier

    unit = factory.LazyFunction(the_county)
    code = factory.Sequence(lambda n: f"own{n}")
    name = factory.Sequence(lambda n: f"自设{n}")
    place = factory.Sequence(lambda n: 100 + n)


class OutletFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Outlet
        skip_postgeneration_save = True

    unit = factory.LazyFunction(the_county)
    code = factory.Sequence(lambda n: f"outlet-{n}")
    name = factory.Sequence(lambda n: f"媒体{n}")
    tier = "city"

    @factory.post_generation
    def hosts(self, create, hosts):
        for host in hosts or ():
            OutletName.objects.create(outlet=self, kind="host", value=host)

    @factory.post_generation
    def aliases(self, create, aliases):
        for alias in aliases or ():
            OutletName.objects.create(outlet=self, kind="alias", value=alias)


class ArticleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Article

    unit = factory.LazyFunction(the_county)
    outlet = factory.SubFactory(OutletFactory)
    title = "茶湾村晚稻开镰"
    text = STORY
    published_on = date(2026, 10, 4)
    source = "file"
    fingerprint = factory.Sequence(
        lambda n: hashlib.sha256(str(n).encode()).hexdigest()
    )


def a_placement(*, confirmed=False, **given) -> Placement:
    """A candidate for a work and an article, made where they are not given."""
    work = given.pop("work", None) or WorkFactory()
    article = given.pop("article", None) or ArticleFactory(unit=work.county)
    length = len(work.text)
    told = {
        "kind": "reprint",
        "confidence": 0.99,
        "carried": 1.0,
        "made_of": 1.0,
        "passages": [[0, length, 0, length]],
        **given,
    }
    placement = Placement(unit=work.unit, work=work, article=article, **told)
    open_case(placement, by=None, on=article.published_on)
    if confirmed:
        move(placement, "confirm", by=PersonFactory(is_superuser=True))
    return placement


def a_scheme(
    county=None, *, starts_on=date(2026, 1, 1), points=None, **given
) -> Scheme:
    """20/10, 10/5, 5/3, 2/1; front page times two."""
    scheme = Scheme.objects.create(
        unit=county or the_county(), name="计分办法", starts_on=starts_on, **given
    )
    usual = {
        "central": (20, 10),
        "province": (10, 5),
        "city": (5, 3),
        "county": (2, 1),
        "trade": (5, 3),
    }
    for tier, (solo, roundup) in (points or usual).items():
        SchemeRow.objects.create(scheme=scheme, tier=tier, solo=solo, roundup=roundup)
    return scheme
