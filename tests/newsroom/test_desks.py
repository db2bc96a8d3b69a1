"""The staff's doors: who may, what they see, what is said when it is too late."""

import gc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _

from tests.factories.newsroom import (
    TODAY,
    a_draft,
    a_photo,
    a_plan,
    a_story_in_reading,
    a_tip,
    digest_of,
    edit,
    open_newsroom,
    sign,
)
from tests.factories.people import PersonFactory, a_county
from xiangyin.newsroom.models import Plan, Signature, Story, Tip
from xiangyin.newsroom.reports.similar import alike, similar_tips
from xiangyin.newsroom.services.tips import take_up_tip

BACKEND = "django.contrib.auth.backends.ModelBackend"
TIPS = "/admin/newsroom/tips/"
LISTS = [
    TIPS,
    *(f"/admin/newsroom/{name}/" for name in ("plans", "stories", "readings")),
]


@pytest.fixture
def room(county):
    return open_newsroom(county)


@pytest.fixture
def enter(client):
    def as_(person):
        client.force_login(person, BACKEND)
        return client

    return as_


@pytest.mark.parametrize("address", LISTS)
def test_a_correspondent_has_no_desk_here(enter, room, address):
    assert enter(room.sender).get(address).status_code in (302, 403)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("post", ["editor", "reporter", "first", "final"])
def test_staff_find_every_list_even_empty(enter, room, address, post):
    assert enter(getattr(room, post)).get(address).status_code == 200


def things(room):
    tip, story = a_tip(room), a_story_in_reading(room)
    return [
        f"{TIPS}{tip.pk}/",
        f"/admin/newsroom/plans/{story.plan.pk}/",
        f"/admin/newsroom/readings/{story.pk}/",
        f"/admin/newsroom/stories/{story.pk}/withdraw/",
    ]


def test_another_countys_things_are_not_there(enter, room):
    addresses = things(room)
    elsewhere = a_county("linshan", "临山县")
    posts = [("editor", elsewhere), ("final_reader", elsewhere)]
    client = enter(PersonFactory(posts=posts))

    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert list(client.get(TIPS).context["page"]) == []


