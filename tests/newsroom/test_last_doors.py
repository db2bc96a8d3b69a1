"""The doors below Wagtail's screens: code, database, pictures."""

import io
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.factories.people import PersonFactory, a_county
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.kernel.models import Picture
from xiangyin.newsroom import rules
from xiangyin.newsroom.models import Reading, Signature, Story, gate
from xiangyin.newsroom.services.stories import submit_story, withdraw_story

from . import attacks
from .doors import (
    a_draft,
    a_live_story,
    a_newsroom,
    everything_public,
    knock,
    page_url,
    public_text,
    publish,
    read_by,
    with_unread_edit,
)


@pytest.fixture
def newsroom(county):
    return a_newsroom(county)


def a_picture(name, size=(640, 480)) -> Picture:
    out = io.BytesIO()
    Image.new("RGB", size, (90, 120, 80)).save(out, "JPEG")
    return Picture.objects.create(title=name, file=ImageFile(out, name=name))


# Wagtail leaves the files open from which it made a picture's sizes.
files_left_open = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@contextmanager
def gate_away():
    gate.take_away(connection)
    try:
        yield
    finally:
        gate.set_up(connection)


def save_live(story):
    story.live = True
    story.save()


def save_live_flag_only(story):
    story.live = True
    story.save(update_fields=["live"])


def publish_newest_revision(story):
    story.get_latest_revision().publish(skip_permission_checks=True)


def update_many(story):
    with transaction.atomic():
        Story.objects.filter(pk=story.pk).update(live=True)


def type_into_the_database(story):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailcore_page SET live = %s WHERE id = %s", [True, story.pk]
        )


CODE = [
    save_live,
    save_live_flag_only,
    publish_newest_revision,
    update_many,
    type_into_the_database,
]


@pytest.mark.parametrize("attack", CODE, ids=lambda attack: attack.__name__)
def test_code_publishes_no_draft(newsroom, attack):
    draft = a_draft(newsroom)

    with pytest.raises((NotAllowed, DatabaseError)):
        attack(draft)

    assert everything_public() == {}


@pytest.mark.parametrize("attack", CODE, ids=lambda attack: attack.__name__)
def test_without_the_guards_the_same_code_publishes(newsroom, attack, monkeypatch):
    monkeypatch.setattr(rules, "require_three_signatures", lambda story: None)
    draft = a_draft(newsroom)

    with gate_away():
        attack(draft)

        assert public_text(draft)["title"] == draft.title


@pytest.mark.parametrize(
    "attack",
    [
        attacks.publish_from_editor,
        attacks.bulk_publish,
        attacks.api_publish,
        attacks.approve_in_a_workflow_of_ones_own,
        attacks.skip_to_the_last_reading,
        attacks.schedule_from_editor,
    ],
    ids=lambda attack: attack.__name__,
)
def test_without_the_guards_the_same_door_publishes(
    newsroom, attack, monkeypatch, settings
):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "doors" not in name]
    monkeypatch.setattr(rules, "require_three_signatures", lambda story: None)
    monkeypatch.setattr(rules.StoryPermissions, "can_publish", lambda tester: True)
    monkeypatch.setattr(
        Reading, "get_actions", lambda reading, story, user: [("approve", "", False)]
    )
    newsroom.people["attacker"] = newsroom.all_three
    draft = a_draft(newsroom)

    with gate_away():
        attack(knock(newsroom.attacker), newsroom, draft)

        assert public_text(draft) is not None


def test_a_text_changed_past_the_program_is_found(newsroom, capsys):
    story = a_live_story(newsroom)
    call_command("verify_readings")
    Story.objects.filter(pk=story.pk).update(lead="没有人读过。")

    with pytest.raises(SystemExit) as ended:
        call_command("verify_readings")

    assert ended.value.code == 1
    assert f"{story.pk}\t{story.url_path}\t{story.title}" in capsys.readouterr().out


def test_a_missing_gate_is_found(newsroom):
    with gate_away(), pytest.raises(SystemExit):
        call_command("verify_readings")


def test_an_unsigned_text_is_not_even_scheduled(newsroom):
    draft = a_draft(newsroom, go_live_at=timezone.now() + timedelta(hours=1))

    with pytest.raises(NotAllowed):
        draft.get_latest_revision().publish()

    assert not draft.revisions.exclude(approved_go_live_at=None).exists()


def test_a_scheduled_text_is_the_signed_one(newsroom):
    draft = a_draft(newsroom)
    publish(newsroom, draft, go_live_at=timezone.now() + timedelta(hours=1))
    edited = with_unread_edit(newsroom, Story.objects.get(pk=draft.pk))
    before = everything_public()

    attacks.publish_what_is_due(edited)

    assert before == {}
    assert public_text(draft)["title"] == draft.title


def test_a_text_that_lost_its_signatures_holds_up_no_other(newsroom):
    in_an_hour = timezone.now() + timedelta(hours=1)
    spoilt, sound = a_draft(newsroom), a_draft(newsroom, slug="sound")
    publish(newsroom, spoilt, go_live_at=in_an_hour)
    publish(newsroom, sound, go_live_at=in_an_hour)
    spoilt.signatures.update(void=True)

    with pytest.raises(NotAllowed):
        attacks.publish_what_is_due(spoilt)
    attacks.publish_what_is_due(sound)

    assert list(everything_public()) == [sound.url_path]


