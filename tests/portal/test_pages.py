"""What a reader meets: every page of the site, and what it never does."""

import gc
import re
from base64 import b64encode
from datetime import date
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from tests.factories.people import PersonFactory, a_county, unit
from tests.portal.paper import a_picture, a_site, a_story, publish
from xiangyin.newsroom.models import Theme
from xiangyin.portal import reading
from xiangyin.portal.models import Imprint, Section

# Wagtail leaves the files it makes picture sizes from to be closed by and by.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def _files_are_closed_before_the_next_test():
    yield
    gc.collect()


OWN_ADDRESSES = [
    "/",
    "/news/",
    "/search/",
    "/archive/",
    "/archive/2026/5/",
    "/units/shixi/",
    "/themes/harvest/",
    "/site-map/",
    "/bulletins/",
    "/accessibility/",
    "/offline/",
    "/accounts/login/",
    "/accounts/password/reset/",
]


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def theme(county):
    return Theme.objects.create(unit=county, slug="harvest", name="田里的一年")


def page(client, address, language="zh-hans", status=200):
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == status
    return answer.content.decode()


def test_an_empty_site_says_so(client, home):
    assert "Nothing has been published" in page(client, "/", "en")


@pytest.mark.parametrize("address", OWN_ADDRESSES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_in_both_languages(client, home, theme, address, language):
    town = unit("shixi")
    a_story(home, unit=town, theme=theme, on=date(2026, 5, 3), cover_alt="一座桥")

    html = page(client, address, language)

    assert f'<html lang="{"zh-hans" if language == "zh-hans" else "en"}"' in html
    assert html.count("<h1") == 1


# A file of ours, or data that no browser runs.
INLINE_SCRIPT = re.compile(
    r"<script(?!\s+src=)(?![^>]*type=\"application/json\")[^>]*>(.*?)</script>",
    re.DOTALL,
)


@pytest.mark.parametrize("address", OWN_ADDRESSES)
def test_no_page_carries_inline_style_or_script_but_the_one_that_starts(
    client, home, theme, address
):
    a_story(home, unit=unit("shixi"), theme=theme, on=date(2026, 5, 3))

    response = client.get(address)
    html = response.content.decode()

    (start,) = INLINE_SCRIPT.findall(html)
    allowed = b64encode(sha256(start.encode()).digest()).decode()
    assert f" 'sha256-{allowed}';" in response["Content-Security-Policy"]
    assert "style=" not in html
    assert "<style" not in html


def test_a_page_that_is_not_there_offers_a_search(client, home):
    html = page(client, "/nowhere/", status=404)

    assert 'action="/search/"' in html


def test_reading_leaves_no_cookie(client, home):
    a_story(home)

    for address in ("/", "/news/", "/search/?q=x", "/archive/"):
        assert dict(client.get(address).cookies) == {}


def test_a_story_says_who_when_where_and_shows_its_picture_in_words(client, home):
    story = a_story(
        home,
        title="石桥修好了",
        lead="十月十二日重新放行。",
        cover=a_picture(),
        cover_alt="一座石拱桥",
        cover_caption="老桥",
        on=date(2026, 10, 12),
    )

    html = page(client, story.url)

    assert 'alt="一座石拱桥"' in html
    assert '<time datetime="2026-10-12T08:30:00+08:00">2026-10-12 08:30</time>' in html
    assert '<meta name="ArticleTitle" content="石桥修好了">' in html
    assert '<meta name="PubDate" content="2026-10-12 08:30">' in html
    assert '<meta name="ContentSource" content="清岚县">' in html
    assert '<meta name="ColumnName" content="要闻">' in html
    assert "罗佳" in html


def test_a_corrected_story_says_when(client, home):
    story = a_story(home, on=date(2026, 10, 12))
    story.lead = "更正后的导语。"
    publish(story)

    html = page(client, story.url)

    assert 'class="corrected"' in html


def test_a_story_that_is_not_public_is_not_there(client, home):
    story = a_story(home, live=False)

    page(client, story.url, status=404)
    assert story.title not in page(client, "/news/")


def test_rich_text_is_cleaned_where_it_is_shown(client, home):
    nasty = (
        '<p>好<script>alert(1)</script><img src=x onerror="alert(2)">'
        '<a href="javascript:alert(3)">点我</a> <b>真的</b></p>'
    )
    story = a_story(home, body=[("text", nasty)])

    html = page(client, story.url)

    assert "alert(" not in html
    assert "javascript:" not in html
    assert "<b>真的</b>" in html


def test_what_is_searched_for_is_shown_as_text(client, home):
    html = page(client, "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "q", ["%00", "%F0%A0%AE%B7", "%22%20OR", "%" + "41" * 2000, "%ff"]
)
def test_a_search_takes_anything(client, home, q):
    assert client.get(f"/search/?q={q}&p=99999999999&section=nil").status_code == 200


def test_a_search_marks_what_it_found_and_counts_by_section(client, home):
    a_story(home, section="news", title="采茶开始", lead="头茬。")
    a_story(home, section="villages", title="茶湾村", lead="清早上山採茶。")

    html = page(client, "/search/?q=采茶")

    assert "<mark>采茶</mark>开始" in html
    assert "上山<mark>採茶</mark>" in html
    narrowed = page(client, "/search/?q=采茶&section=villages")
    assert "茶湾村" in narrowed
    assert "开始" not in narrowed


def test_the_lead_has_a_picture_and_a_story_stands_once(client, home):
    with_picture = a_story(
        home, cover=a_picture(), cover_alt="茶山", on=date(2026, 5, 1), title="有图"
    )
    for day in range(2, 12):
        a_story(home, on=date(2026, 5, day))

    answer = client.get("/")

    front = answer.context["front"]
    shown = [front.lead, *front.second, *(s for _part, ss in front.parts for s in ss)]
    assert front.lead != with_picture  # too old: not among the newest eight
    assert len(shown) == len({story.pk for story in shown})


def test_two_counties_never_show_each_other(client, home):
    other = a_county("yunhe", "云河县")
    a_site(other, hostname="yunhe.example", name="云河融媒", is_default=False)
    own = a_story(home, title="清岚的茶", on=date(2026, 5, 1))
    far = a_story(other.home, title="云河的茶", on=date(2026, 5, 2), unit=other)
    Theme.objects.create(unit=other, slug="river", name="云河两岸")

    for address in ("/", "/news/", "/archive/2026/5/", "/search/?q=茶", "/sitemap.xml"):
        here = page(client, address)
        there = client.get(address, headers={"host": "yunhe.example"}).content.decode()
        assert own.slug in here
        assert far.slug not in here
        assert far.slug in there
        assert own.slug not in there
    page(client, "/themes/river/", status=404)
    page(client, f"/units/{other.code}/", status=404)


def test_a_unit_s_page_gathers_the_units_below_it(client, home):
    a_story(home, title="摘茶", unit=unit("chawan"))
    a_story(home, title="别处", unit=unit("rmt"))

    html = page(client, "/units/shixi/")

    assert "摘茶" in html
    assert "别处" not in html


def test_the_front_page_is_the_same_however_far_it_looks(home, monkeypatch):
    for day in range(1, 10):
        section = "villages" if day < 3 else "news"
        a_story(home, section=section, on=date(2026, 5, day), title=f"{day}日")
    site = Site.objects.get(root_page=home)
    told = {}

    for far in (reading.LOOKED_AT, 3):
        monkeypatch.setattr(reading, "LOOKED_AT", far)
        parts = reading.front_page(site, list(Section.objects.of(site))).parts
        told[far] = {
            part.slug: [story.title for story in found] for part, found in parts
        }

    assert told[100] == {"news": ["4日", "3日"], "villages": ["2日", "1日"]}
    assert told[3] == told[100]


def test_one_click_changes_the_language_and_keeps_the_page(client, home):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(
        reverse("choose_language"), {"language": "en", "next": "/archive/"}
    )

    assert (answer.status_code, answer.url) == (302, "/archive/")
    assert "Archive by month" in strict.get("/archive/").content.decode()


def test_large_type_is_remembered_and_turned_off_again(client, home):
    answer = client.post("/display/large/", {"size": "large", "next": "/archive/"})

    assert answer.url == "/archive/"
    assert 'data-size="large"' in page(client, "/")
    client.post("/display/large/", {"size": "normal", "next": "/"})
    assert 'data-size="large"' not in page(client, "/")


def test_a_switch_leads_nowhere_else(client, home):
    for address in ("large_type", "choose_script", "choose_language"):
        answer = client.post(reverse(address), {"next": "https://elsewhere.example/"})
        assert answer.url == "/"


def test_the_footer_says_what_the_office_entered(client, home):
    Imprint.objects.update(
        sponsor="清岚县融媒体中心", site_code="3300000001", icp_number="东ICP备1号"
    )

    html = page(client, "/")

    assert "清岚县融媒体中心" in html
    assert '<meta name="SiteIDCode" content="3300000001">' in html
    assert "东ICP备1号" in html
    assert "这是虚构的示例县" in html


def test_robots_and_site_map_name_every_story(client, home):
    story = a_story(home)

    told = page(client, "/robots.txt").splitlines()
    assert told[-1] == "Sitemap: http://testserver/sitemap.xml"
    assert "Disallow: /search/?" in told
    assert "Disallow: /search/" not in told
    assert f"<loc>http://testserver{story.url}</loc>" in page(client, "/sitemap.xml")


def test_a_refusal_says_why_and_what_to_do(client, home, rf):
    from xiangyin.kernel.errors import RuleBroken
    from xiangyin.portal.middleware import refusals

    answer = refusals(None).process_exception(rf.get("/x/"), RuleBroken("太晚了。"))

    assert answer.status_code == 409
    assert "太晚了。" in answer.content.decode()


def test_my_pages_show_the_name_the_way_out_and_the_workbench_to_staff(client, home):
    editor = PersonFactory(name="林知夏", posts=[("editor", unit("qinglan"))])
    client.force_login(editor)

    html = page(client, "/accounts/password/change/")

    assert "林知夏" in html
    assert 'action="/accounts/logout/"' in html
    assert 'href="/admin/"' in html


def test_a_correspondent_is_not_sent_to_the_workbench(client, home):
    client.force_login(PersonFactory(posts=[("correspondent", unit("chawan"))]))

    assert 'href="/admin/"' not in page(client, "/accounts/password/change/")


def test_a_wrong_password_keeps_the_name_and_says_so(client, home):
    answer = client.post("/accounts/login/", {"login": "shen", "password": "wrong"})

    html = answer.content.decode()
    assert 'value="shen"' in html
    assert 'role="alert"' in html


def test_a_section_s_pages_are_numbered(client, home):
    for day in range(1, 23):
        a_story(home, on=date(2026, 5, day))

    assert "1 / 2" in page(client, "/news/")
    assert "2 / 2" in page(client, "/news/?p=2")
    assert Section.objects.get(slug="news").name == "要闻"


def test_there_is_one_way_to_sign_in(client, home):
    """Wagtail's own, for pages behind a log-in, knows neither limits nor a second step."""
    assert client.get("/_util/login/").status_code == 404
    assert client.get("/admin/login/").url == "/accounts/login/"


@pytest.mark.parametrize("address", ["/my/tips/", "/accounts/login/", "/start/"])
def test_what_is_one_persons_own_stays_out_of_caches(client, home, county, address):
    client.force_login(PersonFactory(posts=[("correspondent", county)]))

    answer = client.get(address)

    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("width", "widths"), [(640, [480, 640]), (1600, [480, 800, 1200])]
)
def test_a_browser_is_offered_each_width_of_a_photo_once(client, home, width, widths):
    cover = a_picture(size=(width, width // 2))
    body = [("photo", {"picture": cover, "alt": "山"})]
    story = a_story(home, cover=cover, cover_alt='一"座"山', body=body)

    html = client.get(story.url).content.decode()

    sets = re.findall(r'srcset="([^"]*)" sizes="\(min', html)
    assert len(sets) == 4  # two ways to write each of two pictures
    assert [re.findall(r" (\d+)w", each) for each in sets] == [
        [str(each) for each in widths]
    ] * 4
    assert 'fetchpriority="high" alt="一&quot;座&quot;山"' in html


def test_the_front_page_and_the_search_say_what_they_are_in_a_sentence(client, home):
    described = '<meta name="description" content="'
    front, search = client.get("/").text, client.get("/search/").text
    found = client.get("/search/?q=春茶").text

    assert f'{described}清岚融媒 · 要闻 乡村 ">' in front
    assert f'{described}搜本报 · 清岚融媒">' in search
    assert ["noindex" in page for page in (front, search, found)] == [
        *(False, False),
        True,
    ]
