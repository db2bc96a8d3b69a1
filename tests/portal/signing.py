"""People who sign in, for the tests of the entrance."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from tests.factories.people import PersonFactory

RIGHT = "qinglan-tea-2026"
VILLAGE = "203.0.113.7"
ELSEWHERE = "198.51.100.9"


def somebody(username, *posts, **fields):
    """A person whose password is ``RIGHT``."""
    person = PersonFactory(username=username, posts=posts, **fields)
    person.set_password(RIGHT)
    person.save()
    return person


def sign_in(username, password=RIGHT, *, at=VILLAGE, client=None, **headers):
    """Send the form of the log-in page; returns the client and what came back."""
    client = client or Client()
    response = client.post(
        reverse("account_login"),
        {"login": username, "password": password},
        REMOTE_ADDR=at,
        **headers,
    )
    return client, response


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def guess(username, times, *, at=VILLAGE, **headers):
    for number in range(times):
        sign_in(username, f"wrong {number}", at=at, **headers)


def secret_of(client) -> str:
    return client.get(reverse("mfa_activate_totp")).context["form"].secret


def code(secret: str, *, later: int = 0) -> str:
    """The code of now, or of so many periods later; three periods are good."""
    counter = int(time.time()) // 30 + later
    return format_hotp_value(hotp_value(secret, counter))


def still_in(client) -> bool:
    return client.get("/my/tips/").status_code == 200
