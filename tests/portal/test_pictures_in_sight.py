"""A picture is public while a public page shows it, and otherwise for whom it may be."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from tests.factories.newsroom import a_tip, edit
from tests.factories.people import PersonFactory
from xiangyin.config import media
from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.models import Picture, PictureRendition, Showing, Unit
from xiangyin.kernel.querysets import ShowingQuerySet
from xiangyin.newsroom.models import TipPhoto
from xiangyin.portal import pictures

from .gallery import (
    EVERYBODY,
    a_gallery,
    a_picture,
    a_story_with,
    a_tips_photo,
    published,
    who_sees,
    withdrawn,
)

CHOOSERS = {"reporter", "author", "elsewhere", "editor", "operator"}


@pytest.fixture
def gallery(county, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()  # Wagtail keeps sizes there, also those of tests before this
    return a_gallery(county)


def test_a_tips_photo_is_for_whoever_may_open_the_tip(gallery):
    seen = who_sees(gallery, a_tips_photo(gallery))

    assert seen == {
        *("sender", "neighbour", "reporter", "author", "leader", "editor", "operator")
    }


def test_a_picture_that_nothing_shows_is_for_those_who_choose(gallery):
    assert who_sees(gallery, a_picture(gallery)) == CHOOSERS


def test_a_drafts_picture_is_for_those_who_choose_and_who_may_open_the_draft(gallery):
    picture = a_picture(gallery)
    a_story_with(gallery, picture)

    assert who_sees(gallery, picture) == CHOOSERS | {"leader"}


def test_a_tips_photo_in_a_draft_is_also_for_its_author(gallery):
    picture = a_tips_photo(gallery)
    gallery.room.author = gallery.people["elsewhere"]
    story = a_story_with(gallery, picture)

    seen = who_sees(gallery, picture)

    assert story.owner == gallery.people["elsewhere"]
    assert seen == {
        *("sender", "neighbour", "reporter", "author", "leader", "editor", "operator"),
        "elsewhere",
    }


@pytest.mark.parametrize("make", [a_picture, a_tips_photo])
def test_a_published_picture_is_everybodys_until_its_story_is_withdrawn(gallery, make):
    picture = make(gallery)
    before = who_sees(gallery, picture)
    story = published(gallery, a_story_with(gallery, picture))
    assert who_sees(gallery, picture) == EVERYBODY

    withdrawn(gallery, story)

    assert who_sees(gallery, picture) == before | {"leader"}


def test_a_picture_stays_public_while_another_story_shows_it(gallery):
    picture = a_picture(gallery)
    first = published(gallery, a_story_with(gallery, picture))
    published(gallery, a_story_with(gallery, picture))

    withdrawn(gallery, first)

    assert who_sees(gallery, picture) == EVERYBODY


def test_a_correction_takes_a_picture_out_when_it_is_published_not_before(gallery):
    old, new = a_picture(gallery), a_picture(gallery)
    story = published(gallery, a_story_with(gallery, old))
    corrected = a_story_with(gallery, new).get_latest_revision_as_object().body

    edit(story, body=corrected)
    assert who_sees(gallery, old) == EVERYBODY
    assert who_sees(gallery, new) == CHOOSERS | {"leader"}

    published(gallery, story)
    assert who_sees(gallery, old) == CHOOSERS | {"leader"}
    assert who_sees(gallery, new) == EVERYBODY


def test_a_cover_counts_like_a_photo_in_the_text(gallery):
    picture = a_picture(gallery)
    story = a_story_with(gallery)
    edit(story, cover=picture, cover_alt="茶园")

    published(gallery, story)

    assert who_sees(gallery, picture) == EVERYBODY


def test_a_row_that_turns_live_by_another_way_is_not_asked_again(gallery):
    """Only the page itself says whether it is live: nothing can fall behind it."""
    picture = a_picture(gallery)
    story = published(gallery, a_story_with(gallery, picture))

    type(story).objects.filter(pk=story.pk).update(live=False)

    assert "anonymous" not in who_sees(gallery, picture)


def test_whoever_may_not_see_it_is_told_what_a_missing_file_is_told(gallery):
    picture = a_tips_photo(gallery)
    there = picture.get_rendition("width-32").url
    told = {}

    for name in ("anonymous", "stranger", "elsewhere", "other_county"):
        for address in (there, "/media/images/nowhere.jpg"):
            client = Client()
            if person := gallery.people[name]:
                client.force_login(
                    person, backend="django.contrib.auth.backends.ModelBackend"
                )
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address)
            told.setdefault(name, []).append(
                (answer.status_code, answer.content, dict(answer.headers), len(asked))
            )

    assert [answers[0] == answers[1] for answers in told.values()] == [True] * 4
    assert {answers[0][0] for answers in told.values()} == {404}


def test_only_what_is_public_may_be_kept_by_caches(gallery):
    private, shown = a_picture(gallery), a_picture(gallery)
    published(gallery, a_story_with(gallery, shown))
    client = Client()
    client.force_login(
        gallery.room.editor, backend="django.contrib.auth.backends.ModelBackend"
    )

    kept = [
        client.get(picture.get_rendition("width-32").url).headers["Cache-Control"]
        for picture in (private, shown)
    ]
    missing = Client().get(private.get_rendition("width-32").url)

    assert kept == ["private, no-store", media.PUBLIC]
    assert missing.headers["Cache-Control"] == "private, no-store"


def test_a_public_picture_costs_one_question_that_an_index_answers(gallery):
    picture = a_picture(gallery)
    published(gallery, a_story_with(gallery, picture))
    address = picture.get_rendition("width-32").url

    with CaptureQueriesContext(connection) as asked:
        Client().get(address)
    plan = PictureRendition.objects.filter(file="images/tea.jpg").explain()

    assert len(asked) == 1
    assert "picture_size_by_file" in plan or connection.vendor != "sqlite"


def test_a_picture_without_its_file_is_missing(gallery):
    picture = a_picture(gallery)
    size = picture.get_rendition("width-32")
    size.file.storage.delete(size.file.name)
    client = Client()
    client.force_login(
        gallery.room.editor, backend="django.contrib.auth.backends.ModelBackend"
    )

    assert client.get(size.url).content == b"404"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_is_sent_to_a_picture(client, db, method):
    assert getattr(client, method)("/media/images/tea.jpg").status_code == 405


def test_wagtails_lists_leave_out_photos_of_tips_out_of_reach(gallery):
    photo, other = a_tips_photo(gallery), a_picture(gallery)
    shown = {}

    for name in ("author", "elsewhere", "other_county"):
        found = pictures.pictures_to_choose(gallery.people[name])
        shown[name] = set(found.filter(pk__in=[photo.pk, other.pk]))

    assert shown == {
        "author": {photo, other},
        "elsewhere": {other},
        "other_county": set(),
    }


def test_a_photo_of_two_tips_is_listed_for_whoever_may_open_one_of_them(gallery):
    """What comes with a tip out of reach is hidden, unless it came with another."""
    photo, hidden = a_tips_photo(gallery), a_tips_photo(gallery)
    far = Unit.objects.get(code="bei")
    tip = a_tip(gallery.room, unit=far, by=gallery.people["stranger"])
    TipPhoto.objects.create(tip=tip, picture=photo, position=0)

    found = pictures.pictures_to_choose(gallery.people["elsewhere"])

    assert set(found.filter(pk__in=[photo.pk, hidden.pk])) == {photo}


def test_who_left_sees_nothing_that_is_not_public(gallery):
    picture = a_picture(gallery)
    gone = PersonFactory(posts=[("editor", gallery.room.county)], is_active=False)

    assert not pictures.knows_of(gone, picture.pk)


def test_a_picture_on_a_page_is_not_deleted_even_before_wagtails_index_knows(gallery):
    picture = a_picture(gallery)
    published(gallery, a_story_with(gallery, picture))
    apps.get_model("wagtailcore", "ReferenceIndex").objects.all().delete()

    with pytest.raises(RuleBroken), transaction.atomic():
        picture.delete()

    assert Picture.objects.filter(pk=picture.pk).exists()


def places_of_pictures() -> set[str]:
    """Every field of every model in which a picture can stand."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.local_fields:
            blocks = isinstance(field, StreamField) and blocks_in(field.stream_block)
            if field.related_model is Picture or (
                blocks and any(isinstance(each, ImageChooserBlock) for each in blocks)
            ):
                found.add(f"{model._meta.label}.{field.name}")
    return found


