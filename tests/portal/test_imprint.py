"""Name, colour, marks and footer of a site: what the office enters is what every page says."""

import gc
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories.people import PersonFactory, a_county
from tests.factories.portal import ServiceFactory
from tests.portal.paper import a_picture, a_site, a_story
from xiangyin.engines.colours import AA, contrast
from xiangyin.kernel.models import Record, Showing
from xiangyin.kernel.services.pictures import county_collection
from xiangyin.portal import imprint_form, look
from xiangyin.portal.models import Imprint
from xiangyin.portal.templatetags.portal import away, clean_text

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
CSS = Path(look.__file__).parent / "static/portal/site.css"


@pytest.fixture(autouse=True)
def _files_are_closed_before_the_next_test():
    yield
    gc.collect()


@pytest.fixture
def home(county):
    return a_site(county)


@pytest.fixture
def imprint(home):
    return Imprint.objects.get(site__root_page=home)


def a_logo(county):
    picture = a_picture("logo.jpg", (200, 200))
    picture.title, picture.collection = f"{county.name}标志", county_collection(county)
    picture.save()
    return picture


def page(client, address="/", language="zh-hans", host="testserver"):
    asked = {"accept-language": language, "host": host}
    return client.get(address, headers=asked).content.decode()


def test_the_grounds_of_the_look_are_those_of_the_stylesheet():
    usual, _ways, _to_read = CSS.read_text().partition("The ways to read")
    tokens = re.findall(r"--(paper|sheet|on-accent): (#[0-9a-f]{6})", usual)

    assert [colour for _name, colour in tokens] == [*look.LIGHT, *look.DARK]


@pytest.mark.parametrize("accent", ["#a3301c", "#1f4e79", "#2f6242", "#000000"])
def test_a_legal_colour_can_be_read_on_light_and_on_dark(accent):
    look.legal_accent(accent)

    light, dark = re.findall(r"--accent: (#[0-9a-f]{6})", look.stylesheet(accent))
    assert light == accent
    assert min(contrast(light, ground) for ground in look.LIGHT) >= AA
    assert min(contrast(dark, ground) for ground in look.DARK) >= AA


@pytest.mark.parametrize("accent", ["#ffd000", "#ff6600", "#ffffff", "#9aa0a6"])
def test_a_pale_colour_is_refused_with_the_nearest_that_can_be_read(accent):
    with pytest.raises(ValidationError) as refused:
        look.legal_accent(accent)

    nearest = re.findall("#[0-9a-f]{6}", refused.value.messages[0])[-1]
    assert nearest != accent
    look.legal_accent(nearest)


@pytest.mark.parametrize("accent", ["red", "#fff", "#a3301c;}*{x:y", "#A3301G"])
def test_what_is_no_colour_is_refused(imprint, accent):
    imprint.accent = accent

    with pytest.raises(ValidationError):
        imprint.full_clean()


def test_a_set_colour_has_its_stylesheet_at_an_address_of_its_own(client, imprint):
    assert "/look/" not in page(client)
    imprint.accent = "#1f4e79"
    imprint.save()

    address = re.search(r'href="(/look/[0-9a-f]+\.css)"', page(client))[1]
    answer = client.get(address)

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--accent: #1f4e79" in answer.content.decode()
    imprint.accent = "#2f6242"
    imprint.save()
    assert client.get(address).url == f"/look/{look.version('#2f6242')}.css"
    assert client.get("/look/other.css").status_code == 302


def test_a_site_without_a_colour_has_no_stylesheet(client, imprint):
    assert client.get("/look/0123.css").status_code == 404


def test_the_logo_and_the_mark_stand_on_every_page_without_a_question(
    client, home, imprint, django_assert_num_queries
):
    a_story(home)
    imprint.logo = a_logo(home.county)
    imprint.mark_picture = a_logo(home.county)
    imprint.mark_link = "https://mark.gov.cn/"
    imprint.save()
    public = Showing.objects.public().filter(page=home)

    html = page(client, "/about/")

    assert 'class="nameplate-logo"' in html
    assert '<a href="https://mark.gov.cn/" rel="noopener"><img src="/media/' in html
    shown = {imprint.logo_id, imprint.mark_picture_id}
    assert set(public.values_list("picture", flat=True)) == shown
    with django_assert_num_queries(5):
        client.get("/about/")
    imprint.logo = imprint.mark_picture = None
    imprint.save()
    assert imprint.shown == {"logo": {}, "mark": {}}
    assert 'class="nameplate-logo"' not in page(client, "/about/")


def test_the_head_and_the_footer_say_what_the_rules_ask(client, home, imprint):
    Imprint.objects.update(
        description="县里的事。",
        keywords="清岚,新闻",
        sponsor="清岚县委宣传部",
        undertaker="清岚县融媒体中心",
        contact="0999-5550100",
        address="文庙街18号",
        site_code="3300000001",
        icp_number="东ICP备1号",
        police_number="东公网安备 33000002000001号",
        mark_link="https://mark.gov.cn/",
        says_ipv6=True,
    )

    html = page(client)

    for said in (
        '<meta name="SiteName" content="清岚融媒">',
        '<meta name="SiteDomain" content="testserver">',
        '<meta name="SiteIDCode" content="3300000001">',
        '<meta name="description" content="县里的事。">',
        '<meta name="keywords" content="清岚,新闻">',
        "清岚县委宣传部",
        "清岚县融媒体中心",
        "0999-5550100",
        "文庙街18号",
        "东ICP备1号",
        'href="https://beian.mps.gov.cn/#/query/webSearch?code=33000002000001"',
        'href="https://mark.gov.cn/"',
        "本网站支持 IPv6 访问。",
        'href="/site-map/"',
    ):
        assert said in html


