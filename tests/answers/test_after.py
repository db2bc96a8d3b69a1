"""After a reply: calling back is no rating, promises are read by all, tips name nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.answers import (
    CONTACT,
    a_question,
    an_answered_question,
    an_assigned_question,
)
from tests.factories.people import PersonFactory
from xiangyin.answers import rules
from xiangyin.answers.models import CallBack, Rating, TipOffer, Undertaking
from xiangyin.answers.reports.beside import beside
from xiangyin.answers.services import after
from xiangyin.answers.services.after import (
    note_call_back,
    offer_to_newsroom,
    report_progress,
    undertake,
)
from xiangyin.answers.services.asker import withdraw_question
from xiangyin.answers.services.publishing import publish_question
from xiangyin.answers.services.triage import assign_question
from xiangyin.bridges.answers_to_newsroom import open_a_tip
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services.outbox import deliver_due
from xiangyin.newsroom.models import Tip

DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def question(desk, today):
    return an_answered_question(desk, today=today)


def test_a_call_back_is_noted_once_and_rates_nothing(desk, question, today):
    note_call_back(question, by=desk.coordinator, reached=False, words="没人接")
    call = note_call_back(question, by=desk.coordinator, reached=True, words="修好了")
    with pytest.raises(WrongState):
        note_call_back(question, by=desk.coordinator, reached=True, words="再打")

    said = [(each.heard, each.words) for each in CallBack.objects.all()]
    assert said == [("missed", ""), ("reached", "修好了")]
    assert str(call).startswith(question.number)
    told = beside(desk.county, since=today, until=today, answered=1)
    assert (told.reached.part, told.reached.whole) == (1, 1)
    assert Rating.objects.count() == 0
    question.refresh_from_db()
    assert (question.state, question.round) == ("answered", 1)


def test_the_unit_that_answered_does_not_call_back(desk, question):
    both = PersonFactory(posts=[("coordinator", desk.county), ("clerk", desk.roads)])

    for person in (desk.clerk, desk.head, both):
        with pytest.raises(NotAllowed):
            note_call_back(question, by=person, reached=True, words="很好")

    assert CallBack.objects.count() == 0


def test_who_had_a_hand_in_the_reply_does_not_call_back_in_another_post(desk, question):
    for person in (desk.clerk, desk.checker):
        person.posts.all().delete()
        PersonFactory._meta.model.objects.get(pk=person.pk).posts.create(
            role="coordinator", unit=desk.county
        )
        moved = PersonFactory._meta.model.objects.get(pk=person.pk)
        assert rules.why_not_call_back(moved, question)


def test_with_the_rule_off_the_unit_would_call_its_own_askers(
    desk, question, monkeypatch
):
    monkeypatch.setattr(after, "why_not_call_back", lambda person, question: "")

    note_call_back(question, by=desk.clerk, reached=True, words="很好")

    assert CallBack.objects.get().by == desk.clerk


def test_what_has_no_reply_and_a_call_without_words_are_refused(desk, question):
    waiting = a_question(desk, contact="13900000001")

    with pytest.raises(WrongState):
        note_call_back(waiting, by=desk.coordinator, reached=True, words="x")
    with pytest.raises(RuleBroken):
        note_call_back(question, by=desk.coordinator, reached=True, words=" ")

    assert CallBack.objects.count() == 0


def a_promise(desk, question, today, **told):
    values = {"what": "月底前换完全村路灯", "due_on": today + 20 * DAY, **told}
    return undertake(question, by=desk.clerk, today=today, **values)


def test_a_promise_and_its_progress_are_read_by_everybody(
    client, desk, question, today
):
    promise = a_promise(desk, question, today)
    publish_question(question, by=desk.coordinator)
    address = f"/answers/{question.number}/"
    first = client.get(address).context["undertakings"]
    told = {"by": desk.clerk, "today": today}

    step = report_progress(promise, words="换了一半", done=False, **told)
    report_progress(promise, words="全部换完", done=True, **told)
    with pytest.raises(WrongState):
        report_progress(promise, words="又换", done=True, **told)

    [shown] = client.get(address).context["undertakings"]
    assert [(each.undertaking, each.is_late) for each in first] == [(promise, False)]
    assert [each.words for each in shown.steps] == ["换了一半", "全部换完"]
    assert (shown.undertaking.done_on, shown.is_late) == (today, False)
    assert Letter.objects.filter(payload__what="progress").count() == 2
    assert (str(promise), str(step)) == (
        f"{question} · 月底前换完全村路灯",
        f"{promise} {today}",
    )


def test_a_promise_that_is_over_says_so(client, desk, question, today):
    promise = a_promise(desk, question, today)
    Undertaking.objects.update(due_on=today - DAY)
    publish_question(question, by=desk.coordinator)

    page = client.get(f"/answers/{question.number}/")
    done = Undertaking(due_on=today, done_on=today + DAY)

    assert [each.is_late for each in page.context["undertakings"]] == [True]
    assert (promise.unit, done.is_late(today)) == (desk.roads, True)


def test_a_promise_in_a_draft_is_read_by_nobody_yet(client, desk, today):
    question = a_question(desk, today=today)
    assign_question(question, unit=desk.roads, by=desk.coordinator, today=today)
    promise = a_promise(desk, question, today)
    report_progress(promise, by=desk.clerk, words="备料", done=False, today=today)
    client.post("/ask/status/", {"number": question.number, "code": question.code})

    page = client.get(f"/ask/status/{question.number}/")

    assert page.context["undertakings"] == []
    assert Letter.objects.filter(payload__what="progress").count() == 0


@pytest.mark.parametrize(
    "change", [{"due_on": timezone.localdate()}, {"what": f"有事打{CONTACT}"}]
)
def test_a_promise_has_a_day_to_come_and_names_nobody(desk, question, today, change):
    with pytest.raises(RuleBroken):
        a_promise(desk, question, today, **change)

    assert Undertaking.objects.count() == 0


def test_promises_are_the_units_and_ten_at_most(desk, question, today, monkeypatch):
    withdrawn = an_assigned_question(desk, contact="13900000001")
    withdraw_question(withdrawn)

    with pytest.raises(NotAllowed):
        undertake(
            question, by=desk.coordinator, what="x", due_on=today + DAY, today=today
        )
    with pytest.raises(WrongState):
        a_promise(desk, withdrawn, today)
    promise = a_promise(desk, question, today)
    with pytest.raises(NotAllowed):
        report_progress(promise, by=desk.head, words="x", done=True, today=today)
    monkeypatch.setattr(after, "MOST_UNDERTAKINGS", 1)
    with pytest.raises(RuleBroken):
        a_promise(desk, question, today)

    assert Undertaking.objects.count() == 1


# A word to the newsroom


def offer(desk, question, text="茶湾村路灯全部换新，村民晚上能看见路了。"):
    return offer_to_newsroom(question, by=desk.coordinator, text=text)


def test_an_answer_becomes_a_tip_once_without_anybody_in_it(desk, question):
    given = offer(desk, question)
    letter = Letter.objects.get(kind__startswith="answers.offered")
    while deliver_due():
        pass
    Letter.objects.filter(pk=letter.pk).update(state="waiting", delivered_at=None)
    open_a_tip(letter)

    tip = Tip.objects.get()
    assert (tip.text, tip.unit, tip.sender, tip.contact) == (
        given.text,
        desk.county,
        desk.coordinator,
        "",
    )
    assert letter.payload == {"offer": given.pk}
    assert str(given) == str(question)


def test_an_offer_that_is_gone_opens_no_tip(desk, question):
    offer(desk, question)
    TipOffer.objects.all().delete()

    while deliver_due():
        pass

    assert Tip.objects.count() == 0


def test_nobodys_number_or_name_goes_over_and_nothing_goes_twice(desk, question):
    for words in (f"找{CONTACT}", "王秀英说路灯好了"):
        with pytest.raises(RuleBroken):
            offer(desk, question, words)
    with pytest.raises(NotAllowed):
        offer_to_newsroom(question, by=desk.clerk, text="路灯好了")
    with pytest.raises(WrongState):
        offer(desk, an_assigned_question(desk, contact="13900000001"))
    assert TipOffer.objects.count() == 0
    offer(desk, question)
    with pytest.raises(WrongState):
        offer(desk, question)

    assert TipOffer.objects.count() == 1


def test_with_the_search_off_a_name_would_go_over(desk, question, monkeypatch):
    monkeypatch.setattr(after, "refuse_findings", lambda question, said: None)

    offer(desk, question, "王秀英说路灯好了")
    while deliver_due():
        pass

    assert "王秀英" in Tip.objects.get().text


# On screen


def act(client, person, question, step, **told):
    client.force_login(person)
    return client.post(f"/admin/answers/questions/{question.pk}/{step}/", told)


def test_all_of_it_is_done_on_the_page_of_the_question(client, desk, question, today):
    due = str(today + 5 * DAY)
    act(client, desk.clerk, question, "undertake", what="换完路灯", due_on=due)
    promise = Undertaking.objects.get()
    done = {"undertaking": promise.pk, "words": "换完了", "done": "on"}
    act(client, desk.clerk, question, "progress", **done)
    act(client, desk.coordinator, question, "call_back", heard="yes", words="满意")
    stays = act(client, desk.coordinator, question, "offer_tip", text="路灯换新")

    page = client.get(stays.url)

    assert stays.url == f"/admin/answers/questions/{question.pk}/"
    promise.refresh_from_db()
    assert (promise.done_on, CallBack.objects.get().words) == (today, "满意")
    assert TipOffer.objects.get().text == "路灯换新"
    names = [each["act"].name for each in page.context["acts"]]
    assert names == ["entry", "note"]
    assert "满意" in page.content.decode()
