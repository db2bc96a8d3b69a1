"""Headers: as good as can be on every public page, and no forged one comes through."""

import gc
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import PersonFactory, unit
from tests.portal.observatory import score
from tests.portal.paper import a_picture, a_site, a_story
from tests.portal.production import HOST, production
from xiangyin.kernel.services import invitations
from xiangyin.newsroom.models import Theme

from .signing import RIGHT, sign_in, somebody

# Wagtail leaves the files it makes picture sizes from to be closed by and by.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
A_PLUS = 130
EVIL = "evil.example"
PUBLIC = [
    "/",
    "/news/",
    "/news/flood/",
    "/search/?q=x",
    "/archive/",
    "/archive/2026/5/",
    "/units/shixi/",
    "/themes/harvest/",
    "/site-map/",
    "/accessibility/",
    "/ask/",
    "/ask/status/",
    "/answers/",
    "/answers/figures/",
    "/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/static/portal/site.css",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/signup/",
    "/no/such/page/",
]
OWN = ["/my/tips/", "/my/tips/new/", "/accounts/2fa/", "/accounts/sessions/"]
STAFF = ["/admin/", "/admin/people/", "/admin/newsroom/tips/", "/admin/account/"]
# Wagtail's own screens carry inline script and style: 20 points, and with them all
# credit, for less than 90 are left.
WAGTAIL_ALLOWS = 80
WAGTAIL_COSTS = -20


@pytest.fixture(autouse=True)
def _files_are_closed_before_the_next_test():
    yield
    gc.collect()


@pytest.fixture
def office():
    """An office as it is installed, answering for one host over TLS only."""
    with override_settings(**production()):
        yield


@pytest.fixture
def paper(county):
    home = a_site(county, hostname=HOST)
    Theme.objects.create(unit=county, slug="harvest", name="田里的一年")
    a_story(home, slug="flood", cover=a_picture())
    return home


def reader(**headers) -> Client:
    return Client(
        SERVER_NAME=HOST,
        HTTP_X_FORWARDED_PROTO="https",
        REMOTE_ADDR="127.0.0.1",
        **headers,
    )


@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page_is_worth_an_a_plus(office, paper, address):
    response = reader().get(address)

    points, rules = score(response, host=HOST)
    assert points >= A_PLUS, rules


def test_a_photo_is_worth_an_a_plus_and_runs_nothing(office, paper):
    picture = a_picture()

    response = reader().get(picture.get_rendition("width-100").url)

    assert score(response, host=HOST)[0] >= A_PLUS
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; sandbox; form-action 'none'; frame-ancestors 'none'"
    )
    response.close()


@pytest.mark.parametrize("address", OWN)
def test_a_correspondents_pages_are_worth_as_much(office, paper, address):
    somebody("wu", ("correspondent", unit("chawan")))
    client, _response = sign_in("wu", client=reader(), at="127.0.0.1")

    response = client.get(address)

    points, rules = score(response, host=HOST)
    assert (response.status_code, points >= A_PLUS) == (200, True), rules


@pytest.mark.parametrize("address", STAFF)
def test_staff_pages_lose_what_wagtails_inline_script_costs_and_nothing_else(
    office, paper, county, address, settings
):
    settings.XIANGYIN_SECOND_FACTOR = False
    somebody("zhou", ("administrator", county), ("editor", county))
    client, _response = sign_in("zhou", client=reader(), at="127.0.0.1")

    response = client.get(address)

    points, rules = score(response, host=HOST)
    faults = {name: value for name, value in rules.items() if value < 0}
    assert (response.status_code, points) == (200, WAGTAIL_ALLOWS), rules
    assert faults == {"policy": WAGTAIL_COSTS}


@pytest.mark.parametrize(
    ("middleware", "at_most"),
    [
        ("xiangyin.portal.middleware.security_headers", 75),
        ("django.middleware.security.SecurityMiddleware", 80),
    ],
)
def test_without_a_guard_the_score_falls(office, paper, settings, middleware, at_most):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != middleware]

    points, rules = score(reader().get("/"), host=HOST)

    assert points <= at_most, rules


def test_the_cookies_belong_to_this_host_and_go_over_tls_only(office, paper):
    somebody("wu", ("correspondent", unit("chawan")))
    client, _response = sign_in("wu", client=reader(), at="127.0.0.1")
    client.get("/my/tips/new/")

    cookies = client.cookies
    assert sorted(cookies) == ["__Host-csrf", "__Host-device", "__Host-session"]
    for cookie in cookies.values():
        assert (cookie["path"], cookie["domain"]) == ("/", "")
        assert (cookie["secure"], cookie["samesite"]) == (True, "Lax")
    assert cookies["__Host-session"]["httponly"] is True


def test_plain_http_leads_to_the_same_page_over_tls(office, paper):
    response = Client(SERVER_NAME=HOST).get("/news/?p=2")

    assert (response.status_code, response.url) == (301, f"https://{HOST}/news/?p=2")


