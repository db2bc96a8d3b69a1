"""What every answer of an office says about itself, whatever is asked."""

import re

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.factories.newsroom import open_newsroom
from tests.factories.people import unit
from tests.portal.paper import a_picture, a_site, a_story
from tests.portal.production import HOST, production
from xiangyin.newsroom.models import Theme

from .signing import sign_in, somebody
from .test_headers import OWN, PUBLIC, STAFF, reader

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TWO_YEARS = "max-age=63072000; includeSubDomains; preload"
# What is neither a page nor a text: a picture, a table.
WITHOUT_CHARSET = re.compile(r"image/(?:jpeg|png)|application/(?:json|vnd\..*)")
WITH_CHARSET = re.compile(
    r"(?:text/(?:html|plain|css)|application/(?:atom\+)?xml|image/svg\+xml)"
    r"; charset=\"?utf-8\"?",
    re.I,
)
EMPTY = {"a redirect", "a forged form", "a wrong method"}
# Style sheets, scripts and fonts as shipped: the same for everybody.
OPEN_TO_ALL = {"/static/portal/site.css": "*"}


@pytest.fixture
def answers(county):
    """Answers of every kind: public, one's own, staff's, files, refusals."""
    told = production() | {"XIANGYIN_SECOND_FACTOR": False}
    with override_settings(**told):
        home = a_site(county, hostname=HOST)
        Theme.objects.create(unit=county, slug="harvest", name="田里的一年")
        cover = a_picture()
        a_story(home, slug="flood", cover=cover)
        somebody("wu", ("correspondent", unit("chawan")))
        somebody("zhou", ("administrator", county), ("editor", county))
        wu, _response = sign_in("wu", client=reader(), at="127.0.0.1")
        zhou, _response = sign_in("zhou", client=reader(), at="127.0.0.1")
        picture = cover.get_rendition("width-100").url
        found = {
            **{address: reader().get(address) for address in PUBLIC},
            **{address: wu.get(address) for address in OWN},
            **{address: zhou.get(address) for address in STAFF},
            picture: reader().get(picture),
            "a redirect": reader().get("/my/tips/"),
            "a forged form": reader().post("/my/tips/new/"),
            "a wrong method": reader().put("/healthz"),
            "a phone": wu.get("/my/tips/new/", HTTP_ACCEPT="application/json"),
            "a chart": zhou.get("/admin/placements/bulletin/2026-10/charts/tiers.svg"),
            "a table": zhou.get("/admin/placements/bulletin/2026-10/bulletin.xlsx"),
            "an export": zhou.get("/admin/people/?export=xlsx"),
        }
        yield found
        for answer in found.values():
            answer.close()


def without(answers, name, good) -> dict:
    """The answers whose header ``name`` is not as it should be."""
    return {
        address: answer.headers.get(name)
        for address, answer in answers.items()
        if not good(answer.headers.get(name, ""))
    }


def test_every_answer_says_what_it_is_and_how_it_may_be_used(answers):
    kinds = [WITH_CHARSET, WITHOUT_CHARSET]
    with_a_body = {
        address: answer
        for address, answer in answers.items()
        if answer.streaming or answer.content
    }

    assert answers.keys() - with_a_body.keys() == EMPTY
    assert without(answers, "Strict-Transport-Security", TWO_YEARS.__eq__) == {}
    assert without(answers, "X-Content-Type-Options", "nosniff".__eq__) == {}
    assert without(answers, "Referrer-Policy", "same-origin".__eq__) == {}
    assert without(answers, "Access-Control-Allow-Origin", "".__eq__) == OPEN_TO_ALL
    assert without(answers, "Cross-Origin-Resource-Policy", "same-origin".__eq__) == {}
    assert (
        without(
            {name: told for name, told in answers.items() if ".width-" not in name},
            "Content-Security-Policy",
            re.compile(r".*frame-ancestors '(?:none|self)'").match,
        )
        == {}
    )
    assert (
        without(
            with_a_body,
            "Content-Type",
            lambda kind: any(each.fullmatch(kind) for each in kinds),
        )
        == {}
    )


def test_no_link_carries_a_session_or_a_password(answers):
    """They stand in cookies and in bodies; an address is kept in logs."""
    secret = re.compile(r"[?&](?:session\w*|token|password\w*|csrf\w*)=", re.I)

    for answer in answers.values():
        body = "" if answer.streaming else answer.content.decode("utf-8", "replace")
        assert secret.findall(body + answer.headers.get("Location", "")) == []


def test_what_is_a_persons_or_the_staffs_is_kept_by_no_browser(answers):
    own = {name: answers[name] for name in (*OWN, *STAFF, "an export", "a table")}

    assert without(own, "Cache-Control", lambda told: "no-store" in told) == {}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("large_type", {"size": "large"}),
        ("choose_script", {"script": "hant"}),
        ("set_language", {"language": "en"}),
        ("choose_language", {"language": "en"}),
    ],
)
def test_a_cookie_of_ones_choice_stays_with_this_site(county, name, told):
    open_newsroom(county)
    with override_settings(**production()):
        client = reader()
        client.post(reverse(name), told)

    assert len(client.cookies) == 1
    for key, cookie in client.cookies.items():
        assert key.startswith("__Host-")
        assert (cookie["samesite"], cookie["secure"]) == ("Lax", True)
        assert (cookie["path"], cookie["domain"]) == ("/", "")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK"])
def test_methods_that_say_back_what_was_sent_say_nothing_back(answers, method):
    with override_settings(**production()):
        asked = reader().generic(method, "/healthz", HTTP_X_SECRET="tell me")
        page = reader().generic(method, "/", HTTP_X_SECRET="tell me")

    assert b"tell me" not in asked.content + page.content


def test_every_page_behind_the_log_in_shows_how_to_leave(answers):
    leave = (reverse("account_logout"), reverse("wagtailadmin_logout"))
    pages = {address: answers[address].content.decode() for address in (*OWN, *STAFF)}

    assert [
        name for name, page in pages.items() if not any(map(page.count, leave))
    ] == []


def test_what_is_downloaded_has_a_name_of_ours(answers):
    """Latin letters, figures and hyphens: nothing that somebody typed."""
    told = {
        name: answer.headers["Content-Disposition"]
        for name, answer in answers.items()
        if "Content-Disposition" in answer.headers
    }

    assert told.keys() == {"a table", "an export", *(n for n in told if ".width-" in n)}
    for name, disposition in told.items():
        assert re.fullmatch(
            r'(?:attachment|inline); filename="[\w.-]+"', disposition
        ), name
