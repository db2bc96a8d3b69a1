"""Galleries, live notes and maps: signed, shown and handed on like every other text."""

import re
from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.portal.paper import a_picture, a_site, a_story, publish
from xiangyin.kernel.errors import NotAllowed
from xiangyin.kernel.models import Showing
from xiangyin.newsroom import rules
from xiangyin.newsroom.models import Film, Story
from xiangyin.newsroom.models.offered import without_strangers
from xiangyin.newsroom.reports.changes import paragraphs
from xiangyin.newsroom.reports.checks import findings
from xiangyin.newsroom.services.stories import plain_html
from xiangyin.portal import reading
from xiangyin.portal.pictures import size_at

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
HERE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def home(county):
    return a_site(county)


def photo(**told):
    words = {"alt": "一盏灯笼", "caption": "挂好的灯笼", "credit": "罗佳"}
    return {"picture": a_picture(), **words, **told}


def gallery(*photos, title="从竹骨到屋檐"):
    return ("gallery", {"title": title, "photos": list(photos) or [photo(), photo()]})


def note(hour, minute=0, *, title="雨下大了", text="水到桥下。", **told):
    at = datetime(2026, 6, 20, hour, minute, tzinfo=HERE)
    shown = {"picture": None, "alt": "", "caption": "", "credit": "", **told}
    return {"at": at, "title": title, "text": f"<p>{text}</p>", **shown}


def notes(*entries):
    return ("notes", list(entries) or [note(20), note(23, 30, title="开始敲门")])


def a_map(**told):
    place = {"mark": "1", "name": "水车村口", "words": "半边放行的起点"}
    shown = photo(alt="公路示意图", caption="不按比例", credit="制图室")
    return ("map", {**shown, "places": [place], **told})


KINDS = {"gallery": gallery, "notes": notes, "map": a_map}
TEXT = ("text", "<p>正文一段。</p>")


def with_words(story, **changes):
    """The story as somebody changed one word in its last block."""
    kind, value = story.body[-1].block_type, story.body[-1].value
    for name, words in changes.items():
        {"gallery": lambda: value["photos"][0], "notes": lambda: value[0]}.get(
            kind, lambda: value
        )()[name] = words
    return story


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_public_by_three_signatures_and_its_fingerprint_outlives_saving(
    home, kind
):
    story = a_story(home, body=[TEXT, KINDS[kind]()])

    stored = Story.objects.get(pk=story.pk)
    revision = stored.get_latest_revision_as_object()

    assert stored.live
    assert stored.digest == revision.digest == story.digest


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("gallery", {"caption": "别的说明"}),
        ("gallery", {"alt": "别的替代文字"}),
        ("gallery", {"credit": "别人"}),
        ("notes", {"title": "别的小标题"}),
        ("notes", {"at": datetime(2026, 6, 20, 20, 1, tzinfo=HERE)}),
        ("notes", {"alt": "别的替代文字"}),
        ("map", {"caption": "别的说明"}),
    ],
)
def test_a_word_changed_in_it_leaves_the_signatures_behind(home, kind, changes):
    story = a_story(home, body=[TEXT, KINDS[kind]()])
    signed = story.digest

    changed = with_words(story, **changes)

    assert rules.digest(changed) != signed
    with pytest.raises(NotAllowed):
        changed.save()


def test_another_picture_or_place_is_another_text(home):
    story = a_story(home, body=[TEXT, gallery(), a_map()])
    signed = story.digest

    story.body[1].value["photos"][1]["picture"] = a_picture(size=(320, 240))
    by_picture = rules.digest(story)
    story.body[2].value["places"][0]["words"] = "别处"

    assert len({signed, by_picture, rules.digest(story)}) == 3


def test_without_what_is_said_in_it_a_change_would_go_public(home, monkeypatch):
    story = a_story(home, body=[TEXT, notes()])
    monkeypatch.setattr(rules, "said_by", lambda block, hash_of: [block.block_type])
    publish(story)

    with_words(story, title="没有人读过的话").save()

    assert Story.objects.get(pk=story.pk).body[1].value[0]["title"] == "没有人读过的话"


@pytest.mark.parametrize("kind", KINDS)
def test_its_pictures_are_shown_while_it_is_public_and_no_longer(home, client, kind):
    block = KINDS[kind](note(20, **photo())) if kind == "notes" else KINDS[kind]()
    story = a_story(home, body=[TEXT, block])
    shown = set(Showing.objects.public().values_list("picture", flat=True))
    page = client.get(story.url).content.decode()
    sizes = set(re.findall(r"/media/(images/[^\s\",]+)", page))

    story.unpublish()

    assert shown == story.pictures != set()
    assert sizes != set()
    assert {size_at(path)["is_public"] for path in sizes} == {False}


def test_a_gallery_is_read_without_script_and_each_picture_opens_by_itself(
    home, client
):
    story = a_story(home, body=[gallery(photo(alt="甲"), photo(alt="乙", caption=""))])

    page = client.get(story.url).content.decode()
    part = page[page.index('<section class="gallery"') : page.index("</section>")]

    assert re.findall(r'alt="([^"]+)"', part) == ["甲", "乙"]
    assert len(re.findall(r'<a href="/media/images/[^"]+max-1600x1600', part)) == 2
    assert part.count("<figcaption>") == 2


