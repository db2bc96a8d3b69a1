"""Figures: shares with what they are shares of, and nothing that tells of a few."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from tests.factories.answers import (
    NOW,
    ONE_DAY,
    TODAY,
    a_question,
    an_answered_question,
    an_assigned_question,
    answer,
    open_desk,
)
from tests.factories.newsroom import open_newsroom
from tests.factories.people import PersonFactory
from xiangyin.answers.models import Openness, Question, Reply
from xiangyin.answers.reports import figures as reckoned
from xiangyin.answers.reports.figures import Row, Share, apart, by_month, figures
from xiangyin.answers.reports.months import Month, twelve_up_to
from xiangyin.answers.reports.pictures import (
    charts_of,
    svg_of,
    told_of_a_month,
    told_of_a_year,
)
from xiangyin.answers.reports.ranking import bands
from xiangyin.answers.services.asker import rate_reply
from xiangyin.answers.services.triage import assign_question

LATER = TODAY + 40 * ONE_DAY
SPAN = {"since": TODAY, "until": LATER, "today": LATER}


@pytest.fixture
def desk(county):
    cache.clear()  # figures are kept for two minutes, by a county's number
    open_newsroom(county)
    return open_desk(county)


def answered(desk, times, *, kind="help", late=False, begin=0):
    """So many questions of a kind, each with its first reply in time or late."""
    found = []
    for number in range(begin, begin + times):
        question = an_answered_question(
            desk, contact=f"139{number:08}", kind=kind, now=NOW
        )
        sent = NOW + (30 * ONE_DAY if late else ONE_DAY)
        Reply.objects.filter(question=question).update(
            sent_at=sent, sent_on=timezone.localdate(sent)
        )
        found.append(question)
    return found


def row(key, whole, part=1) -> Row:
    share = Share(part, whole)
    return Row(key, whole, share, share, share, share)


def told(rows, name="solved") -> list[bool]:
    return [getattr(each, name).is_told for each in rows]


# --- what few stand behind ------------------------------------------------------


def test_a_share_of_few_cannot_be_had_by_subtraction():
    rows = [row("a", 9), row("b", 6), row("c", 3)]

    assert told(apart(rows)) == [True, False, False]


def test_with_the_guard_off_it_could():
    """The twin: the sum and the others tell what was left out."""
    rows, everything = [row("a", 9, 4), row("b", 6, 2), row("c", 3, 2)], Share(8, 18)

    shown = [each.solved for each in rows if each.solved.is_told]

    assert everything.part - sum(each.part for each in shown) == rows[2].solved.part


def test_two_that_are_many_together_keep_each_other():
    rows = [row("a", 9), row("b", 3), row("c", 4), row("d", 0)]

    assert told(apart(rows)) == [True, False, False, False]


def test_what_the_list_itself_leaves_out_is_kept_too():
    rows, everything = [row("a", 9), row("b", 7)], row("", 18)

    assert told(apart(rows, everything)) == [True, False]
    assert told(apart(rows, row("", 16))) == [True, True]
    assert told(apart(rows, row("", 30))) == [True, True]


def test_where_there_is_nothing_else_to_leave_out_nothing_else_is():
    assert told(apart([row("a", 3)])) == [False]


def test_kinds_are_kept_apart_in_the_figures(desk):
    answered(desk, 6)
    answered(desk, 5, kind="complaint", begin=10)
    answered(desk, 2, kind="enquiry", begin=20)

    everything, kinds, groups = figures(desk.county, **SPAN)

    assert [each.key for each in kinds] == ["enquiry", "help", "complaint"]
    assert told(kinds, "on_time") == [False, True, False]
    assert everything.on_time == Share(13, 13)
    assert groups[0].on_time.percent == "100.0"


def test_the_county_itself_is_no_group_and_is_not_told_by_the_rest(desk):
    answered(desk, 6)
    for number in range(2):  # due, and nobody's yet: the county's own
        a_question(desk, contact=f"1370000000{number}")

    everything, _kinds, groups = figures(desk.county, **SPAN)

    assert everything.on_time == Share(6, 8)
    assert (groups[0].on_time.whole, groups[0].on_time.is_told) == (6, False)


# --- by month -------------------------------------------------------------------


def test_each_month_has_its_row_also_an_empty_one(desk):
    answered(desk, 5)

    rows = by_month(desk.county, twelve_up_to(Month(2026, 3)), today=LATER)

    assert [each.key for each in rows][::11] == ["2025-04", "2026-03"]
    assert [each.received for each in rows] == [0] * 11 + [5]
    assert rows[-1].on_time == Share(5, 5)


def test_what_was_rated_is_told_of_those_that_were_answered(desk):
    for question in answered(desk, 6)[:5]:
        rate_reply(question, solved=True, satisfied=None, today=TODAY)
    an_assigned_question(desk, contact="13700000000")

    month = told_of_a_month(desk.county, Month(2026, 3), today=LATER)

    assert month.everything.called_back == Share(5, 6)
    assert month.everything.solved == Share(5, 5)
    assert month.everything.satisfied == Share(0, 0)
    assert month.until == date(2026, 3, 31)


def test_a_month_that_is_nonsense_is_refused():
    for words in ("2026-13", "1999-01", "２０２６-01", "2026-1", ""):
        with pytest.raises(ValueError, match=f"^{words}$"):
            Month.parse(words)


# --- units one by one -----------------------------------------------------------


def two_units(desk):
    """Six questions of the roads, all in time; five of the water, all late."""
    answered(desk, 6)
    for question in answered(desk, 5, late=True, begin=10):
        type(question).objects.filter(pk=question.pk).update(unit=desk.water)


def test_units_are_not_set_against_each_other_unless_a_county_wants_it(desk):
    two_units(desk)

    assert told_of_a_year(desk.county, today=LATER).bands == []

    Openness.objects.create(county=desk.county, ranks_units=True)
    (band,) = told_of_a_year(desk.county, today=LATER).bands
    assert (band.group, band.least, band.most) == ("department", 5, 19)
    assert [(line.unit, line.place) for line in band.lines] == [
        (desk.roads, 1),
        (desk.water, 2),
    ]


def test_a_unit_of_few_questions_has_no_place_and_hides_another(desk):
    two_units(desk)
    asked = a_question(desk, contact="13700000000")
    bus = type(desk.roads).objects.get(code="chawan")
    assign_question(asked, unit=bus, by=desk.coordinator, today=TODAY)

    found = bands(desk.county, **SPAN)

    assert [band.group for band in found] == ["department"]


def test_equal_shares_share_a_place_and_many_stand_apart_from_few(desk, monkeypatch):
    monkeypatch.setattr("xiangyin.answers.reports.ranking.BANDS", (6, 5))
    two_units(desk)

    many, few = bands(desk.county, **SPAN)

    assert (many.least, many.most, few.least, few.most) == (6, None, 5, 5)
    assert [band.lines[0].place for band in (many, few)] == [1, 1]
    assert many.label == "部门"


def test_a_unit_whose_share_is_left_out_comes_last(desk):
    answered(desk, 6)
    for number in range(10, 15):  # five that are not due yet: nothing to tell
        question = an_assigned_question(desk, contact=f"137{number:08}", kind="help")
        type(question).objects.filter(pk=question.pk).update(unit=desk.water)

    (band,) = bands(desk.county, since=TODAY, until=TODAY, today=TODAY)

    assert [line.place for line in band.lines] == [1, None]


# --- pictures -------------------------------------------------------------------


def test_a_picture_is_drawn_from_the_rows_that_are_told(desk):
    answered(desk, 6)
    answered(desk, 2, kind="enquiry", late=True, begin=20)

    charts = charts_of(told_of_a_year(desk.county, today=LATER))

    assert list(charts) == ["received", "on-time", "kinds", "groups"]
    assert charts["received"].rows[-2] == ("2026-03", 8)
    assert [str(each[1]) for each in charts["on-time"].rows] == ["75.0"]
    narrow = svg_of(charts["received"], narrow=True)
    assert (narrow != svg_of(charts["received"]), "2026-03" in narrow) == (True, True)


def test_without_a_question_nothing_is_drawn(desk):
    assert charts_of(told_of_a_year(desk.county, today=LATER)) == {}


# --- the page -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "按时答复"), ("en", "Answered in time")],
)
def test_everybody_reads_them_in_both_languages(client, desk, language, words):
    answered(desk, 6)
    client.cookies["django_language"] = language

    page = client.get("/answers/figures/")

    assert page.status_code == 200
    assert words in page.content.decode()
    assert list(page.context["charts"]) == list(charts_of(page.context["told"]))


def test_pictures_are_everybodys_and_an_unknown_one_is_missing(client, desk):
    from django.utils import timezone

    an_answered_question(desk, today=timezone.localdate(), now=timezone.now())

    drawn = client.get("/answers/figures/received.svg")
    narrow = client.get("/answers/figures/received.svg?narrow=1")
    missing = client.get("/answers/figures/nobody.svg")

    assert drawn["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert (narrow.content != drawn.content, missing.status_code) == (True, 404)


def test_a_year_is_counted_once_in_two_minutes(client, desk, monkeypatch):
    counted = []
    real = reckoned.counted
    monkeypatch.setattr(
        "xiangyin.answers.reports.pictures.counted",
        lambda *args, **more: counted.append(1) or real(*args, **more),
    )

    for _each in range(3):
        client.get("/answers/figures/")

    assert len(counted) == 1


def test_a_picture_lies_on_the_colours_of_the_page_and_on_the_desk_on_white(
    client, desk
):
    answered(desk, 6)
    client.force_login(desk.coordinator)

    public = client.get("/answers/figures/received.svg").content.decode()
    narrow = client.get("/answers/figures/received.svg?narrow=1").content.decode()
    staff = client.get("/admin/answers/figures/received.svg").content.decode()

    night = "@media (prefers-color-scheme:dark)"
    seen = [(night in svg, 'fill="white"' in svg) for svg in (public, narrow, staff)]
    assert seen == [(True, False), (True, False), (False, True)]
    for svg in (public, narrow):
        ElementTree.fromstring(svg)


def test_what_is_summed_from_a_year_is_what_the_month_alone_is(desk):
    answered(desk, 3)
    for question in answered(desk, 2, kind="enquiry", begin=3):
        rate_reply(question, solved=False, satisfied=False, today=TODAY)
        rate_reply(
            answer(desk, question, checker=desk.second_checker),
            solved=True,
            today=TODAY,
        )
    early = a_question(desk, contact="13900000009")
    Question.objects.filter(pk=early.pk).update(opened_on=TODAY - 2 * ONE_DAY)
    day = Month.of(TODAY).last

    told = told_of_a_month(desk.county, Month.of(TODAY), today=day)

    alone = figures(desk.county, since=Month.of(TODAY).first, until=day, today=day)
    assert (told.everything, told.kinds, told.groups) == alone
    assert told.months == by_month(
        desk.county, twelve_up_to(Month.of(TODAY)), today=day
    )
    assert [each.received for each in told.months[-2:]] == [1, 5]
    assert (told.everything.solved.part, told.everything.solved.whole) == (2, 2)


# --- the office's page ----------------------------------------------------------


@pytest.fixture
def leader(desk):
    return PersonFactory(posts=[("leader", desk.county)])


def test_the_leader_sees_the_same_figures_and_no_register(client, desk, leader):
    answered(desk, 6)
    client.force_login(leader)

    page = client.get("/admin/answers/figures/?month=2026-03")
    picture = client.get("/admin/answers/figures/received.svg?month=2026-03")
    register = client.get("/admin/answers/figures/register.xlsx?month=2026-03")

    assert page.context["told"].everything.on_time == Share(6, 6)
    assert (page.context["may_register"], picture.status_code) == (False, 200)
    assert (register.status_code, register.url.startswith("/admin/")) == (302, True)


def test_a_month_to_come_or_of_nonsense_is_the_running_one(client, desk, leader):
    from django.utils import timezone

    client.force_login(leader)
    now = f"{timezone.localdate():%Y-%m}"

    for words in ("2099-12", "nonsense", ""):
        page = client.get(f"/admin/answers/figures/?month={words}")
        assert (page.context["month"], page.context["after"]) == (now, "")
    assert client.get("/admin/answers/figures/?month=2026-01").context["after"] != ""


def test_an_operator_of_one_county_sees_its_figures(client, desk):
    operator = PersonFactory(is_superuser=True)
    client.force_login(operator)

    page = client.get("/admin/answers/figures/")

    assert page.context["told"].everything.received == 0


def test_what_is_withheld_stays_so_when_it_is_told_again():
    share = replace(Share(3, 9), is_withheld=True)

    assert (share.percent, share.is_told) == ("", False)


def test_a_county_says_once_what_it_opens(client, desk):
    client.force_login(desk.coordinator)
    add = "/admin/answers/openness/new/"
    told = {"ranks_units": "on", "licence": "某某许可"}

    client.post(add, told)
    again = client.post(add, told)

    mine = Openness.of(desk.county)
    assert (mine.ranks_units, mine.licence_address) == (True, "")
    assert Openness.objects.count() == 1
    with translation.override("en"):
        assert again.status_code == 200
    assert str(mine) == str(desk.county)
