"""A bulletin's way: compiled, objected to, frozen, published; and what differs later."""

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
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.placements.lifecycles import BulletinState
from xiangyin.placements.models import KeptBulletin, Objection, Outlet
from xiangyin.placements.reports import Period, as_document, bulletin, hash_of
from xiangyin.placements.reports.kept import as_kept, differences
from xiangyin.placements.services.bulletins import (
    answer_objection,
    begin_bulletin,
    compile_again,
    freeze_bulletin,
    publish_bulletin,
    raise_objection,
    reopen_bulletin,
    take_objections,
    withdraw_bulletin,
)
from xiangyin.placements.services.placements import change_kind, undo_decision
from xiangyin.placements.services.schemes import keep_scheme

MAY, TODAY = Period(2026, 5, 1), date(2026, 6, 3)


@pytest.fixture
def keeper(county):
    return PersonFactory(posts=[("ledger_keeper", county)])


@pytest.fixture
def clerk(county):
    """Somebody of a town, who reads the bulletin and may object for it."""
    return PersonFactory(posts=[("leader", unit("shixi"))])


@pytest.fixture
def placement(county):
    a_scheme()
    return carried("province")


@pytest.fixture
def kept(placement, county, keeper):
    return begin_bulletin(county, MAY, by=keeper, today=TODAY)


def carried(tier="city", *, on=date(2026, 5, 4), work=None, **given):
    outlet = Outlet.objects.filter(tier=tier).first() or OutletFactory(
        tier=tier, name=f"{tier}日报"
    )
    article = ArticleFactory(outlet=outlet, published_on=on)
    work = work or WorkFactory(published_on=date(2026, 5, 2))
    return a_placement(work=work, article=article, confirmed=True, **given)


def frozen(kept, keeper):
    return freeze_bulletin(kept, by=keeper, today=TODAY)


def test_a_bulletin_is_begun_once(kept, county, keeper):
    again = begin_bulletin(county, MAY, by=keeper, today=TODAY)

    assert (again, kept.state) == (kept, BulletinState.DRAFT)


def test_what_is_kept_is_shown_as_it_was_whatever_the_ledger_says_now(kept, county):
    before = as_document(as_kept(kept))
    carried("central")

    assert as_document(as_kept(kept)) == before
    assert as_document(bulletin(county, MAY)) != before


def test_what_is_kept_reads_in_both_languages(kept, settings):
    chinese = as_kept(kept).words
    settings.LANGUAGE_CODE = "en"
    from django.utils import translation

    with translation.override("en"):
        english = as_kept(kept).words

    assert len(chinese) == len(english)
    assert chinese != english


def test_the_same_ledger_gives_the_same_hash(kept, keeper, county):
    frozen(kept, keeper)

    told = differences(kept, today=date(2027, 1, 1))

    assert not told
    assert told.hash_now == kept.hash == hash_of(kept.told["document"])


def test_a_correction_after_freezing_shows_as_a_difference(kept, keeper, placement):
    frozen(kept, keeper)
    figures = kept.told

    change_kind(placement, by=keeper, prominence="front")

    told = differences(kept, today=TODAY)
    kept.refresh_from_db()
    assert kept.told == figures
    assert told.hash_now != kept.hash
    assert list(told.lines) == [
        f"{placement.number} 2026-05-04 province日报 · 石溪镇：10 → 20"
    ]
    assert told.rows[0] == "石溪镇：条数 1 → 1，积分 10 → 20"


def test_what_was_taken_back_and_what_came_later_are_told_apart(
    kept, keeper, placement
):
    frozen(kept, keeper)
    undo_decision(placement, by=keeper)
    later = carried("city")

    told = differences(kept, today=TODAY)

    assert [line.rsplit("：", 1)[1] for line in told.lines] == ["不再计入", "现在计入"]
    assert told.lines[1].startswith(later.number)


def test_another_tier_at_the_same_sums_is_a_difference(kept, keeper, placement):
    frozen(kept, keeper)
    outlet = placement.article.outlet
    outlet.tier = "trade"
    outlet.save()
    scheme = kept.rules[0]["rules"]["rows"]

    told = differences(kept, today=TODAY)

    assert {row["tier"]: row["solo"] for row in scheme}["trade"] == "5"
    assert told.rows[0] == "石溪镇：条数 1 → 1，积分 10 → 5"


