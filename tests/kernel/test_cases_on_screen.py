"""The shared list and page of cases, tried out on tips."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import include, path, reverse

from tests.factories.people import PersonFactory, a_county, unit
from tests.kernel.test_cases import a_tip
from xiangyin.config.urls import urlpatterns as real_urls
from xiangyin.kernel.viewsets import CaseViewSet
from xiangyin.newsroom.lifecycles import TipState
from xiangyin.newsroom.models import Tip
from xiangyin.newsroom.services.tips import decline_tip, take_up_tip


class Cases(CaseViewSet):
    model = Tip
    name = "cases_on_screen"
    states = TipState
    see_right = "newsroom.see_tip"
    change_right = "newsroom.handle_tip"
    services = {"take_up": take_up_tip, "decline": decline_tip}
    form_fields = ["place", "owner", "due_on"]
    inspect_view_fields = ["number", "text", "unit", "contact"]


urls = include((Cases().get_urlpatterns(), "cases_on_screen"))
urlpatterns = [path("admin/cases-on-screen/", urls), *real_urls]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.kernel.test_cases_on_screen"),
]


LIST_QUERIES = 14


def at(name, *args):
    return reverse(f"cases_on_screen:{name}", args=args)


@pytest.fixture
def editor(county, client):
    editor = PersonFactory(posts=[("editor", unit("shixi"))])
    client.force_login(editor)
    return editor


def test_the_list_shows_only_what_a_post_reaches(client, editor):
    mine = a_tip(unit("chawan"))
    a_tip(unit("rmt"))
    a_tip(a_county("baihe", "白河县"))

    response = client.get(at("index"))

    assert list(response.context["object_list"]) == [mine]


@pytest.mark.parametrize("page", ["inspect", "edit", "history", "usage"])
def test_what_lies_beyond_reach_is_not_found(client, editor, page):
    beyond = a_tip(unit("rmt"))

    response = client.get(at(page, beyond.pk))

    assert response.status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_queries_for_one_line_and_three(
    client, editor, rows, django_assert_num_queries
):
    for _row in range(rows):
        a_tip(unit("chawan"))
    client.get(at("index"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(at("index"))


def test_a_case_offers_the_steps_one_may_take_now(client, editor):
    tip = a_tip(unit("chawan"))

    steps = client.get(at("inspect", tip.pk)).context["steps"]

    assert [item["step"].name for item in steps] == ["take_up", "decline", "merge"]


def test_who_may_only_look_is_offered_no_step(client, county):
    tip = a_tip(unit("chawan"))
    client.force_login(PersonFactory(posts=[("leader", county)]))

    response = client.get(at("inspect", tip.pk))

    assert response.context["steps"] == []


def test_a_step_is_taken_by_its_service(client, editor):
    tip = a_tip(unit("chawan"))

    response = client.post(at("step", tip.pk, "decline"), {"note": "已经报道过"})

    tip.refresh_from_db()
    assert response.url == at("inspect", tip.pk)
    assert (tip.state, tip.answer) == (TipState.DECLINED, "已经报道过")


def test_a_refused_step_says_why_and_changes_nothing(client, editor):
    tip = a_tip(unit("chawan"))

    response = client.post(at("step", tip.pk, "decline"), follow=True)

    tip.refresh_from_db()
    assert len(response.context["messages"]) == 1
    assert tip.state == TipState.WAITING


def test_a_step_without_a_service_is_only_moved(client, editor):
    tip = a_tip(unit("chawan"))
    client.post(at("step", tip.pk, "decline"), {"note": "已经报道过"})

    client.post(at("step", tip.pk, "reopen"))

    tip.refresh_from_db()
    assert tip.state == TipState.WAITING


def test_what_a_service_finds_wrong_in_a_field_is_told(client, editor, monkeypatch):
    def stumble(tip, *, by):
        raise ValidationError(["缺少日期。", "缺少地点。"])

    tip = a_tip(unit("chawan"))
    monkeypatch.setitem(Cases.services, "decline", stumble)

    response = client.post(at("step", tip.pk, "decline"), follow=True)

    told = [str(message) for message in response.context["messages"]]
    assert told == ["缺少日期。 缺少地点。"]


def test_a_step_that_does_not_exist_is_not_found(client, editor):
    tip = a_tip(unit("chawan"))

    assert client.post(at("step", tip.pk, "burn")).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [("/admin/newsroom/tips/", "/admin/newsroom/tips/"), ("//evil.example/", None)],
)
def test_after_a_step_one_is_led_back_within_the_house(
    client, editor, wanted, leads_to
):
    tip = a_tip(unit("chawan"))

    response = client.post(at("step", tip.pk, "take_up"), {"next": wanted})

    assert response.url == (leads_to or at("inspect", tip.pk))


def test_a_step_is_not_taken_beyond_reach(client, editor):
    beyond = a_tip(unit("rmt"))

    response = client.post(at("step", beyond.pk, "take_up"))

    beyond.refresh_from_db()
    assert response.status_code == 404
    assert beyond.state == TipState.WAITING


def test_looking_is_not_changing(client, county):
    tip = a_tip(unit("chawan"))
    client.force_login(PersonFactory(posts=[("leader", county)]))

    response = client.post(at("edit", tip.pk), {"place": "别处"})

    tip.refresh_from_db()
    assert response.status_code == 403
    assert tip.place == ""


def test_late_cases_can_be_picked_out(client, editor):
    late = a_tip(unit("chawan"))
    Tip.objects.filter(pk=late.pk).update(due_on=date(2020, 1, 1))
    a_tip(unit("chawan"))

    response = client.get(at("index"), {"late": "on"})

    assert list(response.context["object_list"]) == [late]
