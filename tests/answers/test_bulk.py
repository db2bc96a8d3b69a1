"""Several are closed at once only with a reason for each, and it is flagged for good."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories.answers import (
    TODAY,
    a_question,
    an_answered_question,
    an_assigned_question,
)
from xiangyin.answers.models import BulkClosing, Matter, Question
from xiangyin.answers.reports.beside import beside
from xiangyin.answers.services import bulk
from xiangyin.answers.services.bulk import close_together
from xiangyin.kernel.errors import NotAllowed, WrongState
from xiangyin.kernel.models import Letter, Record

PETITION = "这件事已在信访程序中，请向县信访局查询进度。"
COURT = "双方已到法院立案，请以法院的判决为准。"
SCREEN = "/admin/answers/questions/closing/"


def two(desk):
    return [a_question(desk, contact=f"1390000000{n}") for n in range(2)]


def test_each_is_closed_with_its_own_reason_and_flagged(desk):
    first, second = two(desk)

    closed = close_together([(first, PETITION), (second, COURT)], by=desk.coordinator)

    assert closed == 2
    assert [each.explained for each in Question.objects.order_by("pk")] == [
        PETITION,
        COURT,
    ]
    flags = BulkClosing.objects.all()
    assert [(each.together, each.by) for each in flags] == [(2, desk.coordinator)] * 2
    assert str(flags[0]) == f"{first} (2)"
    assert Record.objects.filter(action="close_together").count() == 2
    assert Letter.objects.filter(payload__what="referred").count() == 2


@pytest.mark.parametrize("reason", ["", "已办结", PETITION])
def test_a_missing_a_short_and_a_copied_reason_close_nothing(desk, reason):
    first, second = two(desk)

    with pytest.raises(ValidationError) as refusal:
        close_together([(first, PETITION), (second, reason)], by=desk.coordinator)

    assert list(refusal.value.message_dict) == [str(second.pk)]
    assert BulkClosing.objects.count() == 0
    assert Question.objects.waiting().count() == 2


def test_with_the_rule_off_one_word_would_close_them_all(desk, monkeypatch):
    monkeypatch.setattr(bulk, "_require_own_reasons", lambda chosen: None)

    close_together([(each, "已办结") for each in two(desk)], by=desk.coordinator)

    assert Question.objects.waiting().count() == 0


def test_one_alone_is_no_closing_of_many_and_what_a_unit_has_is_not_closed(desk):
    waiting = a_question(desk)
    handled = an_assigned_question(desk, contact="13900000001")

    with pytest.raises(ValidationError):
        close_together([(waiting, PETITION)], by=desk.coordinator)
    with pytest.raises(WrongState):
        close_together([(waiting, PETITION), (handled, COURT)], by=desk.coordinator)
    with pytest.raises(NotAllowed):
        close_together([(waiting, PETITION), (handled, COURT)], by=desk.clerk)

    assert BulkClosing.objects.count() == 0


def test_the_figures_say_how_many_were_closed_together(client, desk):
    close_together(
        list(zip(two(desk), (PETITION, COURT), strict=True)), by=desk.coordinator
    )
    an_answered_question(desk, contact="13900000005")

    told = beside(desk.county, since=TODAY, until=TODAY, answered=1)

    assert (told.in_bulk, told.reached.part, told.reached.whole) == (2, 0, 1)


def test_they_are_ticked_on_screen_and_what_is_wrong_stands_at_its_reason(client, desk):
    first, second = two(desk)
    client.force_login(desk.coordinator)
    told = {f"pick_{first.pk}": "on", f"why_{first.pk}": PETITION}

    alone = client.post(SCREEN, told)
    told[f"pick_{second.pk}"] = "on"
    silent = client.post(SCREEN, told)
    told[f"why_{second.pk}"] = COURT
    done = client.post(SCREEN, told)
    page = client.get(f"/admin/answers/questions/{first.pk}/")
    empty = client.get(SCREEN)

    assert [alone.status_code, silent.status_code, done.status_code] == [422, 422, 302]
    assert list(silent.context["form"].errors) == [f"why_{second.pk}"]
    assert page.context["bulk"] == BulkClosing.objects.get(question=first)
    assert empty.context["form"].questions == []


def test_what_went_meanwhile_is_told_and_nothing_is_closed(client, desk, monkeypatch):
    first, second = two(desk)

    def too_late(*args, **kwargs):
        raise WrongState("太迟了")

    monkeypatch.setattr("xiangyin.answers.views.closing.close_together", too_late)
    client.force_login(desk.coordinator)
    told = {f"pick_{first.pk}": "on", f"pick_{second.pk}": "on"}

    answer = client.post(SCREEN, told)

    assert answer.context["form"].non_field_errors() == ["太迟了"]


def test_the_clerk_closes_nothing_together(client, desk):
    client.force_login(desk.clerk)

    assert client.get(SCREEN).status_code == 302


# The ways that the law gives: told while asking, while taking down and at triage.


@pytest.fixture
def petition(desk):
    return Matter.objects.create(county=desk.county, name="信访事项", route=PETITION)


def test_a_caller_is_told_the_lawful_way(client, desk, petition):
    client.force_login(desk.clerk)

    page = client.get("/admin/answers/questions/new/")

    assert list(page.context["ways"]) == [petition]
    assert PETITION in page.content.decode()
    matters = page.context["form"].fields["matter"].queryset
    assert list(matters) == [desk.matter]


def test_at_triage_the_catalogues_words_are_explained_and_more_may_be_said(
    client, desk, petition
):
    question, other = two(desk)
    client.force_login(desk.coordinator)

    def refer(each, **told):
        return client.post(f"/admin/answers/questions/{each.pk}/refer/", told)

    silent = refer(question)
    refer(question, route=petition.pk, note="带上身份证。")
    refer(other, note=COURT)

    assert silent.status_code == 422
    said = [each.explained for each in Question.objects.order_by("pk")]
    assert said == [f"{PETITION}\n带上身份证。", COURT]
    shown = client.get(f"/ask/about/{petition.pk}/").content.decode()
    assert PETITION in shown