def test_a_scheme_that_changed_is_told_and_changes_no_frozen_figure(
    kept, keeper, county
):
    frozen(kept, keeper)
    scheme = county_scheme(county)
    scheme.shows_ranks = True
    rows = scheme.rules.rows
    keep_scheme(scheme, by=keeper, rows=[*rows[:2], rows[2], rows[3]])

    told = differences(kept, today=TODAY)

    assert not told
    assert len(told.schemes) == 1
    assert "2" in told.schemes[0]


def county_scheme(county):
    from xiangyin.placements.models import Scheme

    return Scheme.objects.get(unit=county)


def test_a_period_that_runs_is_not_frozen(placement, county, keeper):
    running = begin_bulletin(county, MAY, by=keeper, today=date(2026, 5, 20))

    with pytest.raises(RuleBroken):
        freeze_bulletin(running, by=keeper, today=date(2026, 5, 31))

    running.refresh_from_db()
    assert (running.state, running.hash) == (BulletinState.DRAFT, "")


def test_what_differs_from_the_ledger_is_compiled_again_before_it_is_frozen(
    kept, keeper
):
    carried("city")

    with pytest.raises(RuleBroken):
        frozen(kept, keeper)

    kept.refresh_from_db()
    compile_again(kept, by=keeper, today=TODAY)
    kept.refresh_from_db()
    frozen(kept, keeper)
    assert kept.told["document"]["totals"]["total"] == 2


def test_a_unit_objects_and_the_desk_answers(kept, keeper, clerk, placement):
    take_objections(kept, until=date(2026, 6, 5), by=keeper, today=TODAY)
    objection = raise_objection(
        kept,
        unit=unit("shixi"),
        text="头版漏记",
        number=placement.number,
        by=clerk,
        today=date(2026, 6, 5),
    )

    answer_objection(objection, outcome="accepted", answer="已改为头版", by=keeper)

    objection.refresh_from_db()
    assert objection.placement == placement
    assert (objection.raised_by, objection.answered_by) == (clerk, keeper)
    assert objection.outcome == Objection.Outcome.ACCEPTED


def test_objections_are_taken_in_their_days_only(kept, keeper, clerk):
    told = {"unit": unit("shixi"), "text": "漏记", "by": clerk}
    with pytest.raises(RuleBroken):
        raise_objection(kept, today=TODAY, **told)
    take_objections(kept, until=TODAY, by=keeper, today=TODAY)

    with pytest.raises(RuleBroken):
        raise_objection(kept, today=date(2026, 6, 4), **told)

    assert raise_objection(kept, today=TODAY, **told).pk


def test_nobody_objects_for_another_unit(kept, keeper, clerk):
    take_objections(kept, until=TODAY, by=keeper, today=TODAY)

    with pytest.raises(NotAllowed):
        raise_objection(kept, unit=unit("rmt"), text="漏记", by=clerk, today=TODAY)


def test_an_objection_names_a_placement_of_the_county(kept, keeper, clerk):
    take_objections(kept, until=TODAY, by=keeper, today=TODAY)

    with pytest.raises(ValidationError) as refusal:
        raise_objection(
            kept,
            unit=unit("shixi"),
            text="漏记",
            number="PLC-2026-9999",
            by=clerk,
            today=TODAY,
        )

    assert list(refusal.value.message_dict) == ["number"]


def test_an_objection_of_another_countys_unit_is_refused(kept, keeper):
    other = a_county("beishan")
    take_objections(kept, until=TODAY, by=keeper, today=TODAY)

    with pytest.raises(ValidationError):
        raise_objection(
            kept,
            unit=other,
            text="漏记",
            by=PersonFactory(is_superuser=True),
            today=TODAY,
        )


def test_the_days_for_objections_end_today_or_later(kept, keeper):
    with pytest.raises(ValidationError):
        take_objections(kept, until=date(2026, 6, 2), by=keeper, today=TODAY)


