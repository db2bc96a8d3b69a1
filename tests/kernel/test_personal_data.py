"""The register knows every field that could hold personal data."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import models
from django.test.utils import isolate_apps
from django.utils import timezone

from tests.factories.newsroom import a_photo, a_tip, open_newsroom
from tests.factories.people import PersonFactory, a_county
from xiangyin.kernel import personal, schedule, tasks
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.kernel.models import Erasure, Person
from xiangyin.kernel.personal import Removal
from xiangyin.kernel.rights import rights_table
from xiangyin.kernel.services import names, retention
from xiangyin.kernel.services.deletions import complete_file, read_file
from xiangyin.kernel.services.erasure import erase_again, erase_person, may_erase
from xiangyin.newsroom.services.tips import decline_tip


@pytest.fixture
def room(county):
    return open_newsroom(county)


@pytest.fixture
def administrator(county):
    return PersonFactory(posts=[("administrator", county)])


def test_every_field_that_could_be_personal_is_in_the_register():
    assert personal.undeclared() == []


@isolate_apps("xiangyin.newsroom")
def test_a_new_field_of_which_nothing_is_said_is_reported():
    class Visitor(models.Model):
        telephone = models.CharField(max_length=20)
        host = models.ForeignKey(Person, on_delete=models.CASCADE)
        address = models.GenericIPAddressField()
        count = models.IntegerField()

        class Meta:
            app_label = "newsroom"

        def __str__(self):
            return self.telephone

    found = personal.undeclared([Visitor])

    assert found == [
        "newsroom.Visitor.telephone",
        "newsroom.Visitor.host",
        "newsroom.Visitor.address",
    ]


def test_of_every_entry_it_is_told_what_a_deletion_does_to_it():
    assert [list(entry) for entry in personal.register() if not entry.fate] == []
    for entry in personal.register():
        if entry.removal in (Removal.KEPT, Removal.OWN):
            assert entry.why, list(entry)


def test_the_register_names_only_what_is_there():
    assert personal.unknown() == []


def test_a_field_is_declared_once():
    facts = vars(personal.entry("newsroom.Tip.contact")).copy()
    del facts["model"], facts["fields"]

    with pytest.raises(ValueError, match="twice"):
        personal.not_personal("a guess", "newsroom.Tip.contact")
    with pytest.raises(ValueError, match="twice"):
        personal.personal("newsroom.Tip", "contact", **facts)


def test_a_name_that_is_not_there_is_reported(monkeypatch):
    wrong = {"newsroom.Tip.shoe_size": "x", "newsroom.Shoe": "x"}
    monkeypatch.setattr(personal, "_not_personal", wrong)

    assert personal.unknown() == list(wrong)


def test_what_is_kept_has_a_reason_and_what_is_seen_a_right():
    kept_without_reason = [
        entry.model
        for entry in personal.register()
        if entry.removal == Removal.KEPT and not entry.why
    ]
    seen_by_no_right = {entry.seen_by for entry in personal.register()} - {
        "",
        *rights_table(),
    }

    assert (kept_without_reason, seen_by_no_right) == ([], set())


def test_whatever_has_days_is_swept(db):
    for entry in personal.register():
        if entry.days is not None:
            assert retention.remove(entry, now=timezone.now()) == 0


def test_days_that_nobody_sweeps_are_a_mistake(monkeypatch):
    monkeypatch.setattr(personal, "_sweeps", {})

    with pytest.raises(NotImplementedError, match=r"newsroom\.Tip"):
        retention.remove(personal.entry("newsroom.Tip.contact"), now=timezone.now())


@pytest.mark.parametrize(("days", "kept"), [(179, "某人 138"), (181, "")])
def test_the_contact_goes_180_days_after_the_tip_is_closed(room, days, kept):
    tip = a_tip(room, contact="某人 138")
    decline_tip(tip, by=room.editor, note="没有新情况")

    retention.remove_what_is_over(now=timezone.now() + timedelta(days=days))

    tip.refresh_from_db()
    assert tip.contact == kept


def test_the_contact_of_an_open_tip_stays(room):
    tip = a_tip(room, contact="某人 138")

    retention.remove_what_is_over(now=timezone.now() + timedelta(days=999))

    tip.refresh_from_db()
    assert tip.contact == "某人 138"


@pytest.mark.parametrize(("days", "left"), [(-1, 1), (1, 0)])
def test_a_session_goes_when_it_ended(db, days, left):
    now = timezone.now()
    Session.objects.create(session_key="x", session_data="y", expire_date=now)

    retention.remove_what_is_over(now=now + timedelta(days=days))

    assert Session.objects.count() == left


def test_the_worker_removes_and_wipes(db, monkeypatch):
    wiped = []
    monkeypatch.setattr(tasks, "wipe", lambda: wiped.append(True))
    Session.objects.create(
        session_key="x", session_data="y", expire_date=timezone.now()
    )

    tasks.remove_what_is_old()
    tasks.wipe_what_was_deleted()
    Erasure.objects.create(kind="person", thing=1, at=timezone.now())
    tasks.wipe_what_was_deleted()

    jobs = {job.run for job in schedule._jobs}
    assert len(wiped) == 2
    assert {tasks.remove_what_is_old, tasks.wipe_what_was_deleted} <= jobs


def test_only_who_administers_every_post_may_delete_a_person(room, administrator):
    other = a_county("other", "彼县")
    both = PersonFactory(
        posts=[("reporter", room.county), ("reporter", other)],
    )
    operator = PersonFactory(is_superuser=True)

    refused = [
        may_erase(administrator, both),
        may_erase(administrator, administrator),
        may_erase(administrator, operator),
        may_erase(room.editor, room.reporter),
        may_erase(administrator, PersonFactory()),
    ]
    allowed = [may_erase(administrator, room.reporter), may_erase(operator, both)]

    assert (any(refused), all(allowed)) == (False, True)


def test_a_refused_deletion_changes_nothing(room):
    with pytest.raises(NotAllowed):
        erase_person(room.reporter, by=room.editor)

    room.reporter.refresh_from_db()
    assert (room.reporter.name, Erasure.objects.count()) == ("陆明川", 0)


def test_nobody_is_deleted_twice(room, administrator):
    erase_person(room.reporter, by=administrator)
    gone = Person.objects.get(pk=room.reporter.pk)

    with pytest.raises(RuleBroken):
        erase_person(gone, by=administrator)

    assert erase_again(gone.pk) is False
    assert erase_again(0) is False


def test_a_tip_of_a_deleted_sender_keeps_its_number_and_course(room, administrator):
    tip = a_tip(room, text="鸟窝", contact="某人", photos=[a_photo()])

    erase_person(room.sender, by=administrator)

    tip.refresh_from_db()
    assert (tip.text, tip.contact, tip.photos.count()) == (
        "（已按本人要求删除）",
        "",
        0,
    )
    assert str(tip.sender) == f"已删除 #{room.sender.pk}"


def test_a_name_that_somebody_else_bears_is_not_replaced(db):
    one, other = PersonFactory(name="张伟"), PersonFactory(name="张伟")

    assert "张伟" not in names.names_of(one)
    assert other.username in names.names_of(other)


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("请沈巧珍核实", "请#1核实"),
        ("ask li about it", "ask #1 about it"),
        ("a line of light", "a line of light"),
        ({"who": ["沈巧珍", 7]}, {"who": ["#1", 7]}),
    ],
)
def test_names_are_replaced_where_they_stand_alone(text, replaced):
    assert names.replaced_deep(text, ["沈巧珍", "li"], "#1") == replaced


def test_a_torn_line_of_the_file_is_left_out_and_completed(db, settings, tmp_path):
    settings.XIANGYIN_DELETIONS = tmp_path / "deletions.jsonl"
    Erasure.objects.create(kind="person", thing=7, at=timezone.now())
    settings.XIANGYIN_DELETIONS.write_text('{"kind": "per')

    added = complete_file()

    lines = read_file(settings.XIANGYIN_DELETIONS)
    assert (added, [line["thing"] for line in lines], complete_file()) == (1, [7], 0)
