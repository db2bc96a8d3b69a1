"""A page in traditional characters: its words are, its data stay."""

import re

import pytest
from django.http import HttpResponse
from django.template import Context, Template

from tests.portal.paper import a_picture, a_site, a_story
from xiangyin.engines import traditional
from xiangyin.engines.traditional import in_traditional, page_in_traditional
from xiangyin.portal.display import LARGE, TRADITIONAL, script

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ADDRESSES = re.compile(r'\s(?:href|src|srcset|action|value|name|id)="([^"]*)"')


@pytest.fixture
def home(county):
    return a_site(county)


def text(client, address: str) -> str:
    answer = client.get(address, headers={"accept-language": "zh-hans"})
    assert answer.status_code == 200
    return answer.content.decode()


def asks_for_traditional(client):
    client.post("/display/script/", {"script": TRADITIONAL, "next": "/"})
    return client


def test_the_choice_is_remembered_and_taken_back(client, home):
    answer = client.post("/display/script/", {"script": "hant", "next": "/archive/"})

    assert answer.url == "/archive/"
    assert '<html lang="zh-Hant"' in text(client, "/")
    client.post("/display/script/", {"script": "hans", "next": "/"})
    assert '<html lang="zh-hans"' in text(client, "/")


def test_a_story_is_converted_by_phrases_in_all_that_is_read(client, home):
    story = a_story(
        home,
        title="理发店里的干部",
        cover=a_picture(),
        cover_alt="头发和面条",
        body=[("text", "<p>发展<b>生产</b>，收获干货。</p>")],
    )

    html = text(asks_for_traditional(client), story.url)

    assert "<title>理髮店裏的幹部" in html
    assert re.sub("<wbr>|<[^>]*h1[^>]*>", "", html.partition("<h1")[2]).startswith(
        ' lang="zh-Hant">理髮店裏的幹部'
    )
    assert 'alt="頭髮和麵條"' in html
    assert "<p>發展<b>生產</b>，收穫乾貨。</p>" in html
    assert '<meta name="Description" content="一句導語。">' in html


def test_addresses_and_values_are_as_before(client, home):
    a_story(home, title="发展", cover=a_picture(), cover_alt="头发")
    before = {address: text(client, address) for address in ("/", "/search/?q=发展")}

    asks_for_traditional(client)

    for address, html in before.items():
        switch = re.compile(r'(name="script" value=)"\w+"')
        now = switch.sub(r"\1", text(client, address))
        assert ADDRESSES.findall(now) == ADDRESSES.findall(switch.sub(r"\1", html))


def test_without_the_list_of_what_is_spoken_a_value_would_change(monkeypatch):
    typed = '<input value="头发"><p>头发</p>'
    everything = re.compile(r'(?P<before>\s[\w-]+=")(?P<words>[^"]*)')

    kept = page_in_traditional(typed)
    monkeypatch.setattr(traditional, "SPOKEN", everything)

    assert kept == '<input value="头发"><p>頭髮</p>'
    assert page_in_traditional(typed) == '<input value="頭髮"><p>頭髮</p>'


def test_what_was_typed_comes_back_as_it_was_typed():
    page = Template('<textarea name="t">{{ typed }}</textarea><p>{{ typed }}</p>')

    html = page_in_traditional(page.render(Context({"typed": "头发 <b>面条</b>"})))

    assert html == (
        '<textarea name="t">头发 &lt;b&gt;面条&lt;/b&gt;</textarea>'
        "<p>頭髮 &lt;b&gt;麵條&lt;/b&gt;</p>"
    )


def test_a_phrase_that_tags_cut_is_converted_whole_and_singly_it_would_be_wrong():
    assert page_in_traditional("<h1>理<wbr>发</h1>") == "<h1>理<wbr>髮</h1>"
    assert in_traditional("理") + in_traditional("发") == "理發"


def test_words_that_grow_longer_are_converted_piece_by_piece(monkeypatch):
    longer = {"头发": "頭髮兒", "长": "長"}
    monkeypatch.setattr(
        traditional, "in_traditional", lambda text: longer.get(text, text + "…")
    )

    assert page_in_traditional("<p><b>头发</b>长</p>") == "<p><b>頭髮兒</b>長</p>"


def test_script_style_comments_and_code_are_not_text():
    kept = "<script>'头发'</script><!-- 头发 --><code>头发</code><style>头发</style>"

    assert page_in_traditional(kept) == kept


@pytest.mark.parametrize(
    ("address", "kind", "converted"),
    [
        ("/news/", "text/html; charset=utf-8", True),
        ("/my/tips/", "text/html", True),
        ("/admin/", "text/html; charset=utf-8", False),
        ("/feed.atom", "application/atom+xml", False),
        ("/bulletins/2026.json", "application/json", False),
    ],
)
def test_pages_are_converted_but_not_data_nor_staff_screens(
    rf, settings, address, kind, converted
):
    request = rf.get(address)
    request.COOKIES[settings.XIANGYIN_SCRIPT_COOKIE] = TRADITIONAL

    answer = script(lambda _request: HttpResponse("头发", content_type=kind))(request)

    assert answer.content.decode() == ("頭髮" if converted else "头发")


def test_who_did_not_ask_gets_the_page_as_it_was_signed(client, home):
    story = a_story(home, title="头发")
    client.cookies["script"] = "something else"

    assert "头发" in text(client, story.url).replace("<wbr>", "")


def test_large_type_and_traditional_characters_go_together(client, home):
    asks_for_traditional(client)
    client.post("/display/large/", {"size": LARGE, "next": "/"})

    html = text(client, "/")

    assert '<html lang="zh-Hant" dir="ltr" data-size="large"' in html
