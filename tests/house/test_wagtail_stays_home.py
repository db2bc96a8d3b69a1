"""Nothing of Wagtail fetches anything: what could is switched off, and all is known."""

import re
import socket
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import (
    EmbedNotFoundException,
    EmbedUnsupportedProviderException,
)
from wagtail.embeds.finders import get_finders

WAGTAIL = Path(wagtail.__file__).parent
CALLS = re.compile(
    r"^\s*(?:import|from)\s+(?:requests|urllib3|httpx|socket|smtplib|ftplib"
    r"|http\.client|urllib\.request|urllib import request)\b",
    re.M,
)
# What calls out, and what keeps it from doing so.
KNOWN = {
    "contrib/frontend_cache/backends/cloudflare.py": "not installed",
    "contrib/frontend_cache/backends/http.py": "not installed",
    "embeds/finders/facebook.py": "no finders",
    "embeds/finders/instagram.py": "no finders",
    "embeds/finders/oembed.py": "no finders",
}
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.fixture
def looked_up(monkeypatch):
    """The names that were looked up. None is found."""
    names = []

    def resolve(host, *args, **kwargs):
        names.append(host)
        raise socket.gaierror

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    return names


@pytest.fixture
def with_finders():
    """Wagtail's own finders; it keeps the list once it has read it."""
    kept = settings.WAGTAILEMBEDS_FINDERS
    del settings.WAGTAILEMBEDS_FINDERS
    get_finders.cache_clear()
    yield
    settings.WAGTAILEMBEDS_FINDERS = kept
    get_finders.cache_clear()


def test_all_of_wagtail_that_could_call_out_is_known():
    callers = {
        path.relative_to(WAGTAIL).as_posix()
        for path in WAGTAIL.rglob("*.py")
        if CALLS.search(path.read_text("utf-8")) and "test" not in path.as_posix()
    }

    assert callers == set(KNOWN)
    assert "wagtail.contrib.frontend_cache" not in settings.INSTALLED_APPS
    assert get_finders() == []


def test_what_browsers_would_be_sent_to_is_switched_off():
    switches = {
        "WAGTAIL_ENABLE_UPDATE_CHECK": False,
        "WAGTAIL_ENABLE_WHATS_NEW_BANNER": False,
        "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
    }

    assert {name: getattr(settings, name) for name in switches} == switches


def test_an_embed_is_refused_without_asking_anybody(db, looked_up):
    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed(VIDEO)

    assert looked_up == []


def test_with_wagtails_finders_somebody_would_be_asked(db, with_finders, looked_up):
    with pytest.raises(EmbedNotFoundException):
        get_embed(VIDEO)

    assert set(looked_up) == {"www.youtube.com"}