def test_it_is_not_frozen_before_the_units_had_their_days_and_their_answers(
    kept, keeper, clerk
):
    take_objections(kept, until=date(2026, 6, 5), by=keeper, today=TODAY)
    objection = raise_objection(
        kept, unit=unit("shixi"), text="漏记", by=clerk, today=TODAY
    )
    with pytest.raises(RuleBroken):
        freeze_bulletin(kept, by=keeper, today=date(2026, 6, 4))
    with pytest.raises(RuleBroken):
        freeze_bulletin(kept, by=keeper, today=date(2026, 6, 5))

    answer_objection(objection, outcome="declined", answer="无此篇", by=keeper)

    assert freeze_bulletin(kept, by=keeper, today=date(2026, 6, 5)).hash


def test_an_answer_says_an_outcome_and_a_word(kept, keeper, clerk):
    take_objections(kept, until=TODAY, by=keeper, today=TODAY)
    objection = raise_objection(
        kept, unit=unit("shixi"), text="漏记", by=clerk, today=TODAY
    )

    for outcome, answer in (("open", "在看"), ("declined", " ")):
        with pytest.raises(ValidationError):
            answer_objection(objection, outcome=outcome, answer=answer, by=keeper)

    objection.refresh_from_db()
    assert objection.answer == ""


def test_a_frozen_bulletin_neither_changes_nor_is_answered(kept, keeper, clerk):
    take_objections(kept, until=TODAY, by=keeper, today=TODAY)
    objection = raise_objection(
        kept, unit=unit("shixi"), text="漏记", by=clerk, today=TODAY
    )
    answer_objection(objection, outcome="declined", answer="无此篇", by=keeper)
    frozen(kept, keeper)

    with pytest.raises(RuleBroken):
        compile_again(kept, by=keeper, today=TODAY)
    with pytest.raises(RuleBroken):
        answer_objection(objection, outcome="accepted", answer="有", by=keeper)


def test_it_is_published_to_those_chosen_and_can_be_withdrawn(kept, keeper):
    frozen(kept, keeper)
    with pytest.raises(ValidationError):
        publish_bulletin(kept, audience="nobody", by=keeper)

    publish_bulletin(kept, audience="public", by=keeper)
    assert kept.audience == KeptBulletin.Audience.PUBLIC

    withdraw_bulletin(kept, by=keeper, note="数字有误")
    assert (kept.state, kept.audience) == (BulletinState.FROZEN, "nobody")
    assert kept.hash


def test_opened_again_it_is_a_draft_from_the_ledger_of_now(kept, keeper):
    frozen(kept, keeper)
    carried("city")

    reopen_bulletin(kept, by=keeper, note="漏登一条", today=TODAY)

    assert (kept.state, kept.hash) == (BulletinState.DRAFT, "")
    assert kept.told["document"]["totals"]["total"] == 2


@pytest.mark.parametrize("step", ["begin", "compile", "open", "freeze", "answer"])
def test_only_who_keeps_the_ledger_keeps_its_bulletins(kept, keeper, county, step):
    editor = PersonFactory(posts=[("editor", county)])
    take_objections(kept, until=TODAY, by=keeper, today=TODAY)
    objection = raise_objection(
        kept, unit=unit("shixi"), text="漏记", by=keeper, today=TODAY
    )
    told = {"by": editor, "today": TODAY}
    acts = {
        "begin": lambda: begin_bulletin(county, Period(2026), **told),
        "compile": lambda: compile_again(kept, **told),
        "open": lambda: reopen_bulletin(kept, note="再开", **told),
        "freeze": lambda: freeze_bulletin(kept, **told),
        "answer": lambda: answer_objection(
            objection, outcome="accepted", answer="好", by=editor
        ),
    }
    answer_objection(objection, outcome="declined", answer="无此篇", by=keeper)

    with pytest.raises(NotAllowed):
        acts[step]()


def test_quarters_and_years_are_the_sum_of_their_months(placement, county, keeper):
    for month in (4, 6, 7):
        carried("city", on=date(2026, month, 9))

    def points(period):
        return bulletin(county, Period.parse(period), today=date(2027, 2, 1)).total

    months = [points(f"2026-{month:02}") for month in range(1, 13)]
    quarters = [points(f"2026-Q{quarter}") for quarter in range(1, 5)]
    year = points("2026")
    assert sum(each.points for each in months) == year.points == Decimal(25)
    assert sum(each.points for each in quarters) == year.points
    assert sum(each.items for each in months) == year.items == 4
