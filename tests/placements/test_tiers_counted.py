"""Own tiers in everything that is counted: they are tiers like the five."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.people import PersonFactory, unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    TierFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.placements.models import KeptBulletin, Outlet, SchemeRow
from xiangyin.placements.reports import Period, as_document, bulletin, hash_of
from xiangyin.placements.reports.columns import columns
from xiangyin.placements.reports.formats import FORMATS, as_csv, as_json
from xiangyin.placements.reports.illustrated import chart
from xiangyin.placements.reports.kept import as_kept, differences
from xiangyin.placements.reports.lines import lines
from xiangyin.placements.reports.reckoning import reckon
from xiangyin.placements.reports.sheet import as_xlsx
from xiangyin.placements.reports.words import definition
from xiangyin.placements.services.bulletins import (
    begin_bulletin,
    freeze_bulletin,
    publish_bulletin,
    take_objections,
)
from xiangyin.placements.services.tiers import (
    Told,
    add_tier,
    change_tier,
    retire_tier,
)

from .documents import texts_of

pytestmark = pytest.mark.django_db
MAY, TODAY = Period(2026, 5, 1), date(2026, 6, 3)
FIVE = {"central": 0, "province": 0, "city": 0, "county": 0, "trade": 0}
POINTS = {"province": (10, 5), "city": (5, 3), "abroad": (8, 4)}
CODES = (*FIVE, "own-a", "own-b", "own-c")


@pytest.fixture
def keeper(county):
    return PersonFactory(posts=[("ledger_keeper", county)])


@pytest.fixture
def abroad(county, keeper):
    told = Told("境外媒体", "Abroad", after="province")
    return add_tier(county, told, by=keeper, code="abroad")


def carried(tier, *, on=date(2026, 5, 4), form="site", code="shixi"):
    article = ArticleFactory(
        outlet=OutletFactory(tier=tier, form=form), published_on=on
    )
    return a_placement(
        work=WorkFactory(unit=unit(code)), article=article, confirmed=True
    )


@pytest.fixture
def ledger(county, abroad):
    """Two items abroad, one of the province, and points for both tiers."""
    a_scheme(points=POINTS)
    return [carried("abroad"), carried("abroad", code="rmt"), carried("province")]


@pytest.fixture
def frozen(county, keeper, ledger):
    kept = begin_bulletin(county, MAY, by=keeper, today=TODAY)
    take_objections(kept, until=TODAY, by=keeper, today=TODAY)
    freeze_bulletin(kept, by=keeper, today=date(2026, 6, 4))
    publish_bulletin(kept, audience="public", by=keeper)
    return KeptBulletin.objects.get(pk=kept.pk)


def test_an_own_tier_counts_and_stands_at_its_place(county, ledger):
    told = bulletin(county, MAY)

    counts = {"central": 0, "province": 1, "abroad": 2, "city": 0, "county": 0}
    assert list(told.total.counts.items()) == [*counts.items(), ("trade", 0)]
    assert (told.total.items, told.total.points) == (3, Decimal(26))
    assert [column.key for column in columns(told)][:9] == [
        *("unit", "print", "air", "web", "province", "abroad"),
        *("city", "county", "trade"),
    ]


def test_a_placement_says_its_points_by_its_own_tier(ledger):
    assert reckon(ledger[0]).sentence == "境外媒体网站，一般，单独：8"


def test_without_a_row_it_counts_as_an_item_and_says_why(county, abroad):
    a_scheme()
    placement = carried("abroad")

    told = bulletin(county, MAY)

    assert (told.total.items, told.total.points) == (1, Decimal(0))
    assert (
        reckon(placement).sentence
        == "境外媒体网站，一般，单独：0（办法中没有这一级别）"
    )


def test_the_files_tell_it_by_name(county, ledger):
    told = bulletin(county, MAY)

    rows = list(csv.reader(io.StringIO(as_csv(told).decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(told)), data_only=True)
    sheet = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    listed = list(book.worksheets[2].iter_rows(min_row=2, values_only=True))
    assert rows[0][5] == sheet[0][5] == "境外媒体"
    assert (rows[-1][5], sheet[-1][5]) == ("2", 2)
    assert sorted(line[4] for line in listed) == ["境外媒体", "境外媒体", "省级"]
    assert re.findall("境外媒体2条", words_of(told)) == ["境外媒体2条"]
    assert FORMATS["pdf"].write(told)[:5] == b"%PDF-"
    assert chart(told, "tiers").rows[2] == ("境外媒体", 2, "66.7%")
    assert "境外媒体单独 8 分、综合 4 分" in " ".join(definition(told))


def test_json_names_it_by_its_code_where_it_counts(county, ledger, keeper):
    add_tier(county, Told("行业内刊"), by=keeper, code="inner")

    document = json.loads(as_json(bulletin(county, MAY)))

    assert document["totals"]["items"] == FIVE | {"province": 1, "abroad": 2}
    assert {tuple(sorted(row["items"])) for row in document["rows"]} == {
        tuple(sorted((*FIVE, "abroad")))
    }
    assert document["hash"] == hash_of(document)


def test_without_own_tiers_the_document_is_what_it_always_was(county):
    a_scheme()
    carried("province")

    document = as_document(bulletin(county, MAY))

    assert document["totals"]["items"] == FIVE | {"province": 1}


def words_of(told) -> str:
    """All that a bulletin says on paper."""
    document = docx.Document(io.BytesIO(FORMATS["docx"].write(told)))
    cells = [
        cell for table in document.tables for row in texts_of(table) for cell in row
    ]
    return " ".join([*(part.text for part in document.paragraphs), *cells])


def all_told(kept: KeptBulletin) -> list:
    """Everything that a reader of a kept bulletin can see or take home."""
    told = as_kept(kept)
    seen = [as_csv(told), as_json(told), list(lines(told)), definition(told)]
    seen += [words_of(told), chart(told, "tiers")]
    with translation.override("en"):
        seen += [as_csv(told), [tier.label for tier in told.tiers]]
    return seen


def test_nothing_done_to_tiers_later_changes_what_is_frozen(county, keeper, frozen):
    before, told = all_told(frozen), {"by": keeper, "reason": "调整级别"}

    change_tier(county, "abroad", Told("海外媒体", "Overseas", after=""), **told)
    change_tier(county, "city", Told(after="trade"), **told)
    add_tier(county, Told("行业内刊"), by=keeper, code="inner")
    retire_tier(county, "abroad", **told)

    frozen = KeptBulletin.objects.get(pk=frozen.pk)
    assert all_told(frozen) == before
    assert as_document(as_kept(frozen))["hash"] == frozen.hash
    found = differences(frozen, today=TODAY)
    assert (found.hash_now, bool(found), found.schemes) == (frozen.hash, False, ())


def test_without_its_names_a_frozen_bulletin_would_be_told_otherwise(
    county, keeper, frozen
):
    before = all_told(frozen)
    frozen.told = {key: frozen.told[key] for key in frozen.told if key != "tiers"}

    assert all_told(frozen) != before


def test_an_outlet_that_changes_its_tier_is_a_difference_by_name(
    county, keeper, frozen, ledger
):
    Outlet.objects.filter(pk=ledger[0].article.outlet_id).update(tier="city")
    change_tier(county, "abroad", Told("海外媒体"), by=keeper, reason="统一说法")

    told = differences(frozen, today=TODAY)

    assert ["境外媒体 → 市级" in line for line in told.lines] == [True]


def test_a_retired_tier_stands_in_the_months_that_have_it(county, keeper, ledger):
    retire_tier(county, "abroad", by=keeper, reason="并入行业")

    may, april = bulletin(county, MAY), bulletin(county, Period(2026, 4, 1))

    assert may.total.counts["abroad"] == 2
    assert april.tiers.codes == tuple(FIVE)


def test_an_outlet_in_a_tier_that_nobody_knows_still_sums(county):
    a_scheme()
    carried("lost")
    carried("city")

    told = bulletin(county, MAY)

    assert told.total.items == sum(told.total.counts.values()) == 2
    assert told.tiers.label("lost") == "lost"


placements = st.lists(
    st.tuples(
        st.sampled_from(CODES),
        st.sampled_from(["shixi", "rmt", "chawan"]),
        st.sampled_from([date(2026, month, 4) for month in (4, 5, 6)]),
    ),
    min_size=1,
    max_size=8,
)


def told_of(county) -> dict:
    """A quarter's rows by unit: items by tier, all items, points."""
    told = bulletin(county, Period(2026, 4, 3))
    return {row.unit: (row.counts, row.items, row.points) for row in told.rows}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=placements, order=st.permutations(CODES))
