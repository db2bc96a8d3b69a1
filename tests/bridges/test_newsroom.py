import pytest

from tests.newsroom.doors import (
    a_draft,
    a_live_story,
    a_newsroom,
    publish,
    with_unread_edit,
)
from tests.portal.paper import a_picture
from xiangyin.bridges.newsroom_to_publishing import repair_what_was_lost
from xiangyin.kernel.models import Letter
from xiangyin.kernel.services import outbox
from xiangyin.kernel.services.outbox import deliver_due, try_again
from xiangyin.newsroom.models import Story
from xiangyin.newsroom.services.stories import plain_html, withdraw_story
from xiangyin.placements.models import Work
from xiangyin.publishing.models import Item


@pytest.fixture
def newsroom(county):
    return a_newsroom(county, hostname="qinglan.example.cn")


def deliver_all():
    while deliver_due():
        pass


def test_a_draft_tells_nobody(newsroom):
    a_draft(newsroom)

    assert Letter.objects.count() == 0


def test_a_published_story_is_an_item_and_a_work(newsroom):
    story = a_live_story(newsroom, byline="林知夏")

    deliver_all()

    item, work = Item.objects.get(), Work.objects.get()
    assert (item.key, item.title, item.html) == (
        f"story:{story.pk}",
        story.title,
        "<p>桥长四十米。</p>",
    )
    assert (work.key, work.text, work.authors) == (
        f"story:{story.pk}",
        story.plain_text,
        "林知夏",
    )
    assert item.address == work.address == story.full_url


def test_a_work_is_registered_also_on_an_intranet_host(county):
    story = a_live_story(a_newsroom(county, hostname="news"))

    deliver_all()

    assert (Work.objects.get().title, Work.objects.get().address) == (story.title, "")


def test_the_letters_are_posted_with_the_publication(newsroom):
    """Whoever is killed after the commit has left the letters behind."""
    a_live_story(newsroom)

    kinds = sorted(Letter.objects.values_list("kind", flat=True))
    assert kinds == [
        "newsroom.story_published>placements",
        "newsroom.story_published>publishing",
    ]
    assert (Item.objects.count(), Work.objects.count()) == (0, 0)


def test_a_publication_that_is_undone_leaves_no_letter(newsroom, monkeypatch):
    draft = a_draft(newsroom)

    def crash(*args, **kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr("xiangyin.newsroom.services.stories.announce", crash)
    with pytest.raises(RuntimeError):
        publish(newsroom, draft)

    assert Letter.objects.count() == 0
    assert not Story.objects.get(pk=draft.pk).live


def test_one_crossing_that_fails_does_not_hold_up_the_other(newsroom, monkeypatch):
    def broken(letter):
        raise RuntimeError("the ledger is closed")

    kind = "newsroom.story_published>placements"
    monkeypatch.setitem(outbox._handlers, kind, broken)
    a_live_story(newsroom)

    deliver_all()

    assert Item.objects.count() == 1
    assert Letter.objects.get(kind=kind).last_error.endswith("the ledger is closed")


def test_a_letter_delivered_twice_changes_nothing(newsroom):
    a_live_story(newsroom)
    deliver_all()
    for letter in Letter.objects.filter(kind__startswith="newsroom."):
        try_again(letter)

    deliver_all()

    assert (Item.objects.count(), Work.objects.count()) == (1, 1)


def test_a_correction_is_a_new_version_and_the_same_work(newsroom):
    story = a_live_story(newsroom)
    deliver_all()

    publish(newsroom, with_unread_edit(newsroom, story, title="更正后的标题"))
    deliver_all()

    assert list(Item.objects.order_by("version").values_list("title", flat=True)) == [
        "茶湾村的桥通了",
        "更正后的标题",
    ]
    assert Work.objects.get().title == "更正后的标题"


def test_a_withdrawn_story_is_taken_back_everywhere(newsroom):
    story = a_live_story(newsroom)
    deliver_all()

    withdraw_story(story, by=newsroom.final)
    deliver_all()

    assert Item.objects.get().withdrawn_at is not None
    assert Work.objects.get().withdrawn


def test_letters_in_the_wrong_order_end_where_the_site_is(newsroom):
    story = a_live_story(newsroom)
    withdraw_story(story, by=newsroom.final)
    late = Letter.objects.filter(kind__startswith="newsroom.story_published")
    early = list(late.values_list("pk", flat=True))
    late.update(next_try_at="2100-01-01T00:00Z")
    deliver_all()
    for letter in Letter.objects.filter(pk__in=early):
        try_again(letter)

    deliver_all()

    assert not Item.objects.filter(withdrawn_at=None).exists()
    assert not Work.objects.filter(withdrawn=False).exists()


def test_what_was_lost_is_repaired(newsroom):
    a_live_story(newsroom)
    Letter.objects.all().delete()

    repair_what_was_lost()
    repair_what_was_lost()

    assert Item.objects.count() == 1


def test_plain_html_carries_words_and_no_script(newsroom):
    draft = a_draft(
        newsroom,
        body=[
            ("text", '<p onclick="x()">一<script>alert(1)</script></p>'),
            ("heading", "小<标题"),
            ("quote", {"quote": "好桥", "speaker": "村民"}),
        ],
    )

    html = plain_html(draft)

    assert html == (
        "<p>一</p>\n<h2>小&lt;标题</h2>\n"
        "<blockquote><p>好桥</p><p>— 村民</p></blockquote>"
    )


def test_of_a_photo_plain_html_carries_its_words(newsroom):
    picture = a_picture()
    photo = {"picture": picture, "alt": "桥", "caption": "<新>桥", "credit": ""}
    silent = {"picture": picture, "alt": "", "caption": "", "credit": ""}

    html = plain_html(a_draft(newsroom, body=[("photo", photo), ("photo", silent)]))

    assert html == "<p><em>&lt;新&gt;桥</em></p>"