@pytest.mark.parametrize(
    "address", ["/news/", "/whats-on/", "/services/", "/about/", "/units/shixi/"]
)
def test_each_list_says_its_column(client, home, address):
    html = page(client, address)

    told = re.findall(r'<meta name="(Column\w+)" content="([^"]+)">', html)
    assert [name for name, _said in told] == [
        *("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"),
    ]


def test_a_section_says_the_keywords_and_the_type_the_office_gave_it(client, home):
    section = home.sections.first()
    section.keywords, section.column_type = "要闻,清岚", "工作动态"
    section.save()

    html = page(client, "/news/")

    assert '<meta name="ColumnKeywords" content="要闻,清岚">' in html
    assert '<meta name="ColumnType" content="工作动态">' in html


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://www.shop.example/x?y", "（外部网站：shop.example）"),
        ("https://gov.cn.evil.example/", "（外部网站：gov.cn.evil.example）"),
        ("https://evil.example/?gov.cn", "（外部网站：evil.example）"),
        ("https://www.gov.cn/zhengce", "（gov.cn）"),
        ("https://rst.dongping.gov.cn/", "（rst.dongping.gov.cn）"),
        ("https://notgov.cn/", "（外部网站：notgov.cn）"),
        ("http://localhost/news/", ""),
        ("http://[broken", ""),
        ("/news/", ""),
    ],
)
def test_a_link_that_leaves_the_site_says_where_it_leads(address, said, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8000"

    told = re.sub("<[^>]+>", "", away(address))

    assert told == said


def test_a_link_in_a_text_says_it_too_and_hides_no_markup():
    html = clean_text(
        '<p><a href="https://a.example/&quot;><script>">看<b>这</b></a>'
        ' <a href="/news/">本站</a></p>'
    )

    assert html.count('class="away"') == 1
    assert "<script" not in html
    assert '<a href="/news/" rel="noopener">本站</a></p>' in html


def change(client, imprint, **told):
    kept = {
        **{"name": imprint.name, "language": "zh-hans", "logo": "", "accent": ""},
        **told,
    }
    return client.post(reverse("site_imprint:edit", args=[imprint.pk]), kept)


@pytest.fixture
def administrator(home):
    return PersonFactory(posts=[("administrator", home.county)])


def test_the_administrator_sets_colour_and_logo_and_the_trail_says_so(
    client, home, imprint, administrator
):
    client.force_login(administrator)
    logo = a_logo(home.county)

    answer = change(client, imprint, accent="#1F4E79", logo=logo.pk)

    imprint.refresh_from_db()
    assert answer.status_code == 302
    assert (imprint.accent, imprint.logo) == ("#1f4e79", logo)
    assert Record.objects.filter(
        subject=f"portal.imprint:{imprint.pk}", by=administrator, county=home.county
    ).exists()


def test_a_pale_colour_is_refused_on_the_screen(client, imprint, administrator):
    client.force_login(administrator)

    answer = change(client, imprint, accent="#ffd000")

    imprint.refresh_from_db()
    assert "#ffd000" in answer.content.decode()
    assert imprint.accent == ""


@pytest.fixture
def strange_logo(county):
    far = a_county("yunhe", "云河县")
    a_site(far, hostname="yunhe.example", name="云河融媒", is_default=False)
    return a_logo(far)


def test_another_countys_picture_is_neither_kept_nor_named(
    client, imprint, administrator, strange_logo
):
    client.force_login(administrator)

    answer = change(client, imprint, logo=strange_logo.pk, accent="#ffd000")

    refused = change(client, imprint, logo=strange_logo.pk)
    imprint.refresh_from_db()
    assert refused.status_code == 200
    assert "云河" not in answer.content.decode()
    assert imprint.logo is None


def test_without_that_look_the_picture_would_be_kept(
    client, imprint, administrator, strange_logo, monkeypatch
):
    every = type(strange_logo).objects
    monkeypatch.setattr(imprint_form, "choosable_pictures", lambda *_who: every.all())
    client.force_login(administrator)

    change(client, imprint, logo=strange_logo.pk)

    imprint.refresh_from_db()
    assert imprint.logo == strange_logo


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 429, 500, 503])
def test_every_error_page_says_what_to_do_and_has_the_search(client, home, status, rf):
    from django.shortcuts import render

    html = render(rf.get("/x/"), f"{status}.html").content.decode()

    assert 'role="search"' in html
    assert 'action="/search/"' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize(
    "address", ["/", "/news/", "/services/", "/whats-on/", "/accounts/login/"]
)
def test_every_page_has_the_search(client, home, address):
    ServiceFactory(unit=home.county)

    assert 'role="search"' in page(client, address)
