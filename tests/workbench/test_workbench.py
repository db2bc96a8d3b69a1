"""What waits for whom, what is late, and the month in four figures."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import PersonFactory, unit
from tests.factories.placements import (
    ArticleFactory,
    OutletFactory,
    WorkFactory,
    a_placement,
)
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services.outbox import post
from xiangyin.newsroom.models import Plan, Story, Tip
from xiangyin.workbench.late import late_lines
from xiangyin.workbench.reports import by_week, four_figures, outlets_of
from xiangyin.workbench.waiting import waits_for

from .conftest import TODAY

pytestmark = pytest.mark.django_db
BENCH_QUERIES = 39


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


def waiting(person, today=TODAY) -> dict[str, int]:
    return {group.name: group.count for group in waits_for(person, today=today)}


def carried(newsroom, on, *, outlet=None, at="chawan", confirmed=True):
    work = WorkFactory(unit=unit(at), published_on=on)
    outlet = outlet or OutletFactory()
    article = ArticleFactory(unit=newsroom.county, outlet=outlet, published_on=on)
    return a_placement(work=work, article=article, confirmed=confirmed)


def test_an_editor_is_shown_tips_plans_and_candidates(newsroom):
    newsroom.tip()
    newsroom.plan()
    carried(newsroom, TODAY, confirmed=False)

    assert waiting(newsroom.editor) == {
        "Tips to look at": 1,
        "Plans nobody is on": 1,
        "Placements to confirm": 1,
    }


def test_a_candidate_waits_under_our_title_and_opens_side_by_side(newsroom):
    placement = carried(newsroom, TODAY, confirmed=False)

    (group,) = [g for g in waits_for(newsroom.editor, today=TODAY) if g.lines]

    assert [(line.title, line.unit, line.url) for line in group.lines] == [
        (
            placement.work.title,
            str(placement.article.outlet),
            reverse("placements_confirm:pair", args=[placement.pk]),
        )
    ]


def test_tips_wait_for_whom_they_reach_only(newsroom):
    newsroom.tip()
    elsewhere = PersonFactory(posts=[("editor", unit("rmt"))])

    assert waiting(elsewhere) == {}


def test_the_longest_waiting_tip_comes_first_and_late_ones_are_marked(newsroom):
    newsroom.tip("新的")
    newsroom.tip("旧的", on=TODAY - timedelta(days=10))

    group = waits_for(newsroom.editor, today=TODAY)[0]

    told = [(line.title, line.late) for line in group.lines]
    assert told == [("旧的", True), ("新的", False)]


def test_five_lines_are_shown_and_the_rest_is_counted(newsroom):
    for _tip in range(7):
        newsroom.tip()

    group = waits_for(newsroom.editor, today=TODAY)[0]

    assert (len(group.lines), group.more) == (5, 2)


def test_a_reader_is_shown_what_they_can_sign(newsroom):
    newsroom.handed_in()

    assert waiting(newsroom.first_reader) == {"Stories to read": 1}
    assert waiting(newsroom.second_reader) == {}


def test_a_reporter_is_shown_assignments_until_the_story_is_handed_in(newsroom):
    plan = newsroom.plan()
    newsroom.job(plan)

    before = waiting(newsroom.reporter)
    newsroom.handed_in(plan)

    assert before == {"My assignments": 1}
    assert waiting(newsroom.reporter) == {}


def test_a_story_sent_back_waits_for_its_reporter(newsroom):
    story = newsroom.handed_in()
    newsroom.read(story, newsroom.first_reader, "revise", "核对亩数")

    assert waiting(newsroom.reporter) == {
        "My stories sent back": 1,
        "My assignments": 1,
    }


def test_a_letter_that_failed_waits_for_the_administrator(newsroom):
    post("mail", key="a", payload={}, county=newsroom.county)
    untried = waiting(newsroom.administrator)
    Letter.objects.update(attempts=1)

    assert untried == {}
    assert waiting(newsroom.administrator) == {"Letters that did not arrive": 1}


def test_late_things_are_told_to_who_answers_for_them(newsroom):
    newsroom.tip("早该看的", on=TODAY - timedelta(days=30))
    plan = newsroom.plan(on=TODAY - timedelta(days=30))
    newsroom.job(plan)

    told = {
        person.username: [line.title for line in late_lines(person, today=TODAY)]
        for person in (newsroom.editor, newsroom.leader, newsroom.reporter)
    }

    assert told == {
        "editor": ["早该看的", plan.working_title],
        "leader": ["早该看的", plan.working_title],
        "reporter": [plan.working_title],
    }
    assert list(late_lines(newsroom.first_reader, today=TODAY)) == []


def test_what_is_finished_is_not_late(newsroom):
    story = newsroom.published(newsroom.plan(on=TODAY - timedelta(days=30)))

    assert Story.objects.get(pk=story.pk).live
    assert list(late_lines(newsroom.editor, today=TODAY)) == []


def test_four_figures_stand_beside_last_months(newsroom):
    newsroom.tip(on=date(2026, 10, 2))
    newsroom.tip(on=date(2026, 9, 30))
    newsroom.tip(on=date(2026, 9, 1))
    daily = OutletFactory(name="江北日报")
    carried(newsroom, date(2026, 10, 3), outlet=daily)
    carried(newsroom, date(2026, 10, 4), outlet=daily)
    carried(newsroom, date(2026, 9, 4))
    carried(newsroom, date(2026, 10, 5), confirmed=False)

    figures = four_figures(newsroom.leader, today=TODAY)

    assert [(figure.value, figure.before) for figure in figures] == [
        (1, 2),
        (0, 0),
        (2, 1),
        (1, 1),
    ]


def test_figures_follow_a_persons_reach(newsroom):
    carried(newsroom, date(2026, 10, 3), at="rmt")
    town = PersonFactory(posts=[("leader", unit("shixi"))])

    figures = four_figures(town, today=TODAY)

    assert [figure.value for figure in figures] == [0, 0, 0, 0]


def test_every_figure_opens_a_list_of_as_many(client, newsroom):
    today = timezone.localdate()
    newsroom.tip(on=today)
    newsroom.published()
    carried(newsroom, today)
    client.force_login(newsroom.leader)
    tips, stories, placements, outlets = four_figures(newsroom.leader, today=today)

    listed = [
        client.get(figure.url).context["page"].paginator.count
        for figure in (tips, stories, outlets)
    ]
    ledger = client.get(placements.url).context["paginator"].count

    assert [*listed, ledger] == [
        tips.value,
        stories.value,
        outlets.value,
        placements.value,
    ]


def test_outlets_are_counted_the_most_first(newsroom):
    daily = OutletFactory(name="江北日报")
    evening = OutletFactory(name="清河晚报")
    carried(newsroom, date(2026, 10, 2), outlet=evening)
    for day in (3, 4):
        carried(newsroom, date(2026, 10, day), outlet=daily)

    assert outlets_of(newsroom.leader, 2026, 10) == [(daily, 2), (evening, 1)]


def test_weeks_begin_on_monday_and_empty_ones_stand(newsroom):
    carried(newsroom, date(2026, 10, 4))
    carried(newsroom, date(2026, 10, 5))

    weeks = by_week(newsroom.leader, today=TODAY, weeks=3)

    assert [(week.first.isoformat(), week.count) for week in weeks] == [
        ("2026-09-28", 1),
        ("2026-10-05", 1),
        ("2026-10-12", 0),
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chart_is_drawn_once(client, newsroom, theme, monkeypatch):
    from django.core.cache import cache

    from xiangyin.workbench import charts

    cache.clear()
    drawn = []
    monkeypatch.setattr(charts, "draw", lambda *_: drawn.append(1) or "<svg/>")
    client.force_login(newsroom.leader)
    url = reverse("workbench:chart", args=[theme])

    answers = [client.get(url), client.get(url)]

    kinds = {answer["Content-Type"] for answer in answers}
    assert kinds == {"image/svg+xml; charset=utf-8"}
    assert len(drawn) == 1


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "abc"])
def test_a_month_that_does_not_exist_is_not_found(client, newsroom, month):
    client.force_login(newsroom.leader)

    assert client.get(f"/admin/workbench/tips/{month}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_workbench_asks_the_same_queries_for_one_line_and_three(
    client, newsroom, rows, django_assert_num_queries
):
    for _row in range(rows):
        newsroom.tip(on=TODAY - timedelta(days=60))
        newsroom.plan(on=TODAY - timedelta(days=60))
        carried(newsroom, timezone.localdate(), confirmed=False)
    client.force_login(newsroom.editor)
    client.get(reverse("wagtailadmin_home"))

    with django_assert_num_queries(BENCH_QUERIES):
        client.get(reverse("wagtailadmin_home"))


def test_leaders_see_the_figures_first(client, newsroom):
    client.force_login(newsroom.leader)
    leaders = client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(newsroom.editor)
    editors = client.get(reverse("wagtailadmin_home")).content.decode()

    assert leaders.index("month-heading") < leaders.index("waits-heading")
    assert editors.index("waits-heading") < editors.index("month-heading")


def test_an_operator_without_a_county_opens_the_workbench(client, db):
    client.force_login(PersonFactory(is_superuser=True))

    response = client.get(reverse("wagtailadmin_home"))

    assert response.status_code == 200
    assert (Tip.objects.count(), Plan.objects.count()) == (0, 0)
