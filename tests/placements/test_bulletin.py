"""The bulletin: what counts, by which scheme, and that it adds up."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.people import PersonFactory, a_county, unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.placements.models import Outlet
from xiangyin.placements.reports import (
    Period,
    bulletin,
    carried_by,
    latest_for_public,
    month_figures,
    waiting_for,
)
from xiangyin.placements.services.presets import PRESETS
from xiangyin.placements.services.schemes import start_scheme


def carried(tier="city", *, on=date(2026, 10, 4), owner="", work=None, **given):
    """A confirmed placement in an outlet of ``tier``."""
    outlet = OutletFactory(tier=tier, owner=owner)
    article = ArticleFactory(outlet=outlet, published_on=on)
    work = work or WorkFactory()
    return a_placement(work=work, article=article, confirmed=True, **given)


@pytest.fixture
def scheme(county):
    return a_scheme()


def october(county):
    return bulletin(county, Period(2026, 10, 1))


def row_of(told, code):
    return next(row for row in told.rows if row.unit.code == code)


def test_rows_sum_to_the_total(county, scheme):
    for tier in ("central", "province", "city", "county", "trade", "city"):
        carried(tier)
    carried("city", work=WorkFactory(unit=unit("rmt")))

    told = october(county)

    assert told.total.items == 7
    assert told.total.points == sum(row.points for row in told.rows) == Decimal("52")
    for tier in told.tiers:
        each = sum(row.counts[tier.code] for row in told.rows)
        assert told.total.counts[tier.code] == each
    assert all(row.items == sum(row.counts.values()) for row in told.rows)


def test_a_village_stands_in_its_towns_line(county, scheme):
    carried("city", work=WorkFactory(unit=unit("chawan")))

    assert row_of(october(county), "shixi").items == 1


def test_a_unit_without_a_placement_stands_with_nought(county, scheme):
    told = october(county)

    assert {row.unit.code: row.items for row in told.rows} == {"shixi": 0, "rmt": 0}


def test_only_confirmed_placements_count(county, scheme):
    a_placement()

    told = october(county)

    assert (told.total.items, told.waiting) == (0, 1)


def test_the_scheme_of_the_day_counts(county, scheme):
    a_scheme(starts_on=date(2026, 10, 15), points={"city": (7, 6)})
    carried("city", on=date(2026, 10, 14))
    carried("city", on=date(2026, 10, 15))

    told = october(county)

    assert told.total.points == Decimal("12")
    assert [each.starts_on for each in told.schemes] == [
        date(2026, 1, 1),
        date(2026, 10, 15),
    ]


def test_without_a_scheme_items_count_but_earn_nothing(county):
    carried("central")

    told = october(county)

    assert (told.total.items, told.total.points) == (1, 0)


def test_a_roundup_earns_less_and_a_front_page_more(county, scheme):
    carried("province", mode="roundup")
    carried("province", prominence="front")
    carried("province", prominence="lead")

    assert october(county).total.points == Decimal("45")


def test_one_work_counts_once_in_outlets_of_one_owner_by_the_dearest(county, scheme):
    work = WorkFactory()
    carried("city", owner="清州报业", work=work)
    best = carried("province", owner="清州报业", work=work)
    carried("city", owner="别家", work=work)

    told = october(county)

    assert (told.total.items, told.total.points) == (2, Decimal("15"))
    assert best.pk in told.counted


def test_a_scheme_may_count_every_outlet(county):
    a_scheme(once="every")
    work = WorkFactory()
    carried("city", owner="清州报业", work=work)
    carried("city", owner="清州报业", work=work)

    assert october(county).total.items == 2


def test_a_mention_is_not_counted_unless_the_scheme_says_so(county, scheme):
    carried("city", kind="mention", on=date(2026, 10, 4))
    a_scheme(starts_on=date(2026, 10, 10), counts_mentions=True)
    carried("city", kind="mention", on=date(2026, 10, 12))

    assert october(county).total.items == 1


def test_a_mention_does_not_hide_a_reprint_of_the_same_owner(county, scheme):
    work = WorkFactory()
    carried("central", owner="集团", work=work, kind="mention")
    carried("city", owner="集团", work=work)

    assert october(county).total.points == Decimal("5")


def test_the_month_is_that_of_the_article(county, scheme):
    carried(on=date(2026, 9, 30))
    carried(on=date(2026, 10, 1))
    carried(on=date(2026, 10, 31))
    carried(on=date(2026, 11, 1))

    told = october(county)

    assert (told.total.items, told.total.items_before) == (2, 1)


def test_another_countys_placements_do_not_count(county, scheme):
    carried()
    other = a_county(code="other", name="别县")

    assert bulletin(other, Period(2026, 10, 1)).total.items == 0


def test_the_number_of_questions_does_not_grow(
    county, scheme, django_assert_num_queries
):
    carried()
    with django_assert_num_queries(13):
        october(county)
    carried("central", work=WorkFactory(unit=unit("rmt")))
    carried()

    with django_assert_num_queries(13):
        october(county)


def test_a_correspondent_learns_who_carried_it(county, scheme):
    work = WorkFactory(origin="TIP-2026-0001")
    carried("central", work=work)
    a_placement(work=work)

    told = carried_by(county, "TIP-2026-0001")

    assert [(each.tier, each.published_on) for each in told] == [
        ("central", date(2026, 10, 4))
    ]
    assert carried_by(county, "") == []


def test_readers_learn_who_carried_a_story(county, scheme):
    work = WorkFactory(key="story:7")
    carried("central", work=work)
    carried("city", work=work, kind="mention")

    told = latest_for_public(county, ["story:7", "story:8"])

    assert {key: len(each) for key, each in told.items()} == {
        "story:7": 1,
        "story:8": 0,
    }


def test_what_waits_is_counted_for_the_person(county):
    a_placement()
    a_placement(work=WorkFactory(unit=unit("rmt")))

    assert waiting_for(PersonFactory(posts=[("editor", county)])).count == 2
    assert waiting_for(PersonFactory(posts=[("editor", unit("shixi"))])).count == 1
    assert waiting_for(PersonFactory(posts=[("reporter", county)])).count == 0


def test_a_month_in_figures(county, scheme):
    carried("central")
    carried("city", work=WorkFactory(unit=unit("rmt")))

    whole = month_figures(county, 2026, 10)
    town = month_figures(county, 2026, 10, unit=unit("shixi"))

    assert (whole.confirmed, whole.points, whole.outlets) == (2, Decimal("25"), 2)
    assert (town.confirmed, town.points, town.outlets) == (1, Decimal("20"), 1)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.key)
def test_every_preset_names_its_source_and_can_be_put_in_force(county, preset):
    scheme = start_scheme(county, starts_on=date(2026, 1, 1), key=preset.key)

    assert scheme.source
    assert scheme.rules == preset.rules
    assert {row.tier for row in preset.rules.rows if not row.form} == set(Outlet.Tier)
