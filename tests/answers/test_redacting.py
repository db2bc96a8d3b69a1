"""What everybody reads is what was sent, with blanks; who, when and why is kept."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests.factories.answers import (
    CONTACT,
    TODAY,
    an_answered_question,
    answer,
    open_desk,
)
from tests.factories.newsroom import a_photo, open_newsroom
from tests.factories.people import PersonFactory
from xiangyin.answers.models import Blank, PhotoLook, Publication, PublicPhoto, Question
from xiangyin.answers.models.publication import lines_of
from xiangyin.answers.reports import redacted
from xiangyin.answers.reports.redacted import marked, public_words, spans_in
from xiangyin.answers.services import photos, redacting
from xiangyin.answers.services.asker import rate_reply
from xiangyin.answers.services.photos import decide_photo, read_boxes
from xiangyin.answers.services.publishing import publish_question, take_from_public
from xiangyin.answers.services.redacting import hide_passages, show_passage
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.kernel.models import Picture, Record

TEXT = f"我是王秀英，请打{CONTACT}。村口的灯坏了。"
LIST = "/admin/answers/questions/"


@pytest.fixture
def desk(county):
    open_newsroom(county)
    return open_desk(county)


@pytest.fixture
def question(desk):
    return an_answered_question(desk, text=TEXT)


def keep(desk, question, *, reason="认得出是谁", **changed):
    return hide_passages(
        question, by=desk.coordinator, reason=reason, **{**marked(question), **changed}
    )


def test_what_says_who_somebody_is_stands_ready_marked(desk, question):
    said = marked(question)

    assert said["text"] == f"我是[[王秀英]]，请打[[{CONTACT}]]。村口的灯坏了。"
    assert said["title"] == question.title


def test_nothing_is_published_that_says_who_somebody_is(desk, question):
    with pytest.raises(RuleBroken):
        publish_question(question, by=desk.coordinator)
    assert Publication.objects.count() == 0

    assert keep(desk, question) == 2
    shown = publish_question(question, by=desk.coordinator)

    assert shown.text == "我是■■，请打■■。村口的灯坏了。"
    assert Question.objects.get().text == TEXT
    assert [(each.by, each.reason) for each in Blank.objects.all()] == [
        (desk.coordinator, "认得出是谁")
    ] * 2


def test_with_the_search_off_a_number_would_be_published(desk, question, monkeypatch):
    monkeypatch.setattr(redacted, "find", lambda text, names=(): [])

    shown = publish_question(question, by=desk.coordinator)

    assert CONTACT in shown.text


def test_a_blank_is_as_long_for_a_long_name_as_for_a_short_one(desk, question):
    keep(desk, question, text=f"我是[[王秀英，请打{CONTACT}。村口]]的灯坏了。")

    assert public_words(question)["text"] == "我是■■的灯坏了。"
    parts = [(part.words, part.is_hidden) for part in lines_of("我是■■的\n\n灯")[0]]
    assert parts == [("我是", False), ("■■", True), ("的", False)]


@pytest.mark.parametrize(
    "words",
    [
        "我是[[王某]]，请回电。",
        f"我是[[王秀英，请打{CONTACT}。村口的灯坏了。",
        f"我是王秀英]]，请打{CONTACT}。村口的灯坏了。",
        f"[[我是[[王秀英]]，请打{CONTACT}。村口的灯坏了。",
    ],
)
def test_nobody_rewrites_what_a_resident_said(desk, question, words):
    with pytest.raises(RuleBroken):
        keep(desk, question, text=words)

    assert Blank.objects.count() == 0


def test_brackets_that_people_type_are_no_marks():
    assert redacted.with_marks("见[[附件]]1", [(1, 3)]) == "见[[［［]]附件］］1"
    assert spans_in("见[[［［]]附件］］1", of="见[[附件]]1") == [(1, 3)]
    assert spans_in("见[[]]附件", of="见附件") == []


def test_a_reason_is_kept_and_without_one_nothing_is_hidden(desk, question):
    with pytest.raises(RuleBroken):
        keep(desk, question, reason=" ")
    with pytest.raises(NotAllowed):
        hide_passages(question, by=desk.clerk, reason="x", **marked(question))
    assert Blank.objects.count() == 0

    keep(desk, question)

    assert keep(desk, question, reason="") == 0  # nothing changed: nothing to say
    assert Record.objects.filter(action="redact").count() == 1


def test_one_that_is_undone_is_read_again_and_stays_in_the_history(desk, question):
    more = marked(question)["text"].replace("村口", "[[村口]]")
    keep(desk, question, text=more)
    publish_question(question, by=desk.coordinator)
    village = Blank.objects.get(start=TEXT.index("村口"))

    with pytest.raises(RuleBroken):
        show_passage(village, by=desk.coordinator, why=" ")
    with pytest.raises(NotAllowed):
        show_passage(village, by=desk.clerk, why="可以写")
    show_passage(village, by=desk.coordinator, why="村口可以写")
    with pytest.raises(WrongState):
        show_passage(village, by=desk.coordinator, why="再来")

    assert Publication.objects.get().text == "我是■■，请打■■。村口的灯坏了。"
    village.refresh_from_db()
    assert (village.undone_by, village.undone_why) == (desk.coordinator, "村口可以写")
    assert str(village) == f"{question} text {village.start}–{village.end}"


def test_what_is_public_never_says_who_somebody_is_be_it_for_a_moment(desk, question):
    keep(desk, question)
    publish_question(question, by=desk.coordinator)

    with pytest.raises(RuleBroken):
        keep(desk, question, text=TEXT)
    with pytest.raises(RuleBroken):
        show_passage(Blank.objects.first(), by=desk.coordinator, why="试试")

    assert Blank.objects.filter(undone_at=None).count() == 2
    assert CONTACT not in Publication.objects.get().text


def test_with_the_guard_off_showing_again_would_tell_everybody(
    desk, question, monkeypatch
):
    keep(desk, question)
    publish_question(question, by=desk.coordinator)
    monkeypatch.setattr(redacting, "refuse_findings", lambda question, said: None)

    show_passage(Blank.objects.last(), by=desk.coordinator, why="试试")

    assert CONTACT in Publication.objects.get().text


def test_blanks_of_an_earlier_reply_are_not_laid_over_the_next(desk, question):
    said = marked(question)
    reply = said["reply"].replace("路灯", "[[路灯]]", 1)
    keep(desk, question, reply=reply)
    assert public_words(question)["reply"].startswith("■■")
    rate_reply(question, solved=False, today=TODAY)

    answer(desk, question, checker=desk.second_checker)

    assert public_words(question)["reply"].startswith("路灯")


# Photos


def pixels_of(picture) -> Image.Image:
    with picture.file.open("rb") as file:
        return Image.open(io.BytesIO(file.read())).convert("L")


@pytest.fixture
def photo(desk):
    question = an_answered_question(desk, photos=[a_photo(size=(400, 300))])
    return question.photos.get()


def test_what_is_blacked_out_is_burnt_into_the_copy(desk, photo):
    told = {"by": desk.coordinator, "reason": "有人脸"}

    decide_photo(photo, shown=True, boxes="25 25 50 50", **told)

    copy = pixels_of(PublicPhoto.objects.get().picture)
    original = pixels_of(photo.picture)
    middle, corner = (200, 150), (20, 20)
    assert [copy.getpixel(middle) < 10, copy.getpixel(corner) > 90] == [True, True]
    assert original.getpixel(middle) > 90
    look = PhotoLook.objects.get()
    assert (look.boxes, look.by, str(look)[:13]) == (
        [[250, 250, 500, 500]],
        desk.coordinator,
        photo.question.number,
    )


def test_a_photo_that_is_not_shown_after_all_leaves_no_copy(desk, photo):
    told = {"by": desk.coordinator, "reason": "有人脸"}
    decide_photo(photo, shown=True, **told)
    assert str(PublicPhoto.objects.get()) == str(photo)

    decide_photo(photo, shown=False, boxes="x", **told)

    assert (PublicPhoto.objects.count(), Picture.objects.count()) == (0, 1)
    assert [each.is_shown for each in photo.looks.all()] == [True, False]


def test_only_who_publishes_decides_and_with_a_reason(desk, photo):
    with pytest.raises(NotAllowed):
        decide_photo(photo, by=desk.clerk, shown=True, reason="x")
    with pytest.raises(ValidationError):
        decide_photo(photo, by=desk.coordinator, shown=True, reason=" ")

    assert PhotoLook.objects.count() == 0


def test_a_child_that_brings_no_picture_is_a_mistake(desk, photo, monkeypatch):
    monkeypatch.setattr(photos.child, "run", lambda *args, **kwargs: "nothing")

    with pytest.raises(TypeError):
        decide_photo(photo, by=desk.coordinator, shown=True, reason="x")


@pytest.mark.parametrize(
    "words", ["1 2 3", "1 2 3 4 5", "a b c d", "100 0 5 5", "0 0 0 5", "1 2 3 4\n" * 41]
)
def test_boxes_that_are_none_are_named(words):
    with pytest.raises(ValidationError) as refusal:
        read_boxes(words)

    assert list(refusal.value.message_dict) == ["boxes"]


def test_boxes_end_where_the_photo_does():
    assert read_boxes("90，90、50 50\n\n0 0 100 100") == [
        [900, 900, 100, 100],
        [0, 0, 1000, 1000],
    ]


def path_of(page) -> list[str]:
    """Where the pictures of a public page lie."""
    said = page.content.decode()
    return [
        part.split('"')[0] for part in said.split('src="') if "/images/" in part[:30]
    ]


def test_everybody_sees_the_copy_while_it_is_public_and_never_the_original(
    client, desk, photo
):
    question = photo.question
    publish_question(question, by=desk.coordinator)
    address = f"/answers/{question.number}/"
    unlooked = path_of(client.get(address))
    decide_photo(photo, by=desk.coordinator, shown=True, boxes="0 0 9 9", reason="门牌")
    [shown] = path_of(client.get(address))
    original = photo.picture.get_rendition("max-1200x1200").url

    public = [client.get(path).status_code for path in (shown, original)]
    take_from_public(question.publication, by=desk.coordinator, reason="更正")
    after = client.get(shown).status_code
    editor = PersonFactory(posts=[("editor", desk.county)])
    client.force_login(editor)
    newsroom = [client.get(path).status_code for path in (shown, original)]
    client.force_login(desk.coordinator)
    handling = [client.get(path).status_code for path in (shown, original)]

    assert unlooked == []
    assert (public, after) == ([200, 404], 404)
    assert (newsroom, handling) == ([404, 404], [200, 200])


# The screens


def door(client, person):
    client.force_login(person)
    return client


def test_before_and_after_stand_side_by_side_and_each_blank_can_be_undone(
    client, desk, question
):
    here = f"{LIST}{question.pk}/public/"
    page = door(client, desk.coordinator).get(here)
    first = page.context["forms"]["hide"].initial
    assert page.context["found"] == 2

    early = client.post(f"{here}publish/", {})
    client.post(f"{here}hide/", {**first, "reason": "个人信息"})
    same = client.post(f"{here}hide/", {**first, "reason": ""})
    client.post(f"{here}publish/", {})
    blank = Blank.objects.first()
    refused = client.post(f"{here}show/", {"blank": blank.pk, "why": "试试"})
    silent = client.post(f"{here}show/", {"blank": blank.pk, "why": ""})
    after = client.get(here)

    assert (early.status_code, same.status_code) == (409, 302)
    assert (refused.status_code, silent.status_code) == (409, 422)
    assert after.context["found"] == 0
    assert [words for _blank, words in after.context["blanks"]] == ["王秀英", CONTACT]
    assert CONTACT in client.get(f"{LIST}{question.pk}/").content.decode()
    public = client.get(f"/answers/{question.number}/").content.decode()
    assert (CONTACT in public, public.count("ask-blank")) == (False, 2)


def test_it_is_taken_back_on_screen_and_a_single_blank_shown(client, desk, question):
    here = f"{LIST}{question.pk}/public/"
    more = marked(question)["text"].replace("村口", "[[村口]]")
    keep(desk, question, text=more)
    publish_question(question, by=desk.coordinator)
    village = Blank.objects.get(start=TEXT.index("村口"))
    door(client, desk.coordinator)

    client.post(f"{here}show/", {"blank": village.pk, "why": "可以写"})
    shown = Publication.objects.get().text
    client.post(f"{here}take_back/", {"reason": "答复要更正"})

    assert shown == "我是■■，请打■■。村口的灯坏了。"
    assert Publication.objects.get().withdrawn_at
    assert client.get(here).context["forms"]["take_back"] is None
    assert client.get(f"/answers/{question.number}/").status_code == 404


def test_a_private_question_and_one_without_a_reply_have_nothing_to_publish(
    client, desk
):
    private = an_answered_question(desk, publicity="private")
    here = f"{LIST}{private.pk}/public/"

    page = door(client, desk.coordinator).get(here)
    refused = client.post(f"{here}publish/", {})
    stranger = door(client, desk.clerk).get(here)

    assert (page.context["is_possible"], refused.status_code) == (False, 409)
    assert stranger.status_code == 302
    assert Publication.objects.count() == 0


def test_a_photo_is_looked_at_on_screen(client, desk, photo):
    here = f"{LIST}{photo.question_id}/photos/{photo.pk}/"
    door(client, desk.coordinator)

    silent = client.post(here, {"reason": "x"})
    wrong = client.post(here, {"shown": "yes", "boxes": "1 2", "reason": "门牌"})
    client.post(here, {"shown": "yes", "boxes": "1 2 3 4", "reason": "门牌"})
    page = client.get(here)
    missing = client.get(f"{LIST}{photo.question_id}/photos/0/")

    assert [silent.status_code, wrong.status_code, missing.status_code] == [
        422,
        422,
        404,
    ]
    assert page.context["forms"]["decide"].initial == {
        "shown": "yes",
        "boxes": "1 2 3 4",
    }
    assert page.context["copy"] == PublicPhoto.objects.get()
    assert client.get(f"{LIST}{photo.question_id}/public/").status_code == 200


def test_a_public_page_asks_as_much_for_three_photos_as_for_one(
    client, desk, django_assert_num_queries
):
    asked = []
    for n, count in enumerate((1, 3)):
        sent = [a_photo(f"{each}.jpg") for each in range(count)]
        question = an_answered_question(desk, photos=sent, contact=f"1390000000{n}")
        for each in question.photos.all():
            decide_photo(each, by=desk.coordinator, shown=True, reason="看过了")
        publish_question(question, by=desk.coordinator)
        address = f"/answers/{question.number}/"
        client.get(address)
        asked.append(address)

    with django_assert_num_queries(queries_of(client, asked[0])):
        client.get(asked[1])


def queries_of(client, address) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)
