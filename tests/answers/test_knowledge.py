"""An answer that many need: owned, good for a time, and corrected for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.answers.looking import door, queries_of
from tests.factories.answers import (
    CONTACT,
    a_question,
    an_answered_question,
    an_assigned_question,
    answer,
)
from tests.factories.people import PersonFactory
from xiangyin.answers.models import Entry, EntryChange, EntryReminder, EntryUse
from xiangyin.answers.reports.known import known_like
from xiangyin.answers.services import knowledge
from xiangyin.answers.services.knowledge import (
    ask_owners,
    confirm_entry,
    correct_entry,
    make_entry,
    note_use,
    told_it,
    withdraw_entry,
)
from xiangyin.answers.services.triage import assign_question, merge_question
from xiangyin.answers.tasks import ask_who_stands_for_entries
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services.outbox import deliver_due

DAY = timedelta(days=1)
LIST = "/admin/answers/knowledge/"


@pytest.fixture
def today():
    return timezone.localdate()


def keep(desk, today, question=None, **told):
    question = question or an_answered_question(desk, today=today)
    values = {
        "by": desk.coordinator,
        "title": "路灯坏了找谁",
        "text": "打县交通运输局的报修电话。",
        "owner": desk.clerk,
        "good_until": today + 30 * DAY,
        "today": today,
        **told,
    }
    return make_entry(question, **values)


def corrected() -> list[str]:
    told = Letter.objects.filter(payload__what="corrected").order_by("pk")
    return [letter.payload["question"] for letter in told]


def test_an_answer_is_kept_with_an_owner_and_a_day(desk, today):
    entry = keep(desk, today)

    assert (str(entry), entry.unit, entry.owner) == (
        "路灯坏了找谁",
        desk.roads,
        desk.clerk,
    )
    assert known_like("村口路灯坏了找谁修", county=desk.county, today=today) == [entry]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"text": f"请打{CONTACT}。"}, RuleBroken),
        ({"title": "王秀英家的路灯"}, RuleBroken),
        ({"good_until": timezone.localdate()}, RuleBroken),
        ({"good_until": timezone.localdate() + 367 * DAY}, RuleBroken),
    ],
)
def test_it_names_nobody_and_is_good_for_a_year_at_most(desk, today, change, refusal):
    with pytest.raises(refusal):
        keep(desk, today, **change)

    assert Entry.objects.count() == 0


def test_with_the_search_off_an_entry_would_tell_a_number(desk, today, monkeypatch):
    monkeypatch.setattr(knowledge, "refuse_findings", lambda question, said: None)

    assert CONTACT in keep(desk, today, text=f"请打{CONTACT}。").text


def test_only_an_answer_is_kept_by_the_coordinator_for_one_of_the_unit(desk, today):
    waiting = a_question(desk, contact="13900000001")
    question = an_answered_question(desk, today=today, contact="13900000002")

    with pytest.raises(WrongState):
        keep(desk, today, waiting)
    with pytest.raises(NotAllowed):
        keep(desk, today, by=desk.clerk)
    with pytest.raises(RuleBroken):
        keep(desk, today, question, owner=desk.water_clerk)

    assert Entry.objects.count() == 0


def test_over_it_says_so_and_is_offered_to_nobody_until_confirmed(client, desk, today):
    entry = keep(desk, today)
    Entry.objects.update(good_until=today - DAY)
    entry.refresh_from_db()
    ask = f"/ask/about/{desk.matter.pk}/"
    here = f"/answers/known/{entry.pk}/"

    over = client.get(here)
    offered = client.get(ask, {"title": "路灯坏了找谁"}).context["known"]
    with pytest.raises(NotAllowed):
        confirm_entry(entry, by=desk.checker, good_until=today + DAY, today=today)
    confirm_entry(entry, by=desk.clerk, good_until=today + 60 * DAY, today=today)
    again = client.get(here)

    assert (over.context["is_over"], offered) == (True, [])
    assert "notice--warning" in over.content.decode()
    assert again.context["is_over"] is False
    assert client.get(ask, {"title": "路灯坏了找谁"}).context["known"] == [entry]
    assert str(EntryChange.objects.get()) == "路灯坏了找谁 confirmed"


def test_with_the_day_not_asked_what_is_over_would_be_offered(desk, today, monkeypatch):
    entry = keep(desk, today)
    Entry.objects.update(good_until=today - DAY)
    assert known_like("路灯坏了找谁", county=desk.county, today=today) == []

    everything = type(Entry.objects.all()).public
    monkeypatch.setattr(
        type(Entry.objects.all()), "offered_on", lambda rows, day: everything(rows)
    )

    assert known_like("路灯坏了找谁", county=desk.county, today=today) == [entry]
    assert known_like(" ", county=desk.county, today=today) == []


def test_a_correction_goes_to_everybody_who_got_the_old_answer_once_each(desk, today):
    origin = an_answered_question(desk, today=today)
    entry = keep(desk, today, origin)
    merged = a_question(desk, today=today, contact="13900000001")
    merge_question(merged, into=origin, by=desk.coordinator)
    used = an_assigned_question(desk, today=today, contact="13900000002")
    note_use(entry, used)
    note_use(entry, used)
    answer(desk, used, today=today)
    unanswered = an_assigned_question(desk, today=today, contact="13900000003")
    note_use(entry, unanswered)
    same_person = an_assigned_question(desk, today=today, contact="13900000002")
    note_use(entry, same_person)
    answer(desk, same_person, today=today)
    told = {"by": desk.clerk, "title": entry.title, "reason": "电话换了"}

    count = correct_entry(entry, text="打新的报修电话。", **told)

    assert (count, sorted(corrected())) == (
        3,
        sorted([origin.pk, merged.pk, same_person.pk]),
    )
    assert EntryUse.objects.count() == 3
    assert str(EntryUse.objects.first()) == f"{entry} → {used}"
    change = EntryChange.objects.get()
    assert change.before.endswith("打县交通运输局的报修电话。")


def test_with_those_left_out_whose_question_was_merged_they_would_not_hear(
    desk, today, monkeypatch
):
    origin = an_answered_question(desk, today=today)
    entry = keep(desk, today, origin)
    merged = a_question(desk, today=today, contact="13900000001")
    merge_question(merged, into=origin, by=desk.coordinator)
    everybody = told_it(entry)
    monkeypatch.setattr(knowledge, "told_it", lambda entry: [origin])

    correct_entry(entry, by=desk.clerk, title="改", text="改了。", reason="电话换了")

    assert (len(everybody), corrected()) == (2, [origin.pk])


def test_who_deleted_their_contact_hears_nothing(desk, today):
    entry = keep(desk, today)
    type(entry.question).objects.update(contact_key="")

    assert told_it(entry) == []


def test_a_correction_says_something_else_and_why(desk, today):
    entry = keep(desk, today)
    same = {"title": entry.title, "text": entry.text}

    with pytest.raises(RuleBroken):
        correct_entry(entry, by=desk.clerk, reason="x", **same)
    with pytest.raises(RuleBroken):
        correct_entry(entry, by=desk.clerk, reason=" ", title="改", text="改")
    with pytest.raises(NotAllowed):
        correct_entry(entry, by=desk.head, reason="x", title="改", text="改")

    assert EntryChange.objects.count() == 0


def test_withdrawn_it_is_gone_and_everybody_is_told(client, desk, today):
    entry = keep(desk, today)
    here = f"/answers/known/{entry.pk}/"
    assert client.get(here).status_code == 200

    assert withdraw_entry(entry, by=desk.coordinator, reason="政策改了") == 1

    assert client.get(here).status_code == 404
    assert corrected() == [entry.question_id]
    with pytest.raises(WrongState):
        confirm_entry(entry, by=desk.clerk, good_until=today + DAY, today=today)


def test_the_owner_is_asked_once_before_and_once_after(desk, today, settings, tmp_path):
    settings.XIANGYIN_MAIL_FROM = "office@example.cn"
    desk.clerk.email = "tian@example.cn"
    desk.clerk.save()
    entry = keep(desk, today)
    near, over = entry.good_until - 10 * DAY, entry.good_until + DAY

    asked = [ask_owners(today=day) for day in (today, near, near, over, over)]
    ask_who_stands_for_entries()

    assert asked == [0, 1, 0, 1, 0]
    stages = [each.stage for each in EntryReminder.objects.all()]
    assert stages == ["near", "over"]
    assert str(EntryReminder.objects.first()) == f"{entry} {entry.good_until}"
    letters = Letter.objects.filter(kind=knowledge.REMINDER)
    assert letters.count() == 2


def test_a_reminder_names_the_entry_and_goes_to_who_is_still_there(
    desk, today, monkeypatch
):
    sent = []

    def messenger(way, to, text, *, key):
        sent.append((way, to, text))
        return key

    monkeypatch.setattr(knowledge, "the_messenger", lambda: messenger)
    monkeypatch.setattr(knowledge, "ways", lambda: ["mail"])
    desk.clerk.email = "tian@example.cn"
    desk.clerk.save()
    entry = keep(desk, today, good_until=today + DAY)
    ask_owners(today=today)
    while deliver_due():
        pass
    assert [(way, to) for way, to, _text in sent] == [("mail", "tian@example.cn")]
    assert entry.title in sent[0][2]

    ask_owners(today=today + 5 * DAY)
    desk.clerk.is_active = False
    desk.clerk.save()
    while deliver_due():
        pass

    assert len(sent) == 1


# The screens


def test_it_is_kept_used_and_corrected_on_screen(client, desk, today):
    question = an_answered_question(desk, today=today)
    at = f"/admin/answers/questions/{question.pk}/"
    form = door(client, desk.coordinator).get(at).context["forms"]["entry"]
    assert list(form.fields["owner"].queryset.order_by("pk")) == [
        desk.clerk,
        desk.checker,
        desk.second_checker,
        desk.head,
    ]
    told = {"title": "路灯坏了找谁", "text": "打报修电话。", "owner": desk.clerk.pk}
    client.post(f"{at}entry/", {**told, "good_until": str(today + 5 * DAY)})
    entry = Entry.objects.get()
    other = an_assigned_question(desk, today=today, contact="13900000001")
    reply = {"entry": entry.pk, "text": "", "hand_in": "on"}
    door(client, desk.clerk).post(f"/admin/answers/questions/{other.pk}/reply/", reply)

    listing = client.get(LIST)
    here = f"{LIST}{entry.pk}/"
    client.post(f"{here}confirm/", {"good_until": str(today + 90 * DAY)})
    client.post(
        f"{here}correct/", {"title": "改", "text": "新电话。", "reason": "换了"}
    )
    page = client.get(here)
    client.post(f"{here}withdraw/", {"reason": "政策改了"})
    after = client.get(here)

    assert [(row.pk, near) for row, near in listing.context["rows"]] == [
        (entry.pk, "near")
    ]
    assert (other.latest_reply.text, other.latest_reply.sent_at) == (
        "打报修电话。",
        None,
    )
    assert EntryUse.objects.get().question == other
    assert (page.context["told"], len(page.context["changes"])) == (1, 2)
    assert after.context["forms"]["confirm"] is None
    assert client.get(LIST, {"q": "没有"}).context["rows"] == []


def test_an_entry_is_read_by_the_county_and_changed_by_who_stands_for_it(
    client, desk, today, county
):
    entry = keep(desk, today)
    Entry.objects.update(good_until=today - DAY)
    here = f"{LIST}{entry.pk}/"

    reading = door(client, desk.head).get(here)
    refused = client.post(f"{here}withdraw/", {"reason": "x"})
    late = client.get(LIST, {"q": "路灯"})
    stranger = door(client, PersonFactory(posts=[("editor", desk.county)])).get(here)

    assert reading.context["forms"]["withdraw"] is None
    assert (refused.status_code, stranger.status_code) == (409, 404)
    assert [near for _row, near in late.context["rows"]] == ["late"]


def test_everybody_finds_it_in_the_list_and_by_words(client, desk, today):
    entry = keep(desk, today)
    correct_entry(
        entry, by=desk.clerk, title="路灯报修", text="新电话。", reason="换了"
    )

    listing = client.get("/answers/known/", {"q": "路灯报修"})
    nothing = client.get("/answers/known/", {"q": "退休金"})
    among = client.get("/answers/", {"q": "路灯报修"})
    page = client.get(f"/answers/known/{entry.pk}/")

    assert [row for row, _over in listing.context["rows"]] == [entry]
    assert (listing.context["alike"], nothing.context["alike"]) == ([entry], [])
    assert among.context["known"] == [entry]
    assert "换了" in page.content.decode()


def test_the_asker_reads_on_their_own_page_what_was_corrected(client, desk, today):
    question = a_question(desk, today=today)
    code = question.code
    assign_question(question, unit=desk.roads, by=desk.coordinator, today=today)
    answer(desk, question, today=today)
    entry = keep(desk, today, question)
    client.post("/ask/status/", {"number": question.number, "code": code})
    before = client.get(f"/ask/status/{question.number}/").context["corrected"]
    correct_entry(entry, by=desk.clerk, title="改", text="新电话。", reason="换了")

    after = client.get(f"/ask/status/{question.number}/")
    withdraw_entry(entry, by=desk.clerk, reason="没有了")
    last = client.get(f"/ask/status/{question.number}/")

    assert (before, after.context["corrected"]) == ([], [entry])
    assert f"/answers/known/{entry.pk}/" in after.content.decode()
    assert last.status_code == 200


def test_lists_ask_as_much_for_three_as_for_one(
    client, desk, today, django_assert_num_queries
):
    keep(desk, today)
    door(client, desk.coordinator)
    for address in (LIST, "/answers/known/"):
        client.get(address)
    asked = {
        address: queries_of(client, address) for address in (LIST, "/answers/known/")
    }
    for n in range(2):
        question = an_answered_question(desk, today=today, contact=f"1390000000{n}")
        keep(desk, today, question, title=f"条目{n}")

    for address, count in asked.items():
        with django_assert_num_queries(count):
            client.get(address)
