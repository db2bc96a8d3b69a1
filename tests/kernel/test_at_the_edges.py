"""What the kernel does with what hardly ever comes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from tests.factories.people import PersonFactory
from xiangyin.kernel.exports import guard_exports
from xiangyin.kernel.models import ClientKey, Letter
from xiangyin.kernel.pages import KeysFirst
from xiangyin.kernel.services import client_keys, outbox, pictures, sign_in
from xiangyin.kernel.services.files import is_older
from xiangyin.kernel.services.invitations import DeadLink, accept
from xiangyin.kernel.services.units import plan_tree

pytestmark = pytest.mark.django_db


def test_a_photo_of_more_than_15_mb_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 3)
    upload = SimpleUploadedFile("tea.jpg", b"1234")

    with pytest.raises(ValidationError) as refusal:
        pictures.decode(upload)

    told = _("“%(name)s” is larger than 15 MB: send a smaller one.")
    assert (refusal.value.messages, upload.tell()) == ([told % {"name": "tea.jpg"}], 0)


def test_rules_for_downloads_are_put_in_place_once():
    guarded = SpreadsheetExportMixin.generate_xlsx_row

    guard_exports()

    assert SpreadsheetExportMixin.generate_xlsx_row is guarded


def test_pages_of_what_is_no_query_are_cut_as_they_are():
    page = KeysFirst(list("abcde"), 2).page(2)

    assert list(page) == ["c", "d"]


def test_a_file_that_went_meanwhile_is_not_old(tmp_path):
    age = timedelta(days=1)
    old = tmp_path / "old"
    old.touch()
    later = timezone.now() + 2 * age

    assert is_older(old, age, now=later) is True
    assert is_older(tmp_path / "gone", age, now=later) is False


@pytest.mark.parametrize("token", ["no number~abc", "", "~"])
def test_a_link_that_names_nobody_opens_nothing(db, token):
    with pytest.raises(DeadLink):
        accept(token, password="a-new-one-2026", now=timezone.now())


def test_an_address_of_no_network_is_a_network_of_its_own():
    assert sign_in.network_of("unix:/run/web") == "unix:/run/web"
    assert sign_in.network_of("203.0.113.7") == "203.0.113.0/24"


def test_where_the_office_does_not_ask_nobody_needs_a_second_step(county, settings):
    person = PersonFactory(posts=[("final_reader", county)])

    told = []
    for asked in (True, False):
        settings.XIANGYIN_SECOND_FACTOR = asked
        told.append(sign_in.needs_second_factor(person))

    assert told == [True, False]


def test_trouble_that_is_no_double_key_is_not_hidden(county, monkeypatch):
    def stumble(**told):
        raise IntegrityError("something else")

    monkeypatch.setattr(ClientKey.objects, "create", stumble)

    with pytest.raises(IntegrityError):
        client_keys.claim("person:1", "0123456789", fingerprint="a")


def test_a_letter_that_another_worker_takes_first_is_left_to_it(county, monkeypatch):
    outbox.post("test", key="1", payload={}, county=county)
    delivered = []
    monkeypatch.setattr(outbox, "lease", lambda pk, now: False)
    monkeypatch.setattr(outbox, "deliver", delivered.append)

    assert outbox.deliver_due() == 0
    assert (delivered, Letter.objects.get().attempts) == ([], 0)


def test_who_is_asked_before_a_second_try_is_kept_with_its_kind(monkeypatch):
    for name in ("_handlers", "_carriers", "_askers"):
        monkeypatch.setattr(outbox, name, {})

    outbox.delivers("test", carried_by=len, asked_by=repr)(print)

    assert (outbox._handlers, outbox._carriers, outbox._askers) == (
        {"test": print},
        {"test": len},
        {"test": repr},
    )


def test_a_name_that_is_too_long_is_told_in_one_line():
    rows = [(2, {"code": "a", "name": "村" * 300, "kind": "村"})]

    plan = plan_tree(rows)

    assert [line for line, _error in plan.errors] == [2]