@pytest.mark.parametrize(
    "changes",
    [
        {"seo_title": "没有人读过"},
        {"search_description": "没有人读过"},
        {"slug": "nobody-read-this"},
        {"language": "en"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_words_outside_the_body_are_read_too(newsroom, changes):
    story = with_unread_edit(newsroom, a_live_story(newsroom), **changes)
    before = everything_public()

    submit_story(story, by=newsroom.reporter)

    assert everything_public() == before
    assert Story.objects.get(pk=story.pk).workflow_in_progress


def test_what_was_withdrawn_is_read_anew(newsroom):
    story = a_live_story(newsroom)
    withdraw_story(story, by=newsroom.final)

    for attack in CODE:
        with pytest.raises((NotAllowed, DatabaseError)):
            attack(Story.objects.get(pk=story.pk))

    assert everything_public() == {}


def test_nobody_reads_their_own_story(newsroom):
    reader = PersonFactory(
        posts=[("reporter", newsroom.county), ("first_reader", newsroom.county)]
    )
    draft = a_draft(newsroom, owner=reader)
    submit_story(draft, by=reader)

    with pytest.raises(NotAllowed):
        read_by(draft, reader)

    assert Signature.objects.count() == 0


def test_nobody_signs_two_readings(newsroom):
    draft = a_draft(newsroom)
    submit_story(draft, by=newsroom.reporter)
    read_by(draft, newsroom.all_three)

    with pytest.raises(NotAllowed):
        read_by(Story.objects.get(pk=draft.pk), newsroom.all_three)

    assert Signature.objects.count() == 1


def test_a_refused_publication_leaves_no_signature(newsroom):
    draft = a_draft(newsroom)
    client = knock(newsroom.final)

    attacks.skip_to_the_last_reading(client, newsroom, draft)

    assert Signature.objects.count() == 0
    assert everything_public() == {}


def test_a_story_has_no_mirror(newsroom):
    draft = a_draft(newsroom)

    with pytest.raises(NotAllowed):
        draft.create_alias(parent=newsroom.villages)

    publish(newsroom, draft)
    assert len(everything_public()) == 1


def test_a_story_moves_within_its_site_and_nowhere_else(newsroom, county):
    there = a_newsroom(a_county("linshui", "临水县"), hostname="linshui.test")
    story = a_live_story(newsroom)
    client = knock(newsroom.superuser)

    client.post(page_url("move_confirm", story.pk, there.news.pk))
    crossed = Story.objects.get(pk=story.pk).get_parent().pk == there.news.pk
    client.post(page_url("move_confirm", story.pk, newsroom.villages.pk))
    moved = Story.objects.get(pk=story.pk).get_parent().pk == newsroom.villages.pk

    assert (crossed, moved) == (False, True)


@files_left_open
def test_the_file_behind_a_signed_story_stays(newsroom):
    picture = a_picture("bridge.jpg")
    story = a_live_story(newsroom, cover=picture, cover_alt="新桥")
    before = (picture.file.name, story.digest)
    other = a_picture("other.jpg", size=(64, 48))

    with other.file.open("rb") as file:
        response = knock(newsroom.superuser).post(
            reverse("wagtailimages:edit", args=[picture.pk]),
            {"title": "换掉", "file": file, "collection": picture.collection_id},
        )

    kept = Picture.objects.get(pk=picture.pk)
    assert response.status_code == 200
    assert (kept.file.name, Story.objects.get(pk=story.pk).digest) == before


@files_left_open
@pytest.mark.parametrize("way", ["delete", "bulk"])
def test_a_picture_that_a_story_shows_is_not_deleted(newsroom, way):
    picture = a_picture("bridge.jpg")
    shown = {"picture": picture, "alt": "新桥", "caption": "", "credit": ""}
    body = [("text", "<p>桥长四十米。</p>"), ("photo", shown)]
    story = a_live_story(newsroom, body=body)
    client = knock(newsroom.superuser)

    if way == "delete":
        response = client.post(reverse("wagtailimages:delete", args=[picture.pk]))
    else:
        address = reverse("wagtail_bulk_action", args=["kernel", "picture", "delete"])
        response = client.post(f"{address}?id={picture.pk}")

    assert response.status_code < 500
    assert Picture.objects.filter(pk=picture.pk).exists()
    assert not rules.missing_signatures(Story.objects.get(pk=story.pk))


@pytest.mark.parametrize("address", ["/api/v2/pages/", "/api/v3/pages/", "/api/"])
def test_no_public_api_is_mounted(newsroom, address):
    assert knock(newsroom.superuser).get(address).status_code == 404


def test_the_same_signature_twice_is_refused_by_the_database(newsroom):
    draft = a_draft(newsroom)
    submit_story(draft, by=newsroom.reporter)
    signature = read_by(draft, newsroom.first)
    signature.pk = None

    with pytest.raises(DatabaseError), transaction.atomic():
        signature.save(force_insert=True)

    assert Signature.objects.count() == 1


def test_a_read_story_is_not_deleted_by_code(newsroom):
    draft = a_draft(newsroom)
    submit_story(draft, by=newsroom.reporter)
    read_by(draft, newsroom.first)

    with pytest.raises((RuleBroken, DatabaseError)):
        newsroom.news.delete()

    assert Story.objects.filter(pk=draft.pk).exists()