def blocks_in(block):
    yield block
    for child in getattr(block, "child_blocks", {}).values():
        yield from blocks_in(child)
    if hasattr(block, "child_block"):
        yield from blocks_in(block.child_block)


def test_every_place_of_a_picture_is_known_to_who_serves_them():
    """A new place for pictures needs an answer here first: public when, seen by whom?"""
    assert places_of_pictures() == {
        "answers.PublicPhoto.picture",
        "answers.QuestionPhoto.picture",
        "kernel.PictureRendition.image",
        "kernel.Showing.picture",
        # A film's still is noted with the pictures of each page that shows the film.
        "newsroom.Film.still",
        "newsroom.Story.body",
        "newsroom.Story.cover",
        "newsroom.TipPhoto.picture",
        "portal.Home.layout",
        "portal.Imprint.logo",
        "portal.Imprint.mark_picture",
    }


def test_without_the_question_everybody_would_see_a_tips_photo(gallery, monkeypatch):
    monkeypatch.setattr(media, "knows_of", lambda person, picture: True)

    assert who_sees(gallery, a_tips_photo(gallery)) == EVERYBODY


def test_without_asking_the_page_a_withdrawn_picture_would_stay(gallery, monkeypatch):
    monkeypatch.setattr(
        ShowingQuerySet, "public", lambda rows: rows.filter(is_on_page=True)
    )
    picture = a_picture(gallery)
    story = published(gallery, a_story_with(gallery, picture))

    withdrawn(gallery, story)

    assert who_sees(gallery, picture) == EVERYBODY


def test_without_the_note_of_each_save_a_corrected_picture_would_stay(
    gallery, monkeypatch
):
    old = a_picture(gallery)
    story = published(gallery, a_story_with(gallery, old))
    corrected = a_story_with(gallery).get_latest_revision_as_object().body
    monkeypatch.setattr(ShowingQuerySet, "note", lambda *told: None)

    edit(story, body=corrected)
    published(gallery, story)

    assert who_sees(gallery, old) == EVERYBODY


def test_a_page_that_goes_takes_its_notes_along(gallery):
    story = a_story_with(gallery, a_picture(gallery))
    assert Showing.objects.count() == 1

    story.delete()

    assert Showing.objects.count() == 0


def test_what_stood_there_before_is_noted_by_the_migration(gallery):
    shown, drafted = a_picture(gallery), a_picture(gallery)
    story = published(gallery, a_story_with(gallery, shown))
    edit(story, cover=drafted, cover_alt="茶园")
    noted = set(Showing.objects.values_list("picture", "page", "is_on_page"))
    Showing.objects.all().delete()

    import_module(
        "xiangyin.newsroom.migrations.0003_pictures_of_stories"
    ).note_pictures(apps, None)

    assert set(Showing.objects.values_list("picture", "page", "is_on_page")) == noted
    assert len(noted) == 2
