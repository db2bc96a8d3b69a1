"""A placement's points in a sentence; shares, bonuses, false reports, other schemes."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tests.factories.people import PersonFactory, a_county, unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
    a_scheme,
)
from xiangyin.engines.points import Row
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.placements.models import Outlet, Scheme
from xiangyin.placements.reports import Period, bulletin
from xiangyin.placements.reports.reckoning import reckon
from xiangyin.placements.reports.what_if import what_if
from xiangyin.placements.services.credits import (
    call_false,
    clear_false,
    give_bonus,
    set_bonus_aside,
    share_work,
)
from xiangyin.placements.services.schemes import keep_scheme, start_scheme

OCTOBER = Period(2026, 10, 1)


@pytest.fixture
def keeper(county):
    return PersonFactory(posts=[("ledger_keeper", county)])


def carried(tier="province", *, confirmed=True, owner="", work=None, **given):
    outlet = Outlet.objects.filter(tier=tier).first() or OutletFactory(
        tier=tier, form="newspaper", name=f"{tier}报", owner=owner
    )
    text = given.pop("text", "正文")
    article = ArticleFactory(outlet=outlet, text=text)
    work = work or WorkFactory()
    return a_placement(work=work, article=article, confirmed=confirmed, **given)


def october(county, **told):
    return bulletin(county, OCTOBER, today=date(2026, 11, 2), **told)


def row_of(told, code):
    return next(row for row in told.rows if row.unit and row.unit.code == code)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "省级报纸，一般，单独：10"),
        ({"prominence": "front"}, "省级报纸，头版，单独：10 × 2 = 20"),
        ({"mode": "roundup"}, "省级报纸，一般，综合：5"),
        ({"kind": "mention"}, "仅为提及，本办法不计分"),
    ],
)
def test_points_are_told_in_a_sentence(county, given, sentence):
    a_scheme()

    assert reckon(carried(**given)).sentence == sentence


def test_what_waits_is_told_by_what_it_would_earn(county):
    a_scheme()

    told = reckon(carried(confirmed=False))

    assert (told.sentence, told.counts) == (
        "确认后可得：省级报纸，一般，单独：10",
        False,
    )


def test_without_a_scheme_it_says_so(county):
    assert reckon(carried()).sentence == "省级报纸，一般，单独：0（当日没有生效的办法）"


def test_an_unknown_outlet_has_no_points_yet(county):
    placement = a_placement(article=ArticleFactory(outlet=None, outlet_said="某报"))

    assert reckon(placement).sentence == "暂无积分：媒体尚未登记。"


def test_a_double_says_which_outlet_counts_instead(county):
    a_scheme()
    work = WorkFactory()
    carried("province", owner="清州报业", work=work)
    less = carried("city", owner="清州报业", work=work)

    told = reckon(less)

    assert told.sentence == "不计：同一内容已在province报计 10 分。"
    assert not told.counts


def test_a_long_article_earns_more(county):
    start_scheme(county, starts_on=date(2026, 1, 1), key="length")

    short, long = carried(text="短" * 500), carried(text="长" * 501)

    assert reckon(short).sentence == "省级报纸，一般，单独：85"
    assert reckon(long).sentence == "省级报纸，一般，单独：85 + 50（长稿） = 135"


def test_units_that_share_a_work_share_its_points_to_the_last_hundredth(county, keeper):
    a_scheme()
    placement = carried("central")
    share_work(placement.work, units=[county, unit("rmt")], by=keeper)

    told = october(county)

    lines = {row.unit and row.unit.code: row for row in told.rows}
    assert [lines[code].points for code in ("shixi", "qinglan", "rmt")] == [
        Decimal("6.67"),
        Decimal("6.67"),
        Decimal("6.66"),
    ]
    assert (lines[None].items, told.total.items) == (-2, 1)
    assert told.total.points == sum(row.points for row in told.rows) == 20
    assert reckon(placement).sentence.endswith("3 个单位联合供稿：6.67 + 6.67 + 6.66")


def test_a_scheme_may_give_each_all_points(county, keeper):
    a_scheme(sharing="each")
    placement = carried("central")
    share_work(placement.work, units=[unit("rmt")], by=keeper)

    assert october(county).total.points == 40


def test_only_units_of_the_county_share_and_none_twice(county, keeper):
    work = carried().work

    for wrong in (a_county("beishan"), work.unit):
        with pytest.raises(ValidationError):
            share_work(work, units=[wrong], by=keeper)


def test_a_false_report_earns_nothing_and_costs_once(county, keeper):
    a_scheme(false_penalty=5)
    work = WorkFactory()
    placement = carried("central", work=work)
    carried("province", work=work)

    call_false(work, by=keeper, on=date(2026, 10, 20), reason="亩产数字有误")

    line = row_of(october(county), "shixi")
    assert (line.items, line.points, line.parts.penalty) == (2, -5, 5)
    placement.refresh_from_db()
    assert reckon(placement).sentence == "0：该稿于 2026-10-20 认定失实。"
    clear_false(work, by=keeper, reason="复核属实")
    assert row_of(october(county), "shixi").points == 30


def test_a_false_report_and_its_clearing_have_a_reason(county, keeper):
    work = carried().work

    with pytest.raises(RuleBroken):
        call_false(work, by=keeper, on=date(2026, 10, 20), reason=" ")
    with pytest.raises(RuleBroken):
        clear_false(work, by=keeper, reason="")


def test_a_bonus_has_a_reason_and_a_document_and_can_be_set_aside(county, keeper):
    told = {
        "given_on": date(2026, 10, 8),
        "by": keeper,
        "document": "清委宣〔2026〕12号",
    }
    bonus = give_bonus(unit("shixi"), points=Decimal(5), reason="领导批示", **told)
    assert row_of(october(county), "shixi").parts.bonus == 5

    set_bonus_aside(bonus, by=keeper, withdrawn=True)
    assert row_of(october(county), "shixi").parts.bonus == 0
    set_bonus_aside(bonus, by=keeper, withdrawn=False)
    assert row_of(october(county), "shixi").points == 5
    with pytest.raises(ValidationError):
        give_bonus(unit("shixi"), points=Decimal(5), reason=" ", **told)


def test_only_who_keeps_the_ledger_gives_and_takes(county):
    editor, work = PersonFactory(posts=[("editor", county)]), carried().work
    acts = [
        lambda: share_work(work, units=[], by=editor),
        lambda: call_false(work, by=editor, on=date(2026, 10, 1), reason="误"),
        lambda: clear_false(work, by=editor, reason="误"),
        lambda: give_bonus(
            unit("shixi"),
            points=Decimal(1),
            given_on=date(2026, 10, 1),
            reason="批示",
            document="文",
            by=editor,
        ),
    ]

    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_a_quota_is_reckoned_when_the_month_is_over(county):
    a_scheme(quotas={"town": 3, "department": 1}, short_cost=2)
    carried("city")

    over = october(county)
    running = bulletin(county, OCTOBER, today=date(2026, 10, 31))

    assert [row_of(over, code).parts.short for code in ("shixi", "rmt")] == [4, 2]
    assert row_of(over, "shixi").points == 1
    assert row_of(running, "shixi").points == 5


def test_a_cap_of_a_quarter_is_used_up_month_by_month(county):
    a_scheme(cap=12, cap_span="quarter")
    for month in (9, 10, 11, 12):
        outlet = OutletFactory(tier="province")
        article = ArticleFactory(outlet=outlet, published_on=date(2026, month, 5))
        a_placement(article=article, confirmed=True)

    def points(text):
        told = bulletin(county, Period.parse(text), today=date(2027, 1, 9))
        return row_of(told, "shixi").points

    assert [points(f"2026-{month:02}") for month in (9, 10, 11, 12)] == [10, 10, 2, 0]
    assert (points("2026-Q4"), points("2026")) == (12, 22)


def test_a_form_has_its_own_points_where_the_scheme_names_it(county, keeper):
    scheme = a_scheme()
    rows = [Row("city", solo=Decimal(5)), Row("city", "newspaper", solo=Decimal(9))]
    keep_scheme(scheme, by=keeper, rows=rows)

    carried("city")

    assert october(county).total.points == 9


def test_a_scheme_grows_a_version_when_something_changes(county, keeper):
    scheme = start_scheme(county, starts_on=date(2026, 1, 1))
    rows = scheme.rules.rows

    keep_scheme(scheme, by=keeper, rows=rows)
    same = Scheme.objects.get().version
    keep_scheme(scheme, by=keeper, rows=rows[:-1])

    assert (same, Scheme.objects.get().version) == (1, 2)


def test_a_scheme_without_a_row_is_refused(county, keeper):
    scheme = a_scheme()

    with pytest.raises(ValidationError):
        keep_scheme(scheme, by=keeper, rows=[])

    assert Scheme.objects.get().rows.count() == 5


def test_ranks_are_off_and_within_one_kind_when_they_are_on(county):
    scheme = a_scheme()
    carried("city")
    carried("central", work=WorkFactory(unit=unit("rmt")))
    assert not october(county).shows_ranks

    scheme.shows_ranks = True
    scheme.save()

    told = october(county)
    assert told.shows_ranks
    assert [row_of(told, code).rank for code in ("shixi", "rmt")] == [1, 1]


def test_what_if_runs_another_scheme_and_shows_who_moves(county):
    a_scheme()
    other = a_scheme(starts_on=date(2030, 1, 1), points={"city": (50, 25)})
    town = unit("shixi").add_sibling("right", code="donghe", name="东河镇", kind="town")
    carried("city")
    carried("province", work=WorkFactory(unit=town))

    told = what_if(county, OCTOBER, other)

    lines = {line.unit.code: line for line in told.lines}
    assert (lines["shixi"].points, lines["shixi"].points_then) == (5, 50)
    assert (lines["shixi"].up, lines["donghe"].up) == (1, -1)
    assert told.moved == 2
    assert (told.total.points, told.total.points_then) == (15, 50)
    assert lines["donghe"].more == -10


def test_a_work_credited_to_another_unit_takes_its_placements_along(county):
    from xiangyin.placements.services.works import register_work

    a_scheme()
    work = carried("city").work

    register_work(
        unit=unit("rmt"),
        key=work.key,
        title=work.title,
        text=work.text,
        published_on=work.published_on,
    )

    assert row_of(october(county), "rmt").items == 1
    assert row_of(october(county), "shixi").items == 0
