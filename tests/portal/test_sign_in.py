"""Wrong passwords are counted by place, and lock nobody out who is not guessing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse

from tests.factories.people import unit
from xiangyin.kernel.models import Record, Tries
from xiangyin.kernel.services import sign_in as rules

from .signing import ELSEWHERE, VILLAGE, guess, is_in, sign_in, somebody

pytestmark = pytest.mark.django_db
WRONG = {"__all__": ["用户名或密码不对。"]}
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def wu(county):
    return somebody("wu", ("correspondent", unit("chawan")))


def test_who_knows_the_password_comes_in(wu):
    client, _response = sign_in("wu")

    assert is_in(client)
    assert Tries.objects.filter(open_at__isnull=False).count() == 0


def test_after_five_wrong_passwords_the_right_one_has_to_wait(wu):
    guess("wu", 5)

    client, response = sign_in("wu")

    assert not is_in(client)
    assert response.context["form"].errors == {
        "__all__": ["密码错误次数太多，请 1 分钟后再试。"]
    }


def test_without_the_count_a_guesser_never_waits(wu, monkeypatch):
    monkeypatch.setattr(rules, "count_try", lambda key, now: 0)
    guess("wu", 20)

    client, _response = sign_in("wu")

    assert is_in(client)


def test_the_wait_grows_and_is_forgotten_after_a_day():
    now, waits = NOW, []
    for _try in range(11):
        waits.append(rules.count_try("key", now=now))
        if wait := rules.count_try("key", now=now):
            waits[-1] = wait
            now += timedelta(minutes=wait)
    now += timedelta(hours=25)

    assert waits == [0, 0, 1, 2, 4, 8, 15, 15, 15, 15, 15]
    assert [rules.count_try("key", now=now) for _try in range(4)] == [0, 0, 0, 0]


def test_a_stranger_elsewhere_locks_nobody_out(wu):
    guess("wu", 8, at=ELSEWHERE)

    client, _response = sign_in("wu", at=VILLAGE)

    assert is_in(client)


def test_were_an_account_locked_everywhere_a_stranger_would_lock_it(wu, monkeypatch):
    monkeypatch.setattr(rules, "network_of", lambda address, **bits: "everywhere")
    guess("wu", 8, at=ELSEWHERE)

    client, _response = sign_in("wu", at=VILLAGE)

    assert not is_in(client)


def test_a_neighbour_behind_the_address_locks_no_known_device(wu):
    phone, _response = sign_in("wu")
    phone.post(reverse("account_logout"))
    guess("wu", 8)

    _phone, _response = sign_in("wu", client=phone)
    stranger, _response = sign_in("wu")

    assert is_in(phone)
    assert not is_in(stranger)


def test_a_neighbour_behind_the_address_locks_no_other_account(wu, county):
    somebody("lin", ("correspondent", unit("chawan")))
    guess("wu", 8)

    client, _response = sign_in("lin")

    assert is_in(client)


def test_a_known_device_still_counts_its_own_wrong_passwords(wu):
    phone, _response = sign_in("wu")
    phone.post(reverse("account_logout"))
    for number in range(5):
        sign_in("wu", f"wrong {number}", client=phone)

    sign_in("wu", client=phone)

    assert not is_in(phone)


def test_a_device_cannot_be_made_up(wu):
    guess("wu", 5)
    forged = Client()
    forged.cookies["device"] = rules.write_devices({}, "wu")[:-3] + "abc"

    sign_in("wu", client=forged)

    assert not is_in(forged)


def test_a_device_remembers_the_last_five_people():
    cookie = ""
    for name in ["a", "b", "c", "d", "e", "f", "B"]:
        cookie = rules.write_devices(rules.read_devices(cookie), name)

    assert list(rules.read_devices(cookie)) == ["c", "d", "e", "f", "b"]


def test_the_sixty_people_of_a_village_sign_in_behind_one_address_within_two_minutes():
    first = [rules.count_address(VILLAGE, now=NOW) for _person in range(31)]
    later = NOW + timedelta(minutes=1)
    second = [rules.count_address(VILLAGE, now=later) for _person in range(30)]

    assert (first.count(True), second.count(True)) == (30, 30)
    assert rules.count_address(ELSEWHERE, now=NOW) is True


def test_a_crowd_at_an_address_does_not_stop_a_known_device(wu, monkeypatch):
    phone, _response = sign_in("wu")
    phone.post(reverse("account_logout"))
    monkeypatch.setattr(rules, "FROM_ONE_ADDRESS", 0)

    sign_in("wu", client=phone)
    stranger, response = sign_in("wu")

    assert is_in(phone)
    assert not is_in(stranger)
    assert response.context["form"].errors == {
        "__all__": ["同一网络登录的人太多，请等一分钟。"]
    }


@pytest.mark.parametrize("username", ["wu", "nobody", "closed"])
def test_the_answer_and_the_work_are_the_same_for_an_account_that_is_none(
    wu, county, username, monkeypatch
):
    somebody("closed", ("editor", county), is_active=False)
    worked = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(
        type(hasher),
        "encode",
        lambda self, password, salt: worked.append(1) or encode(self, password, salt),
    )

    _client, response = sign_in(username, "wrong")

    assert response.status_code == 200
    assert response.context["form"].errors == WRONG
    assert len(worked) == 1
    assert Record.objects.filter(action="sign_in_failed").count() == 1


@pytest.mark.parametrize("forged", ["192.0.2.1", "192.0.2.77", "10.0.0.1, 192.0.2.3"])
def test_a_forged_forwarded_address_neither_evades_nor_frames(wu, settings, forged):
    """nginx writes the header itself; what a sender put there is not the last."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(5):
        header = {"HTTP_X_FORWARDED_FOR": f"192.0.2.{number}0, {VILLAGE}"}
        sign_in("wu", f"wrong {number}", at="127.0.0.1", **header)

    guesser, _response = sign_in(
        "wu", at="127.0.0.1", HTTP_X_FORWARDED_FOR=f"{forged}, {VILLAGE}"
    )
    framed, _response = sign_in("wu", at="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.10")

    assert not is_in(guesser)
    assert is_in(framed)


