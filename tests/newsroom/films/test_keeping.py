"""Videos and recordings: kept written anew, signed, shown while a story is public."""

import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.multipartparser import MultiPartParser
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError

from tests.factories.films import SRT, TEXT, a_film, a_film_file, film_block
from tests.factories.people import PersonFactory, a_county
from tests.portal.paper import a_picture, a_story, publish
from xiangyin.engines import child
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.kernel.models import Picture, Record
from xiangyin.kernel.rights import Role
from xiangyin.kernel.services.audit import subject_of
from xiangyin.newsroom import rules
from xiangyin.newsroom.blocks import FilmBlock
from xiangyin.newsroom.models import Film, Story
from xiangyin.newsroom.models.offered import without_strangers
from xiangyin.newsroom.reports.changes import paragraphs
from xiangyin.newsroom.reports.checks import findings
from xiangyin.newsroom.services import films
from xiangyin.newsroom.services.films import write_anew
from xiangyin.newsroom.services.stories import plain_html

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


# ---- keeping one -----------------------------------------------------------


def test_a_film_is_kept_with_what_it_is_and_a_still(county, editor):
    film = a_film(county, by=editor)

    kept = Path(film.file.path).read_bytes()
    assert (film.kind, film.width, film.height, film.length) == (
        "video",
        64,
        48,
        "0:01",
    )
    assert film.file_hash == hashlib.sha256(kept).hexdigest()
    assert film.size == len(kept)
    assert "harvest" not in film.file.name
    assert (film.still.width, film.still.height) == (64, 48)
    assert film.still.collection.name == f"{county.name} ({county.code})"


def test_a_recording_needs_no_still(county):
    film = a_film(county, name="talk.mp3", video=None, sound="libmp3lame")

    assert (film.kind, film.still) == ("sound", None)
    assert film.file.name.endswith(".mp3")


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (SimpleUploadedFile("a.mp4", b"PK\x03\x04"), "MP4"),
        (a_film_file("a.mp4", video="libx265"), "HEVC"),
        (a_film_file("a.mp4", colours="yuv444p"), "yuv444p"),
    ],
)
def test_a_refusal_says_what_to_do(db, upload, says):
    with pytest.raises(ValidationError) as caught:
        write_anew(upload)
    assert says in caught.value.message
    assert "H.264" in caught.value.message


def test_a_broken_one_and_one_too_large_are_told_apart(db, settings, monkeypatch):
    whole = a_film_file("a.mp4").read()
    with pytest.raises(ValidationError, match=r"重新导出|broken"):
        write_anew(SimpleUploadedFile("a.mp4", whole[:900]))

    settings.XIANGYIN_FILM_MEGABYTES = 0
    with pytest.raises(ValidationError, match="0 MB"):
        write_anew(a_film_file("a.mp4"))


def test_one_that_takes_too_long_is_refused(db, monkeypatch):
    def slow(*_told, **_more):
        raise child.ChildError("too slow")

    monkeypatch.setattr(films.child, "make", slow)
    with pytest.raises(ValidationError):
        write_anew(a_film_file("a.mp4"))


# ---- the staff's screens ---------------------------------------------------


def test_an_editor_brings_one_and_it_stands_in_the_list(client, editor, county, home):
    client.force_login(editor)
    sent = {"upload": a_film_file(), "title": "开采"}

    answer = client.post(reverse("films:add"), sent, follow=True)

    film = Film.objects.get()
    assert (film.title, film.county) == ("开采", county)
    assert "开采" in answer.content.decode()
    line = Record.objects.get(subject=subject_of(film))
    assert (line.action, line.by, line.county) == ("create", editor, county)
    page = client.get(reverse("films:inspect", args=[film.pk])).content.decode()
    assert f'src="{film.file.url}"' in page


def test_a_picture_of_ones_own_stands_for_it(client, editor, home):
    client.force_login(editor)
    picture = a_picture(size=(90, 60))
    still = SimpleUploadedFile("s.jpg", picture.file.read(), "image/jpeg")
    sent = {"upload": a_film_file(), "title": "开采", "picture": still}

    client.post(reverse("films:add"), sent)

    assert Film.objects.get().still.width == 90


def test_what_is_wrong_is_said_in_the_form_and_nothing_is_kept(client, editor, home):
    client.force_login(editor)
    sent = {"upload": a_film_file(video="libx265"), "title": "开采"}

    page = client.post(reverse("films:add"), sent).content.decode()

    assert "HEVC" in page
    assert not Film.objects.exists()
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", ["films:add", "film_chooser:create"])
def test_a_body_too_large_is_refused_before_anybody_reads_it(
    client, editor, home, settings, monkeypatch, name
):
    settings.XIANGYIN_FILM_MEGABYTES = 0
    monkeypatch.setattr("xiangyin.newsroom.views.films.BESIDE", 1000)
    parsed = []
    monkeypatch.setattr(MultiPartParser, "parse", lambda parser: parsed.append(parser))
    client.force_login(editor)

    answer = client.post(reverse(name), {"title": "x" * 1000}, follow=True)

    assert "0 MB" in answer.content.decode()
    assert parsed == []


