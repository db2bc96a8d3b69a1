"""Keys of applications: shown once, kept as a mark, of one county."""

import pytest
from django.utils import timezone

from tests.factories.people import a_county
from xiangyin.answers.models import Application, Posted, Proof
from xiangyin.answers.services.applications import make_application, set_open
from xiangyin.kernel.errors import NotAllowed
from xiangyin.kernel.models import Letter, Record
from xiangyin.kernel.services.outbox import deliver_due

from .house import post

KEYS = "/admin/answers/applications/"


def test_a_key_is_shown_once_and_kept_as_a_mark(client, desk):
    client.force_login(desk.coordinator)
    client.post(KEYS, {"name": "随手拍"})

    first, second = client.get(KEYS), client.get(KEYS)

    key = first.context["told"]["key"]
    application = Application.objects.get()
    assert (second.context["told"], key in application.key_mark) == (None, False)
    assert post(client, desk, key).status_code == 200
    assert str(Posted.objects.get()).endswith("随手拍")


def test_who_is_shut_out_sends_nothing_until_let_in(client, desk, key):
    application = Application.objects.get()
    client.force_login(desk.coordinator)

    client.post(f"{KEYS}{application.pk}/shut/")
    shut = post(client, desk, key).status_code
    client.post(f"{KEYS}{application.pk}/open/")

    assert (shut, post(client, desk, key).status_code) == (403, 200)
    assert client.post(f"{KEYS}{application.pk}/burn/").status_code == 404
    assert Record.objects.filter(subject=f"answers.application:{application.pk}")


def test_a_key_needs_a_name_and_a_right(client, desk):
    client.force_login(desk.coordinator)
    empty = client.post(KEYS, {"name": " "})

    with pytest.raises(NotAllowed):
        make_application(desk.county, by=desk.clerk, name="x", now=timezone.now())

    assert (empty.status_code, Application.objects.count()) == (422, 0)


def test_a_key_of_another_county_opens_nothing_here(client, desk, key):
    other = a_county("other", "邻县")
    Application.objects.update(county=other)

    assert post(client, desk, key).status_code == 403
    with pytest.raises(NotAllowed):
        set_open(Application.objects.get(), by=desk.coordinator, is_open=False)


def test_a_code_that_was_sent_for_nobody_is_not_sent(desk, key, client):
    post(client, desk, key)
    Proof.objects.all().delete()

    deliver_due()

    assert Letter.objects.get().state == "delivered"
