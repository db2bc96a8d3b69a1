"""Rich text is clean however it comes in, and no markup breaks the editor."""

import json

import pytest
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import rich_text, streamfield

from tests.hostile.strings import all_strings
from xiangyin.engines.markup import clean_kept
from xiangyin.kernel.rich_text import CarefulEditor
from xiangyin.newsroom.blocks import BodyBlock, CleanTextBlock
from xiangyin.newsroom.models import Story

from .doors import a_draft, a_newsroom, form_of, knock, page_url

FEATURES = ["bold", "italic", "link", "ol", "ul"]
NASTY = '<p onclick="x()">春<script>x()</script>茶<img src=x onerror=x()></p>'
BARE = "<p>春茶</p>"


def breaks(editor, html: str) -> bool:
    try:
        editor(features=FEATURES).format_value(html)
    except Exception:
        return True
    return False


def test_no_hostile_string_breaks_the_editor_though_wagtails_own_breaks_on_many():
    strings = all_strings()

    assert [each for each in strings if breaks(CarefulEditor, each)] == []
    assert sum(breaks(DraftailRichTextArea, each) for each in strings) > 200


def test_what_the_editor_writes_is_left_as_it_is():
    shown = CarefulEditor(features=FEATURES)
    texts = [
        "<p>一行<br/>又一行 &amp; “引号” <b>粗</b><i>斜</i></p><ul><li>甲</li><li>乙</li></ul>",
        '<p>见<a linktype="page" id="3">这里</a>和<a href="https://a.cn/?a=1&amp;b=2">那里</a></p>',
        "<p>a\u00a0b</p><ol><li>1</li></ol>",
    ]

    written = [
        shown.value_from_datadict({"text": shown.format_value(text)}, {}, "text")
        for text in texts
    ]

    assert [clean_kept(each) for each in written] == written


def test_text_that_the_editor_cannot_show_is_shown_as_words():
    kept = json.loads(CarefulEditor(features=FEATURES).format_value("<li>甲</li>乙"))

    assert [block["text"] for block in kept["blocks"]] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("no json <b>春茶</b>", "<p>no json 春茶</p>"),
        ('{"blocks": [{"text": "春<茶"}, {"text": "夏"}]}', "<p>春&lt;茶</p><p>夏</p>"),
        ('{"blocks": 3}', "<p>{&quot;blocks&quot;: 3}</p>"),
        ("[" * 100_000, f"<p>{'[' * 100_000}</p>"),
    ],
    ids=["no json", "holes", "no blocks", "deep"],
)
def test_what_no_editor_sends_loses_no_word(sent, kept):
    editor = CarefulEditor(features=FEATURES)

    assert editor.value_from_datadict({"text": sent}, {}, "text") == kept


def test_the_block_cleans_on_every_way_in_and_out():
    block = CleanTextBlock()

    ways = [
        block.to_python(NASTY).source,
        block.normalize(NASTY).source,
        block.normalize(RichText(NASTY)).source,
        block.value_from_form(NASTY).source,
        block.get_prep_value(RichText(NASTY)),
    ]

    assert ways == [BARE] * len(ways)


def test_a_stored_text_is_clean_when_it_is_read(county):
    story = a_draft(a_newsroom(county))
    raw = json.dumps([{"type": "text", "value": NASTY}])
    Story.objects.filter(pk=story.pk).update(body=raw)

    read = Story.objects.get(pk=story.pk)

    assert [block.value.source for block in read.body] == [BARE]
    assert BodyBlock().child_blocks["text"].deconstruct()[0] == (
        "wagtail.blocks.RichTextBlock"
    )


@pytest.mark.parametrize("sent", ["no json", NASTY, '{"blocks": [{}]}', "[]"])
def test_saving_broken_markup_is_no_crash(county, sent):
    room = a_newsroom(county)
    story = a_draft(room)
    door = knock(room.reporter)
    told = form_of(story, body=streamfield([("text", rich_text(BARE))]))
    told["body-0-value"] = sent

    answer = door.post(page_url("edit", story.pk), told)

    assert answer.status_code in (200, 302)
    assert door.get(page_url("edit", story.pk)).status_code == 200