def test_only_wagtails_preview_shows_our_pages_in_a_frame(paper):
    story = a_story(paper)
    seen = story.make_preview_request(preview_mode="")

    assert "frame-ancestors 'self'" in seen.headers["Content-Security-Policy"]
    assert Client().get("/").headers["X-Frame-Options"] == "DENY"


FORGED = [
    {"HTTP_X_FORWARDED_HOST": EVIL},
    {"HTTP_X_FORWARDED_SERVER": EVIL},
    {"HTTP_X_HOST": EVIL},
    {"HTTP_FORWARDED": f"host={EVIL};proto=http"},
    {"HTTP_X_FORWARDED_PORT": "666", "HTTP_X_ORIGINAL_URL": f"https://{EVIL}/"},
    {"HTTP_REFERER": f"https://{EVIL}/"},
]
WITH_LINKS = [
    "/",
    "/news/",
    "/news/flood/",
    "/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/accounts/login/",
    "/my/tips/",
    "/no/such/page/",
]


@pytest.mark.parametrize("forged", FORGED, ids=lambda headers: next(iter(headers)))
def test_a_forged_header_comes_into_no_link(office, paper, forged):
    client = reader()

    for address in WITH_LINKS:
        response = client.get(address, **forged)

        told = f"{response.content.decode()} {response.headers}"
        assert (EVIL in told, ":666" in told) == (False, False), address


def test_a_forged_host_is_refused(office, paper):
    for host in (
        EVIL,
        f"{HOST}.{EVIL}",
        f"{EVIL}:443",
        f"{HOST}@{EVIL}",
        f"{HOST}:80@{EVIL}",
    ):
        response = reader().get("/", HTTP_HOST=host)

        assert response.status_code == 400
        assert EVIL not in response.content.decode()


def test_were_the_forwarded_host_believed_it_would_come_into_the_links(
    office, paper, settings
):
    settings.USE_X_FORWARDED_HOST = True
    settings.ALLOWED_HOSTS = ["*"]

    response = reader().get("/", HTTP_X_FORWARDED_HOST=EVIL)

    assert EVIL in response.content.decode()


def test_a_forged_header_comes_into_no_invitation(office, paper, county, settings):
    settings.XIANGYIN_SECOND_FACTOR = False
    somebody("zhou", ("administrator", county))
    person = PersonFactory(posts=[("correspondent", unit("chawan"))])
    client, _response = sign_in("zhou", client=reader(), at="127.0.0.1")
    made = invitations.invite(person, by=None, now=timezone.now())

    response = client.get(
        reverse("people:link", args=[person.pk]),
        HTTP_HOST=HOST,
        HTTP_X_FORWARDED_HOST=EVIL,
    )

    link = f"https://{HOST}/accounts/invitation/{invitations.token_of(made)}/"
    assert response.context["link"] == link


ELSEWHERE = [
    f"//{EVIL}/",
    f"https://{EVIL}/",
    f"https:{EVIL}",
    f"/\\{EVIL}/",
    f"\\\\{EVIL}/",
    f"///{EVIL}/",
    f"http:///{EVIL}/",
    f"https://{HOST}@{EVIL}/",
    f"https://{HOST}.{EVIL}/",
    f" //{EVIL}/",
    f"\t//{EVIL}/",
    f"/\t/{EVIL}/",
    f"javascript:location='//{EVIL}'",
    f"data:text/html,{EVIL}",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_a_sign_in_leads_nowhere_else(office, paper, wanted):
    somebody("wu", ("correspondent", unit("chawan")))
    client = reader()

    response = client.post(
        f"{reverse('account_login')}",
        {"login": "wu", "password": RIGHT, "next": wanted},
    )

    assert stays(response.url)


@pytest.mark.parametrize("wanted", ELSEWHERE)
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("choose_language", {"language": "en"}),
        ("large_type", {"size": "large"}),
        ("choose_script", {"script": "hant"}),
        ("set_language", {"language": "en"}),
    ],
)
def test_a_switch_leads_back_and_nowhere_else(office, paper, wanted, name, told):
    client = reader()

    response = client.post(reverse(name), {**told, "next": wanted})

    assert stays(response.url)


def stays(address: str) -> bool:
    """Whether a browser that is told ``address`` remains at this host."""
    read = re.sub(r"[\t\r\n]", "", address.replace("\\", "/")).strip()
    scheme = re.match(r"(https?):/*", read)
    if scheme:
        read = f"//{read[scheme.end() :]}"
    elif ":" in read.partition("/")[0]:
        return False
    target = re.sub("^/{2,}", "//", read)
    return urlsplit(urljoin(f"https://{HOST}/here/", target)).hostname == HOST


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_a_browser_would_leave_if_nobody_looked(wanted):
    """The control: each of these leads away."""
    assert not stays(wanted)
