"""What's on, services, contacts, who we are: pages of a county, and of that county alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from icalendar import Calendar

from tests.factories.people import a_county, unit
from tests.factories.portal import (
    NOON,
    OccasionFactory,
    ServiceFactory,
    UnitCardFactory,
    in_days,
)
from tests.portal.paper import a_site
from xiangyin.portal import going_out
from xiangyin.portal.models import Imprint, Occasion, Service

HOUR = timedelta(hours=1)


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def other(county):
    far = a_county("yunhe", "云河县")
    return a_site(far, hostname="yunhe.example", name="云河融媒", is_default=False)


def page(client, address, language="zh-hans", status=200, host="testserver"):
    answer = client.get(address, headers={"accept-language": language, "host": host})
    assert answer.status_code == status
    return answer.content.decode()


def names(occasions) -> list[str]:
    return [occasion.title for occasion in occasions]


def test_an_occasion_without_an_end_is_on_until_its_day_is_over(home):
    OccasionFactory(unit=home.county, title="早上的集", starts_at=NOON - 4 * HOUR)
    OccasionFactory(
        unit=home.county,
        title="已散的会",
        starts_at=NOON - 4 * HOUR,
        ends_at=NOON - HOUR,
    )
    OccasionFactory(unit=home.county, title="昨天", starts_at=NOON - 20 * HOUR)
    OccasionFactory(unit=home.county, title="明天", starts_at=NOON + 20 * HOUR)

    coming, past = Occasion.objects.coming(now=NOON), Occasion.objects.past(now=NOON)

    assert names(coming) == ["早上的集", "明天"]
    assert names(past) == ["已散的会", "昨天"]


def test_an_occasion_does_not_end_before_it_begins(home):
    told = {"unit": home.county, "starts_at": NOON, "ends_at": NOON - HOUR}

    with pytest.raises(IntegrityError), transaction.atomic():
        OccasionFactory(**told)

    assert Occasion.objects.count() == 0


@pytest.mark.parametrize(
    "told",
    [
        {"link": "", "telephone": ""},
        {"link": "javascript:alert(1)"},
        {"link": "ftp://a.example/"},
    ],
)
def test_a_service_can_be_reached_and_leads_to_the_web(home, told):
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceFactory(unit=home.county, **told)

    assert Service.objects.count() == 0


@pytest.mark.parametrize("number", ["老王 139", "12", "1" * 40])
def test_a_telephone_is_a_number(home, number):
    card = UnitCardFactory(unit=home.county)
    card.telephone = number

    with pytest.raises(ValidationError):
        card.full_clean()


def test_what_is_over_leaves_the_list_and_stays_to_be_found(client, home):
    OccasionFactory(unit=home.county, title="义诊", starts_at=in_days(2))
    OccasionFactory(unit=home.county, title="旧集", starts_at=in_days(-9))

    coming, past = page(client, "/whats-on/"), page(client, "/whats-on/past/")

    assert ("义诊" in coming, "旧集" in coming) == (True, False)
    assert ("义诊" in past, "旧集" in past) == (False, True)


def test_empty_lists_say_what_will_stand_there(client, home):
    assert "Nothing is announced just now." in page(client, "/whats-on/", "en")
    assert "Nothing is over yet." in page(client, "/whats-on/past/", "en")
    assert "No service is listed yet." in page(client, "/services/", "en")


def test_a_month_shows_each_day_of_what_goes_on_over_several(client, home):
    fair = OccasionFactory(
        unit=home.county,
        title="庙会",
        starts_at=datetime(2026, 4, 29, 1, tzinfo=UTC),
        ends_at=datetime(2026, 5, 3, 1, tzinfo=UTC),
    )

    months = {
        month: going_out.by_day(
            Occasion.objects.during(
                going_out.months.begins(first), going_out.months.begins(after)
            ),
            first,
            after,
        )
        for month, first, after in [
            (4, date(2026, 4, 1), date(2026, 5, 1)),
            (5, date(2026, 5, 1), date(2026, 6, 1)),
        ]
    }

    assert months == {
        4: {date(2026, 4, 29): [fair], date(2026, 4, 30): [fair]},
        5: {date(2026, 5, day): [fair] for day in (1, 2, 3)},
    }


def test_only_months_between_the_first_and_the_last_date_are_there(client, home):
    OccasionFactory(unit=home.county, title="春集", starts_at=NOON)

    html = page(client, "/whats-on/2026/5/")

    assert (
        '<td data-has><time class="month-day" datetime="2026-05-12">12</time>' in html
    )
    assert html.count("<th scope") == 7
    page(client, "/whats-on/2026/4/", status=404)
    page(client, "/whats-on/2999/1/", status=404)
    page(client, "/whats-on/2026/13/", status=404)


def test_an_occasion_says_when_where_who_and_that_it_is_called_off(client, home):
    occasion = OccasionFactory(
        unit=home.county,
        title="露天电影",
        title_en="Open-air film",
        starts_at=NOON,
        ends_at=NOON + 2 * HOUR,
        about="自带板凳。\n\n下雨改期。",
        contact="文化馆 0999-5550100",
        is_called_off=True,
    )

    html = page(client, f"/whats-on/{occasion.pk}/")

    assert "2026-05-12 12:00" in html
    assert "2026-05-12 14:00" in html
    assert "<p>下雨改期。</p>" in html
    assert "文化馆 0999-5550100" in html
    assert '<p class="called-off">已取消</p>' in html
    assert "Open-air film" in page(client, f"/whats-on/{occasion.pk}/", "en")


def test_a_past_occasion_says_so(client, home):
    occasion = OccasionFactory(unit=home.county, starts_at=NOON - 400 * 24 * HOUR)

    assert "This is over." in page(client, f"/whats-on/{occasion.pk}/", "en")


def test_the_feed_for_calendars_holds_what_comes_and_says_what_is_called_off(
    client, home
):
    OccasionFactory(unit=home.county, title="义诊, 免费", starts_at=in_days(2))
    OccasionFactory(
        unit=home.county,
        title="取消的",
        starts_at=in_days(3),
        ends_at=in_days(4),
        is_called_off=True,
    )
    OccasionFactory(unit=home.county, title="很久以前", starts_at=in_days(-90))

    answer = client.get("/whats-on.ics")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(answer.content)
    assert read.calendar_name == "清岚融媒"
    told = [
        (str(each["summary"]), each["status"], "dtend" in each) for each in read.events
    ]
    assert told == [("义诊, 免费", "CONFIRMED", False), ("取消的", "CANCELLED", True)]


def test_services_stand_in_their_groups_in_the_offices_order(client, home):
    ServiceFactory(unit=home.county, group="看病", group_en="Health", order=2)
    ServiceFactory(
        unit=home.county,
        title="停水报修",
        title_en="No water",
        words_en="Day and night.",
        group="急事",
        order=1,
        link="https://shui.example/x",
        telephone="",
    )

    html, english = page(client, "/services/"), page(client, "/services/", "en")

    assert html.index("急事") < html.index("看病")
    assert '<a href="https://shui.example/x" rel="noopener">停水报修</a>' in html
    assert "（外部网站：shui.example）" in html
    assert '<a href="tel:0999-5550100">0999-5550100</a>' in html
    assert "No water" in english
    assert "Day and night." in english
    assert "Health" in english


def test_a_units_page_says_how_it_is_reached(client, home):
    UnitCardFactory(
        unit=unit("shixi"),
        about="便民大厅。",
        about_en="Service hall.",
        hours="8:30—17:30",
    )

    html = page(client, "/units/shixi/")

    assert "桥头街12号" in html
    assert "8:30—17:30" in html
    assert 'href="tel:0999-5550111"' in html
    assert "便民大厅。" in html
    assert "Service hall." in page(client, "/units/shixi/", "en")


def test_who_we_are_is_told_in_the_offices_words_or_the_houses(client, home):
    UnitCardFactory(unit=unit("shixi"), about="便民大厅。")
    Imprint.objects.update(sponsor="清岚县融媒体中心", contact="编辑部 0999-5550100")
    assert "清岚融媒由清岚县融媒体中心主办。" in page(client, "/about/")
    Imprint.objects.update(about="我们\r\n\r\n是谁", about_en="Who\n\nwe are")

    html, english = page(client, "/about/"), page(client, "/about/", "en")

    assert '<p lang="zh-hans">是谁</p>' in html
    assert "便民大厅。" in html
    assert "编辑部 0999-5550100" in html
    assert '<p lang="en">we are</p>' in english


def test_no_page_shows_another_countys(client, home, other):
    for place, name in ((home, "清岚"), (other, "云河")):
        county = place.county
        more = {"title": f"{name}大集", "starts_at": in_days(2)}
        OccasionFactory(unit=county, **more)
        OccasionFactory(unit=county, title=f"{name}旧集", starts_at=NOON)
        ServiceFactory(unit=county, title=f"{name}报修")
        UnitCardFactory(unit=county, about=f"{name}大厅")
    now = in_days(2)
    of_each = [
        "/",
        "/whats-on/",
        "/whats-on/past/",
        f"/whats-on/{now.year}/{now.month}/",
        "/whats-on.ics",
        "/services/",
        "/about/",
        "/site-map/",
        "/archive/",
    ]

    for address in of_each:
        here = page(client, address)
        there = page(client, address, host="yunhe.example")
        assert "云河" not in here
        assert "清岚" not in there.replace("这是虚构的示例县", "")
    far = Occasion.objects.get(title="云河大集")
    page(client, f"/whats-on/{far.pk}/", status=404)
    page(client, f"/whats-on/{far.pk}/", host="yunhe.example")


def test_without_its_county_a_list_would_show_the_others(
    client, home, other, monkeypatch
):
    monkeypatch.setattr(
        going_out, "occasions_on", lambda site: Occasion.objects.select_related("unit")
    )
    OccasionFactory(unit=other.county, title="云河大集", starts_at=in_days(2))

    assert "云河大集" in page(client, "/whats-on/")


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/whats-on/", 6),
        ("/whats-on/past/", 6),
        ("/services/", 5),
        ("/about/", 5),
    ],
)
def test_a_page_asks_as_often_for_three_as_for_one(
    client, home, address, queries, django_assert_num_queries
):
    for number in range(3):
        for days in (2, -2):
            OccasionFactory(unit=home.county, starts_at=in_days(days))
        ServiceFactory(unit=home.county)
        client.get(address)
        if number != 1:
            with django_assert_num_queries(queries):
                client.get(address)
