"""Tiers of the office's own: adding, calling, moving, retiring and deleting them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.factories.people import PersonFactory, a_county
from tests.factories.placements import OutletFactory, TierFactory, a_scheme
from xiangyin.engines.points import Row
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.kernel.models import Record
from xiangyin.placements.models import Outlet, Tier, name_tiers
from xiangyin.placements.reports.tiers import tiers_of
from xiangyin.placements.services import tiers as service
from xiangyin.placements.services.outlet_rows import read_outlet
from xiangyin.placements.services.outlets import keep_outlet
from xiangyin.placements.services.schemes import keep_scheme
from xiangyin.placements.services.tiers import (
    MOST_OWN,
    Told,
    add_tier,
    change_tier,
    remove_tier,
    restore_tier,
    retire_tier,
)

FIVE = ("central", "province", "city", "county", "trade")
ABROAD = Told("境外媒体", "Abroad", after="province")


@pytest.fixture
def keeper(county):
    return PersonFactory(posts=[("ledger_keeper", county)])


@pytest.fixture
def abroad(county, keeper):
    return add_tier(county, ABROAD, by=keeper)


def last_line() -> Record:
    return Record.objects.filter(subject__startswith="placements.tier:").latest("pk")


def test_a_county_has_the_five_and_needs_no_rows_for_them(county):
    assert tiers_of(county).codes == FIVE
    assert not Tier.objects.exists()


def test_a_tier_is_added_at_its_place(county, abroad):
    told = tiers_of(county)

    assert told.codes == ("central", "province", "abroad", "city", "county", "trade")
    assert told.label("abroad") == "境外媒体"
    with translation.override("en"):
        assert told.label("abroad") == "Abroad"
    assert last_line().action == "create"


@pytest.mark.parametrize(
    ("after", "codes"),
    [
        ("", ("abroad", "central", "province", "city", "county", "trade")),
        ("trade", ("central", "province", "city", "county", "trade", "abroad")),
        ("city", ("central", "province", "city", "abroad", "county", "trade")),
    ],
)
def test_a_tier_is_moved(county, keeper, abroad, after, codes):
    told = Told(abroad.name, abroad.name_en, after=after)

    change_tier(county, "abroad", told, by=keeper, reason="按文件排序")

    assert tiers_of(county).codes == codes
    line = last_line()
    assert (line.by, line.note) == (keeper, "按文件排序")
    assert line.data["place"] == [3, codes.index("abroad") + 1]


def test_a_built_in_tier_is_moved_and_keeps_its_name(county, keeper):
    told = Told("县里的", "Ours", after="")

    change_tier(county, "county", told, by=keeper, reason="县级在前")

    assert tiers_of(county).codes == ("county", "central", "province", "city", "trade")
    assert tiers_of(county).label("county") == "县级"


def test_a_tier_is_called_otherwise_and_keeps_its_code(county, keeper, abroad):
    told = Told("海外媒体", "Overseas", after=None)

    change_tier(county, "abroad", told, by=keeper, reason="统一说法")

    assert tiers_of(county).label("abroad") == "海外媒体"
    assert last_line().data == {
        "name": ["境外媒体", "海外媒体"],
        "name_en": ["Abroad", "Overseas"],
    }


def test_a_change_says_why(county, keeper, abroad):
    with pytest.raises(ValidationError) as refused:
        change_tier(county, "abroad", Told("海外"), by=keeper, reason=" ")

    assert set(refused.value.message_dict) == {"reason"}
    assert Tier.objects.get(code="abroad").name == "境外媒体"


@pytest.mark.parametrize(
    ("name", "name_en", "code"),
    [
        ("省级", "", ""),
        ("央 媒", "", ""),
        ("境外", "Province", ""),
        ("境外媒体", "", ""),
        ("Abroad", "", ""),
        ("外媒", "", "city"),
        ("！！", "", ""),
        ("", "Foreign", ""),
    ],
)
def test_no_two_tiers_can_be_taken_for_each_other(
    county, keeper, abroad, name, name_en, code
):
    before = tiers_of(county).codes

    with pytest.raises(ValidationError), transaction.atomic():
        add_tier(county, Told(name, name_en), by=keeper, code=code)

    assert tiers_of(county).codes == before


def test_a_code_is_made_where_none_is_written(county, keeper):
    short = add_tier(county, Told("境外媒体", "Abroad"), by=keeper)
    long = add_tier(county, Told("省直部门", "Provincial departments"), by=keeper)
    chinese = add_tier(county, Told("学习平台"), by=keeper, code="学习")

    assert [each.code for each in (short, long, chinese)] == [
        "abroad",
        "own-1",
        "own-2",
    ]


def test_there_is_an_end_to_own_tiers(county, keeper):
    for number in range(MOST_OWN):
        add_tier(county, Told(f"第{number}类"), by=keeper)

    with pytest.raises(ValidationError):
        add_tier(county, Told("再一类"), by=keeper)

    assert len(tiers_of(county)) == len(FIVE) + MOST_OWN


def test_who_keeps_no_outlets_changes_no_tier(county, abroad):
    editor = PersonFactory(posts=[("editor", county)])
    told = {"by": editor, "reason": "想改"}

    with pytest.raises(NotAllowed):
        add_tier(county, Told("行业内刊"), by=editor)
    with pytest.raises(NotAllowed):
        change_tier(county, "abroad", Told("海外"), **told)
    for act in (retire_tier, restore_tier, remove_tier):
        with pytest.raises(NotAllowed):
            act(county, "abroad", **told)

    assert tiers_of(county).label("abroad") == "境外媒体"


def test_the_keeper_of_one_county_changes_nothing_in_another(county, keeper):
    there = a_county("yunping", name="云屏县")
    TierFactory(unit=there, code="theirs", name="邻县的")

    with pytest.raises(NotAllowed):
        change_tier(there, "theirs", Told("我的"), by=keeper, reason="想改")
    with pytest.raises(RuleBroken):
        change_tier(county, "theirs", Told("我的"), by=keeper, reason="想改")

    assert tiers_of(county).codes == FIVE
    assert tiers_of(there).label("theirs") == "邻县的"


def test_what_is_used_is_not_deleted_and_says_by_what(county, keeper, abroad):
    OutletFactory(name="海外华文网", tier="abroad")
    scheme = a_scheme()
    keep_scheme(scheme, by=keeper, rows=[*scheme.rules.rows, Row("abroad")])

    with pytest.raises(RuleBroken) as refused:
        remove_tier(county, "abroad", by=keeper, reason="不用了")

    told = refused.value.message
    assert [each in told for each in ("境外媒体", "海外华文网", "计分办法")] == [
        True
    ] * 3
    assert "abroad" in tiers_of(county).codes


def test_without_that_guard_an_outlet_is_left_in_no_tier(
    county, keeper, abroad, monkeypatch
):
    outlet = OutletFactory(tier="abroad")
    monkeypatch.setattr(service, "uses_of", lambda *_asked: ())

    remove_tier(county, "abroad", by=keeper, reason="不用了")

    assert outlet.tier not in tiers_of(county).codes
    assert outlet.get_tier_display() == "abroad"


def test_what_nothing_names_is_deleted_and_stays_in_the_trail(county, keeper, abroad):
    remove_tier(county, "abroad", by=keeper, reason="设错了")

    assert tiers_of(county).codes == FIVE
    assert (last_line().action, last_line().note) == ("delete", "设错了")


@pytest.mark.parametrize("act", [retire_tier, restore_tier, remove_tier])
def test_a_built_in_tier_is_neither_retired_nor_deleted(county, keeper, abroad, act):
    with pytest.raises(RuleBroken):
        act(county, "city", by=keeper, reason="不要市级")

    assert "city" in tiers_of(county).in_use.codes


def test_the_database_keeps_built_in_tiers_in_use(county):
    with pytest.raises(IntegrityError), transaction.atomic():
        Tier.objects.create(unit=county, code="city", place=1, is_active=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tier.objects.create(unit=county, code="abroad", place=1)

    assert not Tier.objects.exists()


def test_a_retired_tier_is_kept_by_who_has_it_and_taken_by_nobody(
    county, keeper, abroad
):
    outlet = OutletFactory(tier="abroad", owner="甲")
    retire_tier(county, "abroad", by=keeper, reason="并入行业")
    outlet.owner = "乙"

    keep_outlet(outlet, by=keeper, reason="更正主办")
    fresh = Outlet(unit=county, name="新媒体", tier="abroad", form="site")
    with pytest.raises(ValidationError) as refused:
        keep_outlet(fresh, by=keeper)

    assert set(refused.value.message_dict) == {"tier"}
    assert Outlet.objects.get().owner == "乙"
    restore_tier(county, "abroad", by=keeper, reason="恢复")
    assert keep_outlet(fresh, by=keeper).pk


def test_a_scheme_takes_rows_of_its_own_countys_tiers_only(county, keeper, abroad):
    TierFactory(unit=a_county("yunping", name="云屏县"), code="theirs", name="邻县的")
    scheme = a_scheme()
    rows = scheme.rules.rows

    with pytest.raises(ValidationError), transaction.atomic():
        keep_scheme(scheme, by=keeper, rows=[*rows, Row("theirs")])
    keep_scheme(scheme, by=keeper, rows=[*rows, Row("abroad")])

    assert scheme.rules.row_for("abroad", "site") == Row("abroad")
    assert scheme.rules.row_for("theirs", "site") is None


@pytest.mark.parametrize("said", ["境外媒体", " 境外 媒体", "ABROAD", "abroad"])
def test_a_table_names_an_own_tier_by_its_names_or_its_code(county, abroad, said):
    row = read_outlet({"name": "海外网", "tier": said}, tiers=tiers_of(county))

    assert row.tier == "abroad"


def test_an_unknown_tier_of_a_row_names_what_can_be_written(county, keeper, abroad):
    add_tier(county, Told("旧类"), by=keeper, code="old")
    retire_tier(county, "old", by=keeper, reason="不用了")

    for said in ("外国的", "旧类", "old", ""):
        with pytest.raises(ValidationError) as refused:
            read_outlet({"name": "海外网", "tier": said}, tiers=tiers_of(county))
        told = refused.value.message_dict["tier"][0]
        assert "中央级、省级、境外媒体、市级、县级、行业" in told
        assert "旧类" not in told


def test_outlets_of_a_list_are_named_with_one_question(
    county, abroad, django_assert_num_queries
):
    OutletFactory.create_batch(3, tier="abroad")
    outlets = list(Outlet.objects.all())

    with django_assert_num_queries(1):
        name_tiers(outlets)
        told = {outlet.get_tier_display() for outlet in outlets}

    assert told == {"境外媒体"}


def test_an_outlet_alone_asks_for_its_tier_itself(county, abroad):
    theirs = a_county("yunping", name="云屏县")
    TierFactory(unit=theirs, code="abroad", name="外媒")
    mine, other = (
        OutletFactory(tier="abroad"),
        OutletFactory(unit=theirs, tier="abroad"),
    )

    assert [each.get_tier_display() for each in (mine, other)] == ["境外媒体", "外媒"]
