"""Passwords as production takes them, and the codes beside them."""

import random
import re
from datetime import timedelta
from itertools import chain

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import unit
from tests.portal.production import production
from xiangyin.config.settings import base
from xiangyin.kernel.services import invitations

from .signing import RIGHT, is_in, sign_in, somebody

pytestmark = pytest.mark.django_db
INPUT = re.compile(r"<input\b[^>]*\bname=\"[^\"]*(?:password|again)[^\"]*\"[^>]*>")


@pytest.fixture
def wu(county):
    return somebody("wu", ("correspondent", unit("chawan")))


def choose(person, password):
    """The errors at the field when ``person`` chooses ``password`` by a link."""
    made = invitations.invite(person, by=None, now=timezone.now())
    link = reverse("invitation", args=[invitations.token_of(made)])
    response = Client().post(link, {"password": password, "again": password})
    return {} if response.status_code == 302 else response.context["form"].errors


def change(client, **told):
    new = {"oldpassword": RIGHT, "password1": "a-new-one", "password2": "a-new-one"}
    return client.post(reverse("account_change_password"), {**new, **told})


def test_seven_characters_are_too_few_and_eight_are_enough(wu):
    assert list(choose(wu, "teayuan")) == ["password"]
    assert choose(wu, "teayuans") == {}


@pytest.mark.parametrize(
    "password",
    [
        "onlysmallletters",
        "ONLY CAPITALS",
        "清岚县的春茶真好喝",
        "    !?    ",
        "茶" * 200,
    ],
)
def test_a_password_may_be_of_any_signs_and_very_long(wu, password):
    assert choose(wu, password) == {}
    assert is_in(sign_in("wu", password)[0])


@pytest.mark.parametrize(
    "almost",
    [
        "Qinglan-tea-2026 " + "x" * 80,
        "qinglan-tea-2026 " + "x" * 79,
        "qinglan-tea-2026 " + "x" * 81,
        "qinglan-tea-2026 " + "x" * 80 + " ",
        " qinglan-tea-2026 " + "x" * 80,
    ],
)
def test_a_password_is_compared_as_it_was_typed(wu, almost):
    right = "qinglan-tea-2026 " + "x" * 80
    choose(wu, right)

    assert not is_in(sign_in("wu", almost)[0])
    assert is_in(sign_in("wu", right)[0])


def test_a_password_is_changed_by_who_knows_the_old_one(wu):
    client, _response = sign_in("wu")

    refused = change(client, oldpassword="not the old one")
    wu.refresh_from_db()
    before = wu.check_password(RIGHT)
    change(client)
    wu.refresh_from_db()

    assert list(refused.context["form"].errors) == ["oldpassword"]
    assert (before, wu.check_password("a-new-one")) == (True, True)


def test_no_password_grows_old(wu):
    long_ago = timezone.now() - timedelta(days=3650)
    type(wu).objects.update(date_joined=long_ago, last_login=long_ago)

    client, response = sign_in("wu")

    assert (is_in(client), response.url) == (True, "/start/")


def test_passwords_are_hidden_and_a_password_manager_may_fill_them_in(wu):
    made = invitations.invite(wu, by=None, now=timezone.now())
    link = reverse("invitation", args=[invitations.token_of(made)])
    client, _response = sign_in("wu")
    pages = [
        Client().get(reverse("account_login")),
        Client().get(link),
        client.get(reverse("account_change_password")),
    ]

    fields = [INPUT.findall(page.content.decode()) for page in pages]

    assert [len(found) for found in fields] == [1, 2, 3]
    for field in chain.from_iterable(fields):
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(?:current|new)-password"', field)
        assert "onpaste" not in field


def test_production_keeps_passwords_by_argon2_with_enough_of_it():
    """At least what OWASP asks for: 19 MiB, two rounds."""
    with override_settings(PASSWORD_HASHERS=hashers_of_production()):
        told = Argon2PasswordHasher().decode(make_password(RIGHT))

    assert told["variety"] == "argon2id"
    assert told["memory_cost"] >= 19 * 1024
    assert told["time_cost"] >= 2


def hashers_of_production():
    from xiangyin.config.settings import base

    return production().get("PASSWORD_HASHERS", base.PASSWORD_HASHERS)


def test_a_recovery_code_opens_once(wu):
    codes = RecoveryCodes.activate(wu)
    first = codes.get_unused_codes()[0]

    assert codes.validate_code(first) is True
    assert codes.validate_code(first) is False
    assert len(codes.get_unused_codes()) == 9


def test_a_recovery_code_is_long_enough(wu):
    """Eight digits are more than twenty bits."""
    codes = RecoveryCodes.activate(wu).generate_codes()

    assert {bool(re.fullmatch(r"\d{8}", code)) for code in codes} == {True}
    assert len(set(codes)) == 10


def test_no_dice_that_can_be_foretold_make_secrets(wu):
    made = []
    for _time in range(2):
        random.seed(7)
        invitations_of_now = invitations.invite(wu, by=None, now=timezone.now())
        made.append(
            (
                generate_totp_secret(),
                RecoveryCodes.generate_seed(),
                invitations.token_of(invitations_of_now),
            )
        )

    assert all(first != second for first, second in zip(*made, strict=True))
    assert [len(part) >= 26 for part in made[0]] == [True, True, True]


@pytest.mark.parametrize(
    ("limits", "answered"), [(base.ACCOUNT_RATE_LIMITS, 429), (False, 200)]
)
def test_a_stolen_session_does_not_try_passwords_without_end(
    wu, settings, limits, answered
):
    settings.ACCOUNT_RATE_LIMITS = limits
    cache.clear()
    client, _response = sign_in("wu")

    answers = [change(client, oldpassword=f"guess {each}") for each in range(6)]

    assert {answer.status_code for answer in answers[:5]} == {200}
    assert answers[5].status_code == answered
    assert is_in(client)
