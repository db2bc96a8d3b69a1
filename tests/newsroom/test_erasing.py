"""What stays of a deleted person is what a text shows, and nobody else's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.newsroom import TODAY, a_photo, a_tip, open_newsroom
from tests.factories.people import PersonFactory
from xiangyin.kernel.models import Erasure, Person, Picture, Record
from xiangyin.kernel.services import wiping
from xiangyin.kernel.services.erasure import end_sessions, erase_again, erase_person
from xiangyin.kernel.services.names import replace_in_rows
from xiangyin.kernel.services.pictures import keep_photo
from xiangyin.newsroom.models import Tip, TipPhoto
from xiangyin.newsroom.services.erasing import forget_photos
from xiangyin.newsroom.services.stories import start_draft
from xiangyin.newsroom.services.tips import take_up_tip
from xiangyin.placements.models import ImportDraft
from xiangyin.placements.services.imports import clear_drafts


@pytest.fixture
def room(county):
    return open_newsroom(county)


def test_a_photo_that_a_story_shows_stays_and_another_goes(room):
    shown, alone = (a_tip(room, photos=[a_photo()]) for _tip in range(2))
    plan = take_up_tip(shown, by=room.editor, today=TODAY)
    start_draft(plan, by=room.editor, under=room.section)
    kept = shown.photos.get().picture

    forget_photos(shown)
    forget_photos(alone)

    assert list(Picture.objects.all()) == [kept]
    assert TipPhoto.objects.count() == 0


def test_a_photo_of_two_tips_goes_with_the_second(room):
    first, second = (a_tip(room, photos=[a_photo()]) for _tip in range(2))
    both = first.photos.get().picture
    TipPhoto.objects.create(tip=second, picture=both, position=1)

    forget_photos(first)
    between = Picture.objects.filter(pk=both.pk).exists()
    forget_photos(second)

    assert (between, Picture.objects.filter(pk=both.pk).exists()) == (True, False)


def test_a_name_goes_from_pictures_that_nothing_shows(room, county):
    administrator = PersonFactory(posts=[("administrator", county)])
    tip = a_tip(room, photos=[a_photo()])
    plan = take_up_tip(tip, by=room.editor, today=TODAY)
    start_draft(plan, by=room.editor, under=room.section)
    shown = tip.photos.get().picture
    alone = keep_photo(a_photo(), unit=county, by=room.editor, title="茶园")
    Picture.objects.update(title="沈巧珍的茶园")

    erase_person(room.sender, by=administrator)

    alone.refresh_from_db()
    shown.refresh_from_db()
    assert alone.title == f"已删除 #{room.sender.pk}的茶园"
    assert shown.title == "沈巧珍的茶园"


def test_who_was_deleted_before_is_not_deleted_once_more(room):
    told = [erase_again(pk) for pk in (room.sender.pk, room.sender.pk, 999_999)]

    assert told == [True, False, False]
    assert Record.objects.filter(action="erase").count() == 1


def test_while_somebody_still_reads_the_old_pages_nothing_is_called_wiped(
    room, monkeypatch
):
    erase_again(room.sender.pk)
    monkeypatch.setattr(wiping.connection, "vendor", "sqlite")
    monkeypatch.setattr(wiping, "_wipe_sqlite", lambda cursor: False)

    done = wiping.wipe()

    assert (done, Erasure.objects.get().is_wiped) == (False, False)


def test_only_the_persons_own_sessions_end(room):
    mine, theirs = Client(), Client()
    mine.force_login(room.sender)
    theirs.force_login(room.editor)

    end_sessions(room.sender)

    assert "_auth_user_id" not in mine.session
    assert "_auth_user_id" in theirs.session


def test_a_name_within_a_longer_word_is_no_name(room):
    tip = a_tip(room, text="The lined path is open. Li said so.")
    tip_too = a_tip(room, text="The lined path is open.")

    changed = replace_in_rows(Tip.objects.all(), ["text"], ["Li"], "#1")

    tip.refresh_from_db()
    tip_too.refresh_from_db()
    assert changed == 1
    assert (tip.text, tip_too.text) == (
        "The lined path is open. #1 said so.",
        "The lined path is open.",
    )


def test_an_upload_that_nobody_decided_about_is_gone_after_a_day(room, settings):
    draft = ImportDraft.objects.create(
        unit=room.county,
        by=room.editor,
        name="媒体.csv",
        what="articles",
        columns={},
        made_at=timezone.now(),
    )
    young = clear_drafts(now=timezone.now())

    old = clear_drafts(now=draft.made_at + timedelta(days=2))

    assert (young, old, ImportDraft.objects.count()) == (0, 1, 0)
    assert Person.objects.filter(pk=room.editor.pk).exists()
    assert not Record.objects.filter(action="import").exists()