def test_own_tiers_sum_like_built_in_ones(county, done, order):
    """Which codes are built-in makes no difference, and the parts make the whole."""
    point = transaction.savepoint()
    for code in CODES[5:]:
        TierFactory(code=code)
    a_scheme(points={code: (3 * at + 1, at) for at, code in enumerate(CODES)})
    for code, where, day in done:
        carried(code, on=day, code=where)

    before = told_of(county)
    months = [bulletin(county, Period(2026, month, 1)).total for month in (4, 5, 6)]
    whole = bulletin(county, Period(2026, 4, 3)).total
    renamed = dict(zip(CODES, order, strict=True))
    for model in (Outlet, SchemeRow):
        for each in model.objects.all():
            model.objects.filter(pk=each.pk).update(tier=f"x{renamed[each.tier]}"[:10])
        for code in CODES:
            model.objects.filter(tier=f"x{code}"[:10]).update(tier=code)
    after = told_of(county)
    transaction.savepoint_rollback(point)

    for code in CODES:
        assert whole.counts[code] == sum(month.counts[code] for month in months)
        assert whole.counts[code] == sum(each[0] == code for each in done)
    assert whole.items == sum(whole.counts.values()) == len(done)
    assert after == {
        where: ({renamed[code]: many for code, many in counts.items()}, items, points)
        for where, (counts, items, points) in before.items()
    }
