"""A clock that is moved back keeps nobody in longer, and nobody out for long."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.people import PersonFactory, unit
from xiangyin.kernel.services import invitations, sessions, sign_in

from . import signing

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
YEAR = 365 * DAY


@pytest.mark.parametrize(
    ("role", "back", "stays"),
    [
        ("editor", 20 * MINUTE, True),
        ("editor", HOUR, False),
        ("correspondent", HOUR, True),
        ("correspondent", YEAR, False),
    ],
)
def test_who_was_here_by_the_former_clock_signs_in_again_where_it_is_far(
    county, clock, role, back, stays
):
    signing.somebody("lin", (role, county))
    client, _response = signing.sign_in("lin")

    clock(-back)

    assert signing.still_in(client) is stays


def test_from_then_on_the_time_is_counted_by_the_clock_of_now(county, clock):
    signing.somebody("lin", ("editor", county))
    client, _response = signing.sign_in("lin")
    clock(-20 * MINUTE)
    signing.still_in(client)

    clock(31 * MINUTE)

    assert not signing.still_in(client)


def test_a_session_begun_ahead_lasts_no_longer_in_all(county, clock):
    signing.somebody("lin", ("editor", county))
    client, _response = signing.sign_in("lin")
    clock(-20 * MINUTE)
    steps = 0

    while signing.still_in(client):
        clock(20 * MINUTE)
        steps += 1

    assert steps == 12 * 3 + 1


def test_were_only_the_past_asked_a_computer_left_alone_stays_open_for_a_year(
    county, clock, monkeypatch
):
    """The twin."""
    monkeypatch.setattr(
        sessions.Limits,
        "are_over",
        lambda self, *, began, seen, now: (
            now - seen > self.idle or now - began > self.whole
        ),
    )
    signing.somebody("lin", ("editor", county))
    client, _response = signing.sign_in("lin")

    clock(-YEAR)

    assert signing.still_in(client)


def tries_a_year_ahead(count, *words, **named) -> list:
    """Try by a clock that is a year ahead until nobody may; then by the right one."""
    now = timezone.now()
    for _try in range(40):
        count(*words, now=now + timedelta(days=365), **named)
    return [count(*words, now=now, **named) for _try in range(2)]


def test_a_wait_begun_by_a_clock_ahead_ends_with_it():
    assert tries_a_year_ahead(sign_in.count_try, "key") == [0, 0]


def test_a_full_address_is_open_again_when_the_clock_is_right():
    assert tries_a_year_ahead(sign_in.count_address, "192.0.2.1") == [True, True]


def test_were_a_moment_ahead_waited_for_they_would_wait_for_a_year(monkeypatch):
    """The twin."""
    monkeypatch.setattr(sign_in, "is_ahead", lambda moment, *, now: moment > now)
    monkeypatch.setattr(
        sign_in, "is_past", lambda moment, age, *, now: now - moment >= age
    )
    minutes = 365 * 24 * 60

    waits = tries_a_year_ahead(sign_in.count_try, "key")
    doors = tries_a_year_ahead(sign_in.count_address, "192.0.2.1")

    assert [wait > minutes for wait in waits] == [True, True]
    assert doors == [False, False]


def link_by_a_clock(ahead: timedelta, county):
    administrator = PersonFactory(username="zhou", posts=[("administrator", county)])
    person = PersonFactory(username="wu", posts=[("correspondent", unit("chawan"))])
    made = invitations.invite(person, by=administrator, now=timezone.now() + ahead)
    return reverse("invitation", args=[invitations.token_of(made)])


@pytest.mark.parametrize(("days", "status"), [(1, 200), (365, 409)])
def test_a_link_made_far_ahead_does_not_last_until_then(county, days, status):
    link = link_by_a_clock(timedelta(days=days), county)

    assert Client().get(link).status_code == status


def test_were_only_its_end_asked_a_link_would_last_for_a_year(county, monkeypatch):
    """The twin."""
    monkeypatch.setattr(invitations, "is_open", lambda ends_at, *, now: ends_at > now)
    link = link_by_a_clock(timedelta(days=365), county)

    assert Client().get(link).status_code == 200
