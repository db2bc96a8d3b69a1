"""Sessions end by themselves, from afar, and with the account; signers take two steps."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.factories.people import unit
from xiangyin.kernel.models import Record
from xiangyin.kernel.services.posts import dismiss

from .signing import RIGHT, code, is_in, secret_of, sign_in, somebody, still_in

pytestmark = pytest.mark.django_db
MINUTE, DAY = 60, 24 * 60 * 60
ENDS = "xiangyin.portal.signed_in.sessions_end"


@pytest.fixture
def editor(county):
    return somebody("lin", ("editor", county))


@pytest.mark.parametrize(
    ("role", "away", "stays"),
    [
        ("editor", 29 * MINUTE, True),
        ("editor", 31 * MINUTE, False),
        ("correspondent", 31 * MINUTE, True),
        ("correspondent", 13 * DAY, True),
        ("correspondent", 15 * DAY, False),
    ],
)
def test_who_went_away_is_signed_out(county, clock, role, away, stays):
    somebody("lin", (role, county))
    client, _response = sign_in("lin")

    clock(away)

    assert still_in(client) is stays
    assert is_in(client) is stays


def test_without_the_guard_a_computer_left_alone_stays_open(editor, clock, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != ENDS]
    client, _response = sign_in("lin")

    clock(24 * 60 * MINUTE)

    assert still_in(client)


def test_a_correspondent_with_another_post_is_staff(county, clock):
    somebody("lin", ("correspondent", unit("chawan")), ("reporter", unit("rmt")))
    client, _response = sign_in("lin")

    clock(31 * MINUTE)

    assert not still_in(client)


@pytest.mark.parametrize(
    ("role", "step", "days"),
    [("editor", 20 * MINUTE, 0.5), ("correspondent", 10 * DAY, 90)],
)
def test_nobody_stays_in_for_ever(county, clock, role, step, days):
    somebody("lin", (role, county))
    client, _response = sign_in("lin")
    steps = 0

    while still_in(client):
        clock(step)
        steps += 1

    assert steps == int(days * DAY / step) + 1


def test_an_open_editor_alone_keeps_nobody_signed_in(editor, clock):
    client, _response = sign_in("lin")
    for _ping in range(4):
        clock(10 * MINUTE)
        client.get("/admin/editing-sessions/1/")

    assert not still_in(client)


def test_a_session_is_written_once_a_minute_at_most(editor, clock):
    client, _response = sign_in("lin")
    client.get("/my/tips/")
    saved = []
    for _step in range(6):
        clock(20)
        client.get("/my/tips/")
        saved.append(client.session["seen"])

    assert len(set(saved)) == 2


def test_who_was_signed_out_is_told_why_and_led_back(editor, clock):
    client, _response = sign_in("lin")
    clock(31 * MINUTE)

    response = client.get("/my/tips/", follow=True)

    assert response.redirect_chain == [("/accounts/login/?next=/my/tips/", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "长时间没有操作，已自动退出，请重新登录。"
    ]


def test_one_device_is_signed_out_from_another(editor):
    phone, _response = sign_in("lin")
    office, _response = sign_in("lin")
    lost = UserSession.objects.get(session_key=phone.session.session_key)

    office.post(reverse("end_session", args=[lost.pk]))

    assert (still_in(phone), still_in(office)) == (False, True)
    assert Record.objects.filter(action="end_session", by=editor).count() == 1


def test_nobody_ends_the_session_of_another(editor, county):
    somebody("wu", ("editor", county))
    phone, _response = sign_in("lin")
    other, _response = sign_in("wu")
    session = UserSession.objects.get(user=editor)

    response = other.post(reverse("end_session", args=[session.pk]))

    assert response.status_code == 404
    assert still_in(phone)


def test_all_other_devices_are_signed_out_at_once(editor):
    phones = [sign_in("lin")[0] for _phone in range(2)]
    office, _response = sign_in("lin")

    office.post(reverse("usersessions_list"))

    assert [still_in(phone) for phone in phones] == [False, False]
    assert still_in(office)


def test_a_new_password_ends_every_other_session(editor):
    phone, _response = sign_in("lin")
    office, _response = sign_in("lin")
    told = {
        "oldpassword": RIGHT,
        "password1": "a-new-one-2026",
        "password2": "a-new-one-2026",
    }

    office.post(reverse("account_change_password"), told)

    assert (still_in(phone), still_in(office)) == (False, True)
    assert Session.objects.count() == 1
    assert Record.objects.filter(action="password", by=editor).count() == 1


def test_a_closed_account_is_out_at_once_and_stays_out_when_it_is_opened_again(
    editor, county, client
):
    client.force_login(somebody("zhou", ("administrator", county)))
    phone, _response = sign_in("lin")
    address = reverse("people:edit", args=[editor.pk])
    told = {
        "username": "lin",
        "name": "林",
        "posts-TOTAL_FORMS": "1",
        "posts-INITIAL_FORMS": "0",
        "posts-0-role": "editor",
        "posts-0-unit": str(county.pk),
    }

    client.post(address, told)
    while_closed = still_in(phone)
    client.post(address, {**told, "is_active": "on"})

    editor.refresh_from_db()
    assert editor.is_active is True
    assert (while_closed, still_in(phone)) == (False, False)


def test_without_a_post_the_staffs_screens_close_with_the_next_request(editor):
    client, _response = sign_in("lin")
    before = client.get("/admin/").status_code

    dismiss(editor.posts.get())

    assert (before, client.get("/admin/").status_code) == (200, 302)


SIGNERS = ["first_reader", "second_reader", "final_reader", "administrator"]
CLOSED = ["/admin/", "/admin/pages/", "/start/", "/my/tips/", "/admin/people/", "/"]


@pytest.mark.parametrize("role", SIGNERS)
@pytest.mark.parametrize("address", CLOSED)
def test_who_signs_reaches_nothing_before_the_second_step(
    county, two_steps, role, address
):
    somebody("lin", (role, county))
    client, _response = sign_in("lin")

    response = client.get(address)

    assert (response.status_code, response.url) == (302, reverse("mfa_index"))


def test_the_operator_takes_two_steps_too(db, two_steps):
    somebody("root", is_superuser=True)
    client, _response = sign_in("root")

    assert client.get("/admin/").url == reverse("mfa_index")


@pytest.mark.parametrize("role", SIGNERS)
def test_on_a_machine_for_trying_out_nobody_has_to(county, role):
    somebody("lin", (role, county))
    client, _response = sign_in("lin")

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("role", ["editor", "reporter", "ledger_keeper", "leader"])
def test_who_signs_nothing_may_do_without(county, two_steps, role):
    somebody("lin", (role, county))
    client, _response = sign_in("lin")

    assert client.get("/admin/").status_code == 200


def test_after_setting_up_codes_the_workbench_opens_and_recovery_codes_are_shown(
    county, two_steps, django_capture_on_commit_callbacks
):
    person = somebody("lin", ("final_reader", county))
    client, _response = sign_in("lin")
    secret = secret_of(client)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True
        )

    assert response.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert len(response.context["unused_codes"]) == 10
    assert client.get("/admin/").status_code == 200
    assert [line.action for line in Record.objects.filter(by=person)] == [
        "sign_in",
        "second_factor",
        "second_factor",
    ]


def test_the_next_sign_in_asks_for_the_code(county, two_steps):
    somebody("lin", ("final_reader", county))
    client, _response = sign_in("lin")
    secret = secret_of(client)
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    again, response = sign_in("lin")
    half = is_in(again)
    again.post(reverse("mfa_authenticate"), {"code": code(secret, later=1)})

    assert response.url == reverse("mfa_authenticate")
    assert (half, is_in(again)) == (False, True)


def test_a_session_begun_with_the_password_alone_ends_when_two_steps_are_set_up(
    county, two_steps, django_capture_on_commit_callbacks
):
    somebody("lin", ("final_reader", county))
    parked, _response = sign_in("lin")
    client, _response = sign_in("lin")
    secret = secret_of(client)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    assert parked.get("/admin/").status_code == 302
    assert not is_in(parked)


def test_the_code_to_scan_is_a_picture_that_the_policy_allows(county, two_steps):
    somebody("lin", ("final_reader", county))
    client, _response = sign_in("lin")

    response = client.get(reverse("mfa_activate_totp"))

    kind = response.context["totp_svg_data_uri"].partition(",")[0]
    assert kind == "data:image/svg+xml;base64"
    assert "img-src 'self' data:" in response.headers["Content-Security-Policy"]


def test_guessing_the_second_step_is_stopped(county, two_steps, settings, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
    person = somebody("lin", ("final_reader", county))
    Authenticator.objects.create(user=person, type="totp", data={"secret": "A" * 32})
    client, _response = sign_in("lin")
    for number in range(5):
        client.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
    looked_at = []
    monkeypatch.setattr(
        "allauth.mfa.totp.internal.auth.TOTP.validate_code",
        lambda self, code: looked_at.append(code) or True,
    )

    client.post(reverse("mfa_authenticate"), {"code": "000009"})

    assert looked_at == []
    assert not is_in(client)


@pytest.mark.parametrize(
    "name", ["mfa_index", "usersessions_list", "account_change_password"]
)
def test_a_correspondent_finds_the_pages_of_the_account(county, name):
    somebody("wu", ("correspondent", unit("chawan")))
    client, _response = sign_in("wu")

    assert client.get(reverse(name)).status_code == 200


def test_later_the_password_is_asked_again_before_a_step_is_added(county, clock):
    somebody("lin", ("editor", county))
    client, _response = sign_in("lin")
    clock(6 * MINUTE)

    response = client.get(reverse("mfa_activate_totp"))

    assert response.url.partition("?")[0] == reverse("account_reauthenticate")


def test_nobody_is_led_round_in_a_circle(county, two_steps):
    somebody("lin", ("final_reader", county))
    client, _response = sign_in("lin")

    for name in (
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "usersessions_list",
    ):
        assert client.get(reverse(name)).status_code == 200
