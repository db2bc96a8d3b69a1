"""Tips: received once, taken up once, declined with a reason, merged, put back."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.newsroom import TODAY, a_photo, a_tip, open_newsroom
from tests.factories.people import PersonFactory, a_county
from xiangyin.kernel.errors import NotAllowed, RuleBroken, WrongState
from xiangyin.newsroom.models import Plan, Tip, TipPhoto
from xiangyin.newsroom.services.tips import (
    decline_tip,
    merge_tip,
    receive_tip,
    reopen_tip,
    take_up_tip,
)


@pytest.fixture
def room(county):
    return open_newsroom(county)


def test_a_tip_is_numbered_and_due_on_the_next_working_day(room):
    tip = a_tip(room)

    assert tip.number == "TIP-2026-0001"
    assert (tip.state, tip.due_on.isoformat()) == ("waiting", "2026-03-03")


def test_a_tip_sent_twice_from_one_phone_is_one_tip(room):
    key = uuid4()

    first = a_tip(room, client_key=key)
    second = a_tip(room, client_key=key)

    assert first == second
    assert Tip.objects.count() == 1


def test_a_tip_that_says_nothing_is_refused_whatever_its_key(room):
    for key in (None, uuid4()):
        with pytest.raises(ValidationError) as refusal:
            a_tip(room, text="", client_key=key)
        assert list(refusal.value.message_dict) == ["text"]

    assert Tip.objects.count() == 0


def test_two_requests_that_race_with_one_key_are_one_tip(room, monkeypatch):
    key = uuid4()
    first = a_tip(room, client_key=key)
    real, asked = Tip.objects.filter, []

    def blind_once(*args, **kwargs):
        asked.append(1)
        return Tip.objects.none() if len(asked) == 1 else real(*args, **kwargs)

    monkeypatch.setattr(
        type(Tip.objects), "filter", lambda _self, **kw: blind_once(**kw)
    )
    second = a_tip(room, client_key=key)
    monkeypatch.undo()

    assert second == first
    assert Tip.objects.count() == 1


def test_ten_photos_are_one_too_many(room):
    with pytest.raises(ValidationError) as refusal:
        a_tip(room, photos=[a_photo() for _ in range(10)])

    assert list(refusal.value.message_dict) == ["photos"]
    assert Tip.objects.count() == 0


def test_a_text_named_jpg_is_refused_and_no_number_is_lost(room):
    fake = SimpleUploadedFile("tea.jpg", b"not a picture", "image/jpeg")

    with pytest.raises(ValidationError):
        a_tip(room, photos=[a_photo(), fake])

    assert (Tip.objects.count(), TipPhoto.objects.count()) == (0, 0)
    assert a_tip(room).number == "TIP-2026-0001"


def test_photos_keep_their_order(room):
    tip = a_tip(room, photos=[a_photo(), a_photo(), a_photo()])

    assert [photo.picture.title for photo in tip.photos.all()] == [
        "TIP-2026-0001-1",
        "TIP-2026-0001-2",
        "TIP-2026-0001-3",
    ]


def test_nobody_sends_for_a_village_that_is_not_theirs(room):
    stranger = PersonFactory(posts=[("correspondent", a_county("linshan", "临山县"))])

    with pytest.raises(NotAllowed):
        receive_tip(by=stranger, unit=room.village, text="x", today=TODAY)

    assert Tip.objects.count() == 0


def test_taking_up_makes_a_plan_with_the_first_line_as_its_title(room):
    tip = a_tip(room, text="桥修好了\n孩子们不用再绕路")

    plan = take_up_tip(tip, by=room.editor, today=TODAY, note="谢谢")

    tip.refresh_from_db()
    assert (plan.working_title, plan.unit, plan.tip) == ("桥修好了", room.village, tip)
    assert (tip.state, tip.owner, tip.answer) == ("taken", room.editor, "谢谢")


def test_taking_up_may_assign_a_reporter_at_once(room):
    plan = take_up_tip(a_tip(room), by=room.editor, today=TODAY, reporter=room.reporter)

    assert plan.assignments.get().reporter == room.reporter


def test_a_tip_is_taken_up_once(room):
    tip = a_tip(room)
    take_up_tip(tip, by=room.editor, today=TODAY)

    with pytest.raises(WrongState):
        take_up_tip(Tip.objects.get(), by=room.editor, today=TODAY)

    assert Plan.objects.count() == 1


def test_taking_up_needs_an_editor_at_the_tips_unit(room):
    tip = a_tip(room)

    for person in (room.sender, room.reporter, PersonFactory()):
        with pytest.raises(NotAllowed):
            take_up_tip(tip, by=person, today=TODAY)

    tip.refresh_from_db()
    assert (tip.state, Plan.objects.count()) == ("waiting", 0)


def test_declining_needs_a_reason(room):
    tip = a_tip(room)

    with pytest.raises(RuleBroken):
        decline_tip(tip, by=room.editor, note=" ")

    tip.refresh_from_db()
    assert (tip.state, tip.answer) == ("waiting", "")


def test_a_declined_tip_can_be_put_back(room):
    tip = a_tip(room)
    decline_tip(tip, by=room.editor, note="太迟了")

    reopen_tip(tip, by=room.editor)

    tip.refresh_from_db()
    assert (tip.state, tip.answer) == ("waiting", "")


def test_merging_joins_a_tip_and_what_was_merged_into_it(room):
    first, second, third = (a_tip(room, text=text) for text in "甲乙丙")
    merge_tip(first, into=second, by=room.editor)

    merge_tip(second, into=third, by=room.editor)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.merged_into, second.merged_into) == (third, third)


def test_a_tip_is_merged_neither_into_itself_nor_into_a_declined_one(room):
    tip, declined = a_tip(room), a_tip(room)
    decline_tip(declined, by=room.editor, note="旧闻")

    for other in (tip, declined):
        with pytest.raises(RuleBroken):
            merge_tip(tip, into=other, by=room.editor)

    tip.refresh_from_db()
    assert (tip.state, tip.merged_into) == ("waiting", None)