def count(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail's renditions
def test_the_tips_desk_asks_as_much_for_three_as_for_one(enter, room):
    client = enter(room.editor)
    a_tip(room, photos=[a_photo()])
    one = count(client, TIPS)
    a_tip(room, photos=[a_photo(), a_photo()])
    a_tip(room, photos=[a_photo()])

    assert count(client, TIPS) == one
    gc.collect()


@pytest.mark.parametrize("name", ["plans", "stories", "readings"])
def test_the_other_lists_ask_as_much_for_three_as_for_one(enter, room, name):
    client = enter(room.first)
    a_story_in_reading(room)
    one = count(client, f"/admin/newsroom/{name}/")
    a_story_in_reading(room, title="二")
    a_story_in_reading(room, title="三")

    assert count(client, f"/admin/newsroom/{name}/") == one


def test_waiting_tips_stand_first_and_the_oldest_on_top(enter, room):
    second = a_tip(room, text="后来的", today=TODAY.replace(day=3))
    first = a_tip(room, text="先来的")
    taken = a_tip(room, text="采用的")
    take_up_tip(taken, by=room.editor, today=TODAY)

    answer = enter(room.editor).get(TIPS)

    assert list(answer.context["page"]) == [first, second]
    assert [number for _v, _l, number in answer.context["tabs"]] == [2, 1, 0, 0, 3]


def test_tips_are_found_by_number_text_place_and_sender(enter, room):
    tip = a_tip(room, text="桥修好了", place="村口")
    a_tip(room, text="别的", by=room.editor, unit=room.county)
    client = enter(room.editor)

    found = [
        list(client.get(TIPS, {"q": q}).context["page"])
        for q in (tip.number, "桥修", "村口", "沈巧", "\0桥")
    ]

    assert found == [[tip]] * 5


def test_taking_up_from_the_page_leads_to_the_next_tip(enter, room):
    tip, other = a_tip(room), a_tip(room)
    client = enter(room.editor)

    answer = client.post(
        f"{TIPS}{tip.pk}/take_up/",
        {"working_title": "春茶", "form": "news", "reporter": room.reporter.pk},
    )

    plan = Plan.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{TIPS}{other.pk}/")
    assert (plan.working_title, plan.assignments.get().reporter) == (
        "春茶",
        room.reporter,
    )


def test_who_comes_too_late_is_told_so(enter, room):
    tip = a_tip(room)
    take_up_tip(tip, by=room.editor, today=TODAY)

    answer = enter(room.editor).post(f"{TIPS}{tip.pk}/decline/", {"note": "旧闻"})

    assert answer.status_code == 409
    words = _("This is no longer possible: somebody was faster.")
    assert words in answer.content.decode()
    assert Tip.objects.get().state == "taken"


def test_declining_without_a_reason_is_told_at_the_field(enter, room):
    tip = a_tip(room)

    answer = enter(room.editor).post(f"{TIPS}{tip.pk}/decline/", {})

    assert answer.status_code == 422
    assert list(answer.context["forms"]["decline"].errors) == ["note"]
    assert Tip.objects.get().state == "waiting"


def test_a_reporter_sees_a_tip_and_no_buttons(enter, room):
    tip = a_tip(room)
    client = enter(room.reporter)

    forms = client.get(f"{TIPS}{tip.pk}/").context["forms"]
    refused = client.post(f"{TIPS}{tip.pk}/decline/", {"note": "x"})

    assert set(forms.values()) == {None}
    assert (refused.status_code, Tip.objects.get().state) == (409, "waiting")


def test_similar_tips_are_offered_first(room):
    tip = a_tip(room, text="茶湾村春茶今天开采", place="南坡")
    other = a_tip(room, text="小学足球队得了第二名")
    twin = a_tip(room, text="春茶开采，南坡来了很多人", place="南坡茶园")

    found = similar_tips(tip, alike(tip), among=Tip.objects.all(), today=TODAY)

    assert found == [(twin, True), (other, False)]


def test_a_tip_is_merged_by_number(enter, room):
    tip, other = a_tip(room), a_tip(room)

    enter(room.editor).post(f"{TIPS}{tip.pk}/merge/", {"number": other.number.lower()})

    tip.refresh_from_db()
    assert tip.merged_into == other


def test_markup_in_a_tip_is_shown_as_it_was_typed(enter, room):
    tip = a_tip(room, text="<img src=x onerror=alert(1)>", place="<b>村口</b>")
    client = enter(room.editor)

    for page in (client.get(TIPS), client.get(f"{TIPS}{tip.pk}/")):
        text = page.content.decode()
        assert ("<img src=x" in text, "<b>村口" in text) == (False, False)
        assert "&lt;img src=x" in text


def test_the_reading_page_shows_the_text_and_signs_it(enter, room):
    story = a_story_in_reading(room)
    client = enter(room.first)
    address = f"/admin/newsroom/readings/{story.pk}/"
    shown = client.get(address).context["digest"]

    answer = client.post(address, {"decision": "accept", "digest": shown})

    assert (answer.status_code, answer.url) == (302, "/admin/newsroom/readings/")
    assert Signature.objects.get().digest == shown == digest_of(story)


def test_a_text_changed_meanwhile_is_shown_anew_and_the_comment_stays(enter, room):
    story = a_story_in_reading(room)
    client = enter(room.first)
    address = f"/admin/newsroom/readings/{story.pk}/"
    shown = client.get(address).context["digest"]
    edit(story, lead="改过的导语。")

    told = {"decision": "accept", "digest": shown, "comment": "很好"}
    answer = client.post(address, told)

    assert (answer.status_code, Signature.objects.count()) == (409, 0)
    assert answer.context["form"]["comment"].value() == "很好"
    assert answer.context["form"]["digest"].value() == digest_of(story) != shown
    assert "改过的导语。" in answer.content.decode()


def test_refusing_without_a_comment_is_told_at_the_field(enter, room):
    story = a_story_in_reading(room)
    address = f"/admin/newsroom/readings/{story.pk}/"

    told = {"decision": "hold", "digest": digest_of(story)}
    answer = enter(room.first).post(address, told)

    assert (answer.status_code, Signature.objects.count()) == (422, 0)
    assert list(answer.context["form"].errors) == ["comment"]


def test_the_page_says_why_somebody_may_not_sign(enter, room):
    story = a_story_in_reading(room)
    address = f"/admin/newsroom/readings/{story.pk}/"

    own = enter(room.reporter).get(address)
    later = enter(room.final).get(address)

    assert (own.context["form"], later.context["form"]) == (None, None)
    words = _("This is your own story: somebody else must read it.")
    assert words in own.content.decode()
    assert _("Your post does not include this reading.") in later.content.decode()


def test_the_final_reader_may_choose_a_time_on_the_page(enter, room):
    story = sign(room, a_story_in_reading(room), "first", "second")
    told = {"decision": "accept", "digest": digest_of(story), "when": "later"}
    client = enter(room.final)
    address = f"/admin/newsroom/readings/{story.pk}/"

    empty = client.post(address, told)
    chosen = client.post(address, {**told, "go_live_at": "2099-01-01T07:30"})

    assert list(empty.context["form"].errors) == ["go_live_at"]
    assert (chosen.status_code, Story.objects.get().live) == (302, False)


def test_what_changed_since_the_last_decision_is_marked(enter, room):
    story = a_story_in_reading(room)
    sign(room, story, "first")
    edit(story, lead="五百亩春茶今天开采。")

    page = enter(room.second).get(f"/admin/newsroom/readings/{story.pk}/")

    assert "<del>三</del><ins>五</ins>百亩春茶今天开采。" in page.content.decode()


def test_handing_in_from_the_list_says_what_is_missing(enter, room):
    story = a_draft(room, lead="")
    client = enter(room.reporter)

    answer = client.post(f"/admin/newsroom/stories/{story.pk}/submit/", follow=True)

    assert _("A story needs a lead: one or two sentences.") in answer.content.decode()
    assert Story.objects.get().workflow_in_progress is False


def test_a_story_is_begun_from_its_plan_in_wagtails_editor(enter, room):
    plan = a_plan(room, reporter=room.reporter)

    answer = enter(room.reporter).post(
        f"/admin/newsroom/plans/{plan.pk}/begin/",
        {"section": room.section.pk, "language": "zh-hans"},
    )

    assert answer.url == f"/admin/pages/{Story.objects.get().pk}/edit/"


def test_the_editor_offers_handing_in_and_no_way_past_the_readings(enter, room):
    story = a_draft(room)

    page = enter(PersonFactory(is_superuser=True)).get(f"/admin/pages/{story.pk}/edit/")

    text = page.content.decode()
    assert _("Hand in for reading") in text
    assert ('name="action-publish"' in text, 'name="action-submit"' in text) == (
        False,
        True,
    )


def test_a_story_begun_in_the_page_tree_is_credited_to_the_media_centre(enter, room):
    page = enter(room.editor).get(f"/admin/pages/add/newsroom/story/{room.section.pk}/")

    assert page.context["form"].instance.unit.code == "rmt"


def test_the_hosts_operator_opens_what_every_county_has(enter, room):
    client = enter(PersonFactory(is_superuser=True))
    tip, plan, story = a_tip(room), a_plan(room), a_draft(room)

    pages = [f"tips/{tip.pk}", f"plans/{plan.pk}", f"readings/{story.pk}"]
    found = [client.get(f"/admin/newsroom/{page}/").status_code for page in pages]

    assert found == [200, 200, 200]


def test_a_form_without_a_step_is_no_crash(enter, room):
    client = enter(room.editor)
    tip, plan = a_tip(room), a_plan(room)

    pages = [f"tips/{tip.pk}", f"plans/{plan.pk}"]
    found = [client.post(f"/admin/newsroom/{page}/").status_code for page in pages]

    assert found == [405, 405]
