"""What is kept about a person: on the administrator's screen and on one's own."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from tests.factories.newsroom import a_tip, open_newsroom
from tests.factories.people import PersonFactory, a_county
from xiangyin.kernel.models import ClientKey, Person, Record
from xiangyin.kernel.services import copies, erasure
from xiangyin.kernel.views import personal as screens

SECRET = "门牌二十七号"


@pytest.fixture
def room(county):
    room = open_newsroom(county)
    a_tip(room, contact=SECRET)
    return room


@pytest.fixture
def desk(client, county):
    client.force_login(
        PersonFactory(posts=[("administrator", county)]),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def data_url(person):
    return reverse("people:data", args=[person.pk])


def sent_file(answer) -> str:
    return b"".join(answer).decode()


def test_the_screen_tells_what_is_kept_by_the_register(desk, room):
    said = desk.get(data_url(room.sender)).content.decode()

    held = copies.held_about(room.sender)
    assert {str(each.entry.purpose) for each in held} >= {
        str(_("so that a reporter can ask back")),
        str(_("logging in; kept as a hash only")),
    }
    assert [each for each in held if str(each.entry.purpose) not in said] == []
    assert SECRET not in said


def test_what_is_said_alike_is_said_once(room):
    held = copies.held_about(room.sender)

    said = [
        (str(each.entry.purpose), each.leaves, str(each.entry.until)) for each in held
    ]
    rights = str(_("which rights a person has, and where"))
    assert [told[0] for told in said].count(rights) == 1
    assert len(said) == len(set(said))


def test_it_asks_as_often_for_many_tips_as_for_one(
    desk, room, django_assert_num_queries
):
    about = len([entry for entry in copies.about_people()])
    a_tip(room), a_tip(room)

    with django_assert_num_queries(about):
        copies.held_about(room.sender)


@pytest.mark.parametrize("kind", ["html", "json"])
def test_an_administrator_hands_out_a_copy_and_the_trail_says_so(desk, room, kind):
    answer = desk.post(
        reverse("people:copy", args=[room.sender.pk]),
        {"kind": kind, "client_key": "a-key-of-this-form"},
    )

    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="personal-data-{room.sender.pk}.{kind}"'
    )
    assert "no-store" in answer.headers["Cache-Control"]
    assert SECRET in sent_file(answer)
    line = Record.objects.get(action="copy")
    assert (line.county, line.subject) == (
        room.county,
        f"kernel.person:{room.sender.pk}",
    )
    assert ClientKey.objects.count() == 0


def test_a_copy_as_data_has_every_field_with_its_purpose(desk, room):
    answer = desk.post(reverse("people:copy", args=[room.sender.pk]), {"kind": "json"})

    told = json.loads(sent_file(answer))
    contact = next(
        each for each in told["data"] if each["fields"] == ["newsroom.Tip.contact"]
    )
    assert contact["rows"] == [{"contact": SECRET}]


@pytest.mark.parametrize("kind", ["xml", "../html"])
def test_there_is_no_other_kind_of_copy(desk, room, kind):
    answer = desk.post(reverse("people:copy", args=[room.sender.pk]), {"kind": kind})

    assert answer.status_code == 404
    assert Record.objects.filter(action="copy").count() == 0


def test_typing_the_name_deletes_for_good(desk, room):
    answer = desk.post(data_url(room.sender), {"name": room.sender.name})

    assert answer["Location"] == reverse("people:index")
    assert erasure.is_erased(Person.objects.get(pk=room.sender.pk))
    assert Record.objects.get(action="erase").county == room.county
    assert desk.get(data_url(room.sender)).status_code == 404


@pytest.mark.parametrize("typed", ["", "沈巧", "别人"])
def test_another_name_deletes_nothing_and_is_told(desk, room, typed):
    answer = desk.post(data_url(room.sender), {"name": typed})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    assert not erasure.is_erased(Person.objects.get(pk=room.sender.pk))


def test_without_the_question_for_the_name_a_slip_would_delete(desk, room, monkeypatch):
    monkeypatch.setattr(
        screens.EraseForm, "clean_name", lambda form: form.cleaned_data["name"]
    )

    desk.post(data_url(room.sender), {"name": "别人"})

    assert erasure.is_erased(Person.objects.get(pk=room.sender.pk))


def test_nobody_is_offered_to_delete_themselves(client, county):
    own = PersonFactory(posts=[("administrator", county)])
    client.force_login(own, backend="django.contrib.auth.backends.ModelBackend")

    shown = client.get(data_url(own)).context["may_erase"]
    client.post(data_url(own), {"name": own.name})

    assert shown is False
    assert not erasure.is_erased(Person.objects.get(pk=own.pk))


@pytest.mark.parametrize("role", ["editor", "leader", "correspondent"])
def test_who_does_not_administer_sees_nothing_of_it(client, room, role):
    person = PersonFactory(posts=[(role, room.county)])
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    answers = [
        client.get(data_url(room.sender)),
        client.post(data_url(room.sender), {"name": room.sender.name}),
        client.post(reverse("people:copy", args=[room.sender.pk])),
    ]

    assert [answer.status_code in (302, 403, 404) for answer in answers] == [True] * 3
    assert not erasure.is_erased(Person.objects.get(pk=room.sender.pk))
    assert Record.objects.filter(action="copy").count() == 0


def test_another_countys_administrator_finds_nobody(client, room):
    other = PersonFactory(posts=[("administrator", a_county("linshui", "临水县"))])
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(data_url(room.sender)).status_code == 404


def test_everybody_reads_what_is_kept_of_them_and_takes_a_copy(client, room):
    client.force_login(room.sender, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/accounts/data/")
    copy = client.post("/accounts/data/copy/", {"kind": "html"})

    assert [each.entry for each in page.context["held"]] == [
        each.entry for each in copies.held_about(room.sender)
    ]
    assert SECRET in sent_file(copy)
    assert Record.objects.get(action="copy").by == room.sender


def test_a_copy_runs_nothing_that_somebody_typed(client, room):
    a_tip(room, text="<script>alert(1)</script>")
    client.force_login(room.sender, backend="django.contrib.auth.backends.ModelBackend")

    said = sent_file(client.post("/accounts/data/copy/"))

    assert "<script" not in said
    assert "&lt;script&gt;" in said