def order_of(client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return re.findall(r'<li id="(note-[\d-]+)">', page)


def test_notes_stand_newest_first_and_oldest_first_for_who_asks(home, client):
    story = a_story(home, body=[notes(note(23, 30), note(20), note(20))])
    newest = ["note-20260620-2330", "note-20260620-2000-2", "note-20260620-2000"]

    assert order_of(client, story.url) == newest
    assert order_of(client, f"{story.url}?notes=newest") == newest
    assert order_of(client, f"{story.url}?notes=oldest") == newest[::-1]


def test_a_note_tells_its_time_and_does_not_come_by_itself(home, client):
    page = client.get(a_story(home, body=[notes()]).url).content.decode()

    assert (
        page.count('<time datetime="2026-06-20T23:30:00+08:00">2026-06-20 23:30<') == 1
    )
    assert page.count('http-equiv="refresh"') == 0


def test_a_map_names_its_places_in_words(home, client):
    page = client.get(a_story(home, body=[TEXT, a_map()]).url).content.decode()

    places = re.findall(r"<b>(.*?)</b> <span>(.*?)</span>", page)
    assert places == [("水车村口", "半边放行的起点")]


def test_all_of_it_is_in_the_words_that_the_ledger_and_the_search_read(home):
    body = [TEXT, gallery(), notes(), a_map()]

    assert a_story(home, body=body).plain_text.split("\n") == [
        *("一句导语。", "正文一段。", "从竹骨到屋檐", "挂好的灯笼", "挂好的灯笼"),
        *("雨下大了", "水到桥下。", "开始敲门", "水到桥下。"),
        "1 水车村口 半边放行的起点",
    ]


def test_a_channel_gets_it_as_plain_markup(home):
    story = a_story(home, body=[gallery(), notes(note(20, **photo())), a_map()])

    assert plain_html(story).split("\n") == [
        "<h2>从竹骨到屋檐</h2><p><em>挂好的灯笼</em></p><p><em>挂好的灯笼</em></p>",
        "<p><strong>2026-06-20 20:00 雨下大了</strong></p><p>水到桥下。</p>"
        "<p><em>挂好的灯笼</em></p>",
        "<p><em>不按比例</em></p><ul><li>1 水车村口 半边放行的起点</li></ul>",
    ]


def test_a_reader_is_shown_what_changed_in_it(home):
    story = a_story(home, body=[gallery(), notes(), a_map()])
    key = story.body[2].value["picture"].pk

    lines = paragraphs(story)[-6:]

    assert lines == [
        *("2026-06-20 20:00 雨下大了", "水到桥下。"),
        *("2026-06-20 23:30 开始敲门", "水到桥下。"),
        f"▣ {key} · 公路示意图 · 不按比例 · 制图室",
        "1 水车村口 半边放行的起点",
    ]


def test_a_silent_photo_and_a_mobile_number_in_it_are_found(home):
    silent = photo(alt=" ")
    number = notes(note(20, text="请打13912345678。"))
    story = a_story(home, live=False, body=[gallery(silent, photo()), number])

    grave = [finding for finding in findings(story) if finding.grave]

    assert len(grave) == 2
    assert list(rules.why_not_ready(story)) == ["body"]


@pytest.mark.parametrize(
    ("body", "ready"),
    [([gallery], True), ([notes], True), ([a_map], False), ([], False)],
    ids=["gallery", "notes", "a map alone", "nothing"],
)
def test_a_story_tells_something_in_words_or_pictures(home, body, ready):
    story = a_story(home, live=False, body=[make() for make in body])

    assert (rules.why_not_ready(story) == {}) == ready


def test_ten_pictures_of_a_gallery_take_as_many_questions_as_two(
    home, client, django_assert_num_queries
):
    few = a_story(home, body=[gallery()])
    many = a_story(home, body=[gallery(*(photo() for _ in range(10)))])
    for story in (few, many):
        client.get(story.url)
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(few.url)

    cache.clear()
    with django_assert_num_queries(len(asked)):
        client.get(many.url)


def test_without_fetching_sizes_together_each_picture_asks_for_itself(
    home, client, monkeypatch
):
    story = a_story(home, body=[gallery()])
    client.get(story.url)
    counted = []
    for photos in (reading.photos_in, lambda body: []):
        monkeypatch.setattr(reading, "photos_in", photos)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(story.url)
        counted.append(len(asked))

    assert counted[1] >= counted[0] + 2


def test_a_strange_picture_or_link_in_it_is_taken_out_of_what_was_sent(home):
    known, strange = a_picture(), a_picture()
    link = '{"entityMap": {"0": {"data": {"id": 999999}}}, "blocks": []}'
    sent = SimpleNamespace(
        **{
            "body-0-value-photos-0-value-picture": str(known.pk),
            "body-0-value-photos-1-value-picture": str(strange.pk),
            "body-1-value-0-value-picture": str(strange.pk),
            "body-1-value-0-value-text": link,
        }
    ).__dict__

    cleaned, strangers = without_strangers(
        sent,
        pictures=type(known).objects.filter(pk=known.pk),
        films=Film.objects.none(),
        pages=Story.objects.all(),
    )

    assert strangers == set(sent) - {"body-0-value-photos-0-value-picture"}
    assert cleaned["body-0-value-photos-0-value-picture"] == str(known.pk)
    assert "999999" not in "".join(cleaned.values())