def test_it_is_brought_and_chosen_where_a_story_is_written(client, editor, home):
    client.force_login(editor)
    sent = {"upload": a_film_file(), "title": "开采"}

    made = client.post(reverse("film_chooser:create"), sent).json()

    film = Film.objects.get()
    assert made["step"] == "chosen"
    assert made["result"]["id"] == str(film.pk)
    assert Record.objects.filter(subject=subject_of(film)).count() == 1
    found = client.get(reverse("film_chooser:choose_results"), {"q": "开 采"})
    assert "开采" in found.content.decode()
    none = client.get(reverse("film_chooser:choose_results"), {"q": "玉米"})
    assert "开采" not in none.content.decode()


def test_another_county_and_who_does_not_work_on_pages_find_none(client, county, home):
    a_film(county, title="开采的人")
    there = a_county("yunling", "云岭县")
    strangers = [
        PersonFactory(posts=[(Role.EDITOR, there)]),
        PersonFactory(posts=[(Role.CLERK, county)]),
        PersonFactory(posts=[(Role.LEADER, county)]),
    ]
    for person in strangers:
        assert not Film.objects.visible_to(person).exists()
        client.force_login(person)
        for name in ("films:index", "film_chooser:choose"):
            page = client.get(reverse(name)).content.decode()
            assert "开采的人" not in page


# ---- letting one go --------------------------------------------------------


def test_one_that_no_story_shows_is_deleted_with_its_file_and_still(
    client, editor, county, home, django_capture_on_commit_callbacks
):
    film = a_film(county)
    path, still = Path(film.file.path), film.still.pk
    client.force_login(editor)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("films:delete", args=[film.pk]))

    assert not Film.objects.exists()
    assert not path.exists()
    assert not Picture.objects.filter(pk=still).exists()


def test_its_still_goes_by_itself_only_while_no_story_shows_it(shown, county):
    unused = a_film(county)
    unused.still.delete()
    assert Film.objects.get(pk=unused.pk).still is None

    film, _story = shown
    with pytest.raises(RuleBroken):
        film.still.delete()


def test_one_in_a_story_stays_also_after_it_was_taken_out(shown, client, editor):
    film, story = shown
    story.body = [TEXT]
    publish(story)
    client.force_login(editor)

    client.post(reverse("films:delete", args=[film.pk]), follow=True)

    assert Path(film.file.path).exists()
    with pytest.raises(RuleBroken):
        Film.objects.get(pk=film.pk).delete()


# ---- the text that is signed -----------------------------------------------


def test_its_fingerprint_outlives_saving(shown):
    _film, story = shown
    stored = Story.objects.get(pk=story.pk)
    assert stored.live
    assert stored.digest == stored.get_latest_revision_as_object().digest


@pytest.mark.parametrize(
    "change",
    [
        {"caption": "别的说明"},
        {"credit": "别人"},
        {"words": SRT.replace("900", "800")},
        {"is_silent": True},
    ],
)
def test_a_word_changed_in_it_leaves_the_signatures_behind(shown, change):
    _film, story = shown
    signed = story.digest
    for name, words in change.items():
        story.body[1].value[name] = words

    assert rules.digest(story) != signed
    with pytest.raises(NotAllowed):
        story.save()


def test_another_film_or_still_is_another_text(shown, county):
    film, story = shown
    signed = story.digest
    story.body[1].value["film"] = a_film(county, shade=200)
    another = rules.digest(story)
    film.still = a_picture(size=(320, 240))
    story.body[1].value["film"] = film

    assert len({signed, another, rules.digest(story)}) == 3


def test_whoever_cannot_hear_must_find_the_words(home, county):
    film = a_film(county)
    silent = a_story(home, live=False, body=[film_block(film, words="")])
    assert "body" in rules.why_not_ready(silent)

    for told in ({"words": "有人说话"}, {"words": "", "is_silent": True}):
        story = a_story(home, live=False, body=[film_block(film, **told)])
        assert rules.why_not_ready(story) == {}


def test_captions_that_cannot_be_read_are_told_by_their_line(county):
    block = FilmBlock()
    told = film_block(a_film(county), words="1\n00:00:02,0 --> 00:00:01,0\n一")[1]
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python({**told, "film": told["film"].pk}))
    assert "2" in str(caught.value.block_errors["words"])


def test_what_is_said_is_found_compared_checked_and_handed_on(shown):
    film, story = shown
    assert "今年的春茶开采了。" in story.plain_text
    lines = paragraphs(story)
    assert f"▶ {film.pk} 开采 · 山坡上的采茶人 · 罗佳" in lines
    assert "00:00:00,100 --> 00:00:00,900" in lines
    assert "<em>山坡上的采茶人</em>" in plain_html(story)

    del story.plain_text
    story.body[1].value["words"] = "打电话给 13912345678"
    assert any(found.grave for found in findings(story))


def test_a_strange_film_is_taken_out_of_what_was_sent(county):
    known, strange = a_film(county), a_film(a_county("yunling", "云岭县"))
    sent = {
        "body-0-value-film": str(known.pk),
        "body-1-value-film": str(strange.pk),
    }
    cleaned, strangers = without_strangers(
        sent,
        pictures=Picture.objects.none(),
        films=Film.objects.filter(pk=known.pk),
        pages=Story.objects.none(),
    )
    assert strangers == {"body-1-value-film"}
    assert cleaned["body-0-value-film"] == str(known.pk)
