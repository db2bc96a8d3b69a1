"""A question comes in once, from a contact that is the asker's, and is kept sealed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from tests.factories.answers import (
    ADDRESS,
    CONTACT,
    NOW,
    ONE_DAY,
    TODAY,
    a_question,
    an_unconfirmed_question,
    code_sent_to,
    open_desk,
)
from tests.factories.newsroom import a_photo
from tests.factories.people import PersonFactory, a_county
from xiangyin.answers.models import Matter, Proof, Question, Terms
from xiangyin.answers.services import codes, proving
from xiangyin.answers.services.asking import (
    confirm_question,
    let_lapse,
    send_code_again,
    take_down_question,
)
from xiangyin.answers.services.clock import renew_all, stands
from xiangyin.answers.services.contacts import clean_contact, look_at_asker
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.models import CalendarDay, Letter, Picture, Record


@pytest.fixture
def desk(county):
    return open_desk(county)


def test_a_question_is_nobodys_work_until_its_contact_is_confirmed(desk):
    question = an_unconfirmed_question(desk)

    assert (question.number, question.state) == ("ASK-2026-0001", "unproven")
    assert (question.due_on, question.marks.count()) == (None, 0)
    assert list(Question.objects.seen_by(desk.coordinator)) == []


def test_the_right_code_starts_the_clock_and_gives_ten_digits(desk):
    question = a_question(desk)

    assert (question.state, question.unit) == ("waiting", desk.county)
    assert (len(question.code), question.code.isdecimal()) == (10, True)
    assert question.due_on.isoformat() == "2026-03-16"
    assert Proof.objects.count() == 0


def test_each_kind_has_the_term_of_the_guangdong_measure_unless_the_county_says_so(
    desk,
):
    days = {
        kind: stands(a_question(desk, kind=kind, contact=f"1380000000{n}")).total
        for n, kind in enumerate(("enquiry", "help", "suggestion", "complaint"))
    }
    Terms.objects.create(county=desk.county, since=TODAY, enquiry=3)
    Terms.objects.create(county=desk.county, since=TODAY + ONE_DAY, enquiry=4)
    own = a_question(desk, kind="enquiry")

    assert days == {"enquiry": 2, "help": 10, "suggestion": 10, "complaint": 15}
    assert stands(own).total == 3


def test_a_wrong_code_is_refused_and_five_are_the_end(desk):
    question = an_unconfirmed_question(desk)
    right = code_sent_to(question)
    wrong = f"{(int(right) + 1) % 10**6:06}"

    for _n in range(proving.MOST_TRIES):
        with pytest.raises(RuleBroken):
            confirm_question(question, code=wrong, now=NOW, today=TODAY)
    with pytest.raises(RuleBroken):
        confirm_question(question, code=right, now=NOW, today=TODAY)

    question.refresh_from_db()
    assert question.state == "unproven"


def test_with_the_counting_off_a_code_would_be_found_by_trying(desk, monkeypatch):
    monkeypatch.setattr(proving, "MOST_TRIES", 10**9)
    question = an_unconfirmed_question(desk)
    right = code_sent_to(question)
    wrong = f"{(int(right) + 1) % 10**6:06}"

    for _n in range(6):
        with pytest.raises(RuleBroken):
            confirm_question(question, code=wrong, now=NOW, today=TODAY)
    confirm_question(question, code=right, now=NOW, today=TODAY)

    assert question.state == "waiting"


def test_a_code_is_over_after_half_an_hour_and_another_one_counts(desk):
    question = an_unconfirmed_question(desk)
    first, later = code_sent_to(question), NOW + timedelta(minutes=31)

    with pytest.raises(RuleBroken):
        confirm_question(question, code=first, now=later, today=TODAY)
    send_code_again(question, now=later)
    question.proof.refresh_from_db()
    code = code_sent_to(question)
    confirm_question(question, code=f"{code[:3]} {code[3:]}", now=later, today=TODAY)

    assert question.state == "waiting"
    with pytest.raises(WrongState):
        send_code_again(question, now=later)


def test_three_codes_are_sent_and_no_more(desk):
    question = an_unconfirmed_question(desk)
    send_code_again(question, now=NOW)
    send_code_again(question, now=NOW)

    with pytest.raises(RuleBroken):
        send_code_again(question, now=NOW)

    keys = Letter.objects.filter(kind="answers.code").values_list("key", flat=True)
    assert len(keys) == 3


def test_neither_name_nor_contact_nor_code_can_be_read_from_the_database(desk):
    question = an_unconfirmed_question(desk)
    sent = code_sent_to(question)
    told = confirm_question(question, code=sent, now=NOW, today=TODAY)

    rows = [
        *Question.objects.values(),
        *Letter.objects.values(),
        *Record.objects.values(),
    ]
    kept = "\n".join(str(row) for row in rows)
    assert [words for words in (CONTACT, "王秀英", told, sent) if words in kept] == []


def test_the_clerk_of_the_unit_opens_the_contact_and_the_look_is_noted(desk):
    question = a_question(desk)
    Question.objects.filter(pk=question.pk).update(unit=desk.roads)
    question.refresh_from_db()

    asker = look_at_asker(question, by=desk.clerk, why="约时间看现场")

    assert (asker.name, asker.contact, asker.way) == ("王秀英", CONTACT, "sms")
    line = Record.objects.filter(action="look").get()
    assert (line.by, line.note) == (desk.clerk, "约时间看现场")


def test_others_do_not_open_it_and_nobody_without_a_reason(desk):
    question = a_question(desk)

    for person in (desk.clerk, desk.water_clerk, desk.head, PersonFactory()):
        with pytest.raises(NotAllowed):
            look_at_asker(question, by=person, why="想看")
    with pytest.raises(ValidationError):
        look_at_asker(question, by=desk.coordinator, why="  ")

    assert Record.objects.filter(action="look").count() == 0


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" 138 1234 5678", ("13812345678", "sms")),
        ("+86 138-1234-5678", ("13812345678", "sms")),
        ("１３８１２３４５６７８", ("13812345678", "sms")),
        ("Wang.Li@Example.cn ", ("wang.li@example.cn", "mail")),
    ],
)
def test_a_contact_is_kept_in_one_form_however_it_is_written(written, kept):
    assert clean_contact(written) == kept


@pytest.mark.parametrize("written", ["", "12345", "0571-88001122", "a@b", "王秀英"])
def test_what_nobody_can_be_reached_by_is_no_contact(written):
    with pytest.raises(ValidationError):
        clean_contact(written)


def test_a_form_sent_twice_is_one_question(desk):
    key = uuid4()

    first = an_unconfirmed_question(desk, client_key=key)
    second = an_unconfirmed_question(desk, client_key=key)

    assert (first, Question.objects.count()) == (second, 1)


def test_the_seventh_question_of_a_contact_waits_for_tomorrow(desk):
    for _n in range(proving.MOST_A_CONTACT):
        an_unconfirmed_question(desk)

    with pytest.raises(RuleBroken):
        an_unconfirmed_question(desk)
    an_unconfirmed_question(desk, contact="13900001111")
    an_unconfirmed_question(desk, now=NOW + ONE_DAY, today=TODAY + ONE_DAY)

    assert Question.objects.count() == proving.MOST_A_CONTACT + 2


def test_a_flood_from_one_network_waits_and_whoever_was_confirmed_does_not(
    desk, monkeypatch
):
    a_question(desk)
    monkeypatch.setattr(proving, "MOST_A_NETWORK", 2)
    an_unconfirmed_question(desk, contact="13900000001")

    with pytest.raises(RuleBroken):
        an_unconfirmed_question(desk, contact="13900000002")
    neighbour = an_unconfirmed_question(desk)
    elsewhere = an_unconfirmed_question(
        desk, contact="13900000002", address="198.51.100.9"
    )

    assert {neighbour.state, elsewhere.state} == {"unproven"}


def test_a_matter_with_a_way_of_its_own_is_explained_and_takes_no_question(desk):
    court = Matter.objects.create(
        county=desk.county, name="诉讼", route="请到法院立案。"
    )

    with pytest.raises(ValidationError) as refusal:
        an_unconfirmed_question(desk, matter=court)

    assert refusal.value.message_dict == {"matter": ["请到法院立案。"]}
    assert Question.objects.count() == 0


def test_a_matter_of_another_county_or_closed_takes_none(desk):
    there = Matter.objects.create(county=a_county("linshui", "临水县"), name="道路")
    shut = Matter.objects.create(county=desk.county, name="旧事项", is_open=False)

    for matter in (there, shut):
        with pytest.raises(ValidationError):
            an_unconfirmed_question(desk, matter=matter)

    assert Question.objects.count() == 0


def test_photos_are_kept_and_seven_are_one_too_many(desk):
    question = an_unconfirmed_question(desk, photos=[a_photo(), a_photo()])

    with pytest.raises(ValidationError):
        an_unconfirmed_question(desk, photos=[a_photo()] * 7)

    titles = [photo.picture.title for photo in question.photos.all()]
    assert titles == ["ASK-2026-0001-1", "ASK-2026-0001-2"]
    assert str(question.photos.first()) == "ASK-2026-0001 · 1"


def test_somebody_under_eighteen_is_never_published_by_name(desk):
    question = an_unconfirmed_question(desk, is_minor=True, publicity="named")

    assert question.publicity == "nameless"


def test_too_long_a_name_is_refused_at_its_field(desk):
    with pytest.raises(ValidationError) as refusal:
        an_unconfirmed_question(desk, name="王" * 41)

    assert list(refusal.value.message_dict) == ["name"]


def test_what_was_never_confirmed_is_emptied_after_a_day_and_its_number_stays(desk):
    question = an_unconfirmed_question(desk, photos=[a_photo()])

    assert let_lapse(now=NOW + timedelta(hours=23)) == 0
    assert let_lapse(now=NOW + timedelta(hours=25)) == 1

    question.refresh_from_db()
    assert (question.state, question.text, question.sealed_contact) == (
        "lapsed",
        "—",
        "",
    )
    assert (Picture.objects.count(), Proof.objects.count()) == (0, 0)
    assert (
        an_unconfirmed_question(desk, contact="13900000001").number == "ASK-2026-0002"
    )


def test_a_caller_is_written_down_and_comes_in_at_once(desk):
    told = {
        "by": desk.coordinator,
        "county": desk.county,
        "origin": "phone",
        "kind": "enquiry",
        "matter": desk.matter,
        "title": "2路车几点收车",
        "text": "周末末班车几点？",
        "now": NOW,
        "today": TODAY,
    }

    question, code = take_down_question(**told)
    with pytest.raises(ValidationError):
        take_down_question(**{**told, "origin": "web"})
    with pytest.raises(NotAllowed):
        take_down_question(**{**told, "by": desk.head})

    assert (question.state, question.way, question.taken_by) == (
        "waiting",
        "none",
        desk.coordinator,
    )
    assert look_up(desk, question.number, code) == question
    assert Question.objects.count() == 1


def look_up(desk, number, code, *, address=ADDRESS, now=NOW):
    return codes.find_question(
        number, code, county=desk.county, address=address, now=now
    )


def test_number_and_code_together_open_a_question(desk):
    question = a_question(desk)
    other = a_question(desk)

    assert look_up(desk, " ask-2026-0001 ", question.code) == question
    assert look_up(desk, question.number, other.code) is None
    assert look_up(desk, "ASK-2026-9999", question.code) is None
    assert look_up(desk, question.number, "") is None


def test_a_question_that_is_not_confirmed_has_no_code_to_guess(desk):
    question = an_unconfirmed_question(desk)

    assert look_up(desk, question.number, "") is None


def test_guessing_is_slowed_for_who_guesses_and_for_nobody_else(desk):
    question = a_question(desk)
    for n in range(codes.WRONG_FOR_A_NUMBER):
        assert look_up(desk, question.number, f"{n:010}") is None

    with pytest.raises(RuleBroken):
        look_up(desk, question.number, question.code)
    elsewhere = look_up(desk, question.number, question.code, address="198.51.100.9")
    later = look_up(desk, question.number, question.code, now=NOW + timedelta(hours=1))

    assert (elsewhere, later) == (question, question)


def test_looking_with_the_right_code_is_not_counted(desk):
    question = a_question(desk)

    for _n in range(codes.WRONG_FOR_A_NUMBER + 2):
        assert look_up(desk, question.number, question.code) == question


def test_a_new_holiday_moves_what_is_promised(desk):
    question = a_question(desk)
    CalendarDay.objects.create(day="2026-03-12", is_workday=False, label="县节")

    assert (renew_all(), renew_all()) == (1, 0)

    question.refresh_from_db()
    assert question.due_on.isoformat() == "2026-03-17"