def test_were_one_more_proxy_trusted_the_forged_address_would_evade(wu, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    for number in range(8):
        header = {"HTTP_X_FORWARDED_FOR": f"192.0.{number}.1, {VILLAGE}"}
        sign_in("wu", f"wrong {number}", at="127.0.0.1", **header)

    guesser, _response = sign_in(
        "wu", at="127.0.0.1", HTTP_X_FORWARDED_FOR=f"192.0.99.1, {VILLAGE}"
    )

    assert is_in(guesser)


def test_the_trail_tells_sign_ins_failures_and_waits(wu):
    guess("wu", 5)
    sign_in("wu", at=ELSEWHERE)

    lines = Record.objects.filter(subject=f"kernel.person:{wu.pk}").order_by("pk")

    assert [line.action for line in lines] == [
        "appoint",
        *["sign_in_failed"] * 4,
        "lock",
        "sign_in",
    ]
    assert {line.county_id for line in lines[1:]} == {wu.county.pk}


def test_a_name_that_is_no_account_is_not_written_down(county):
    sign_in("my-password-typed-in-the-wrong-box", "x")

    line = Record.objects.get(action="sign_in_failed")

    assert (line.subject, line.data) == (
        "kernel.person:0",
        {"network": "203.0.113.0/24"},
    )


def test_yesterdays_tries_leave_the_database(wu):
    guess("wu", 2)
    Tries.objects.update(at=NOW)

    assert rules.forget_old_tries(now=NOW + timedelta(hours=25)) == 2
    assert Tries.objects.count() == 0


def test_counters_are_rows_that_every_worker_sees(wu):
    guess("wu", 3)

    kept = Tries.objects.get(key=rules.key_for("wu", address=VILLAGE))

    assert kept.count == 3
    assert "wu" not in kept.key


def test_signing_in_makes_a_new_session(wu):
    client = Client()
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key

    sign_in("wu", client=client)

    assert is_in(client)
    assert client.session.session_key != planted
