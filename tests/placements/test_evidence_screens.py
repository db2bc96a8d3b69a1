"""Evidence on the screens: seen by few, let nothing run, told where it lacks."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.factories.people import PersonFactory, a_county
from tests.factories.placements import ArticleFactory, a_placement
from xiangyin.placements.models import Evidence, WantedEvidence
from xiangyin.placements.services.evidence import (
    keep_bytes,
    keep_upload,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


def a_scan(name="a.png", kind="PNG", size=(400, 3000)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue())


def a_text(placement=None, data=b"words of a page", **told) -> Evidence:
    placement = placement or a_placement()
    told = {"kind": "text", "ending": "txt", "at": timezone.now(), **told}
    return keep_bytes(placement.article, data, **told)


def test_the_placements_page_shows_its_evidence_to_those_who_may(client, keeper):
    placement = a_placement()
    kept = a_text(placement)

    page = client.get(reverse("placements_confirm:pair", args=[placement.pk]))

    assert page.context["evidence"] == [kept]
    assert kept.sha256 in page.content.decode()


def test_a_reporter_sees_the_pair_without_its_evidence(client, county):
    placement = a_placement()
    kept = a_text(placement)
    client.force_login(PersonFactory(posts=[("reporter", county)]))

    page = client.get(reverse("placements_confirm:pair", args=[placement.pk]))
    file = client.get(reverse("placements_evidence:file", args=[placement.pk, kept.pk]))

    assert kept.sha256 not in page.content.decode()
    assert file.status_code in {302, 403}


def test_a_picture_is_shown_and_lets_nothing_run(client, keeper):
    placement = a_placement()
    kept = keep_upload(placement, a_scan(), by=keeper)

    answer = client.get(
        reverse("placements_evidence:file", args=[placement.pk, kept.pk])
    )

    assert b"".join(answer.streaming_content) == kept.file.read()
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; sandbox"
    )
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_anything_else_is_only_saved(client, keeper):
    placement = a_placement()
    kept = keep_upload(placement, SimpleUploadedFile("a", b"%PDF-1.7"), by=keeper)

    answer = client.get(
        reverse("placements_evidence:file", args=[placement.pk, kept.pk])
    )

    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_gone_is_told(client, keeper):
    placement = a_placement()
    kept = a_text(placement)
    kept.file.storage.delete(kept.file.name)

    answer = client.get(
        reverse("placements_evidence:file", args=[placement.pk, kept.pk])
    )

    assert answer.status_code == 404


def test_evidence_of_another_article_is_not_there(client, keeper):
    mine, other = a_placement(), a_text()

    answer = client.get(reverse("placements_evidence:file", args=[mine.pk, other.pk]))

    assert answer.status_code == 404


def test_nobody_is_served_the_folder_of_evidence(client, keeper):
    kept = a_text()

    assert client.get(f"/media/{kept.file.name}").status_code == 404


def test_another_countys_evidence_is_not_there(client, county):
    placement = a_placement()
    kept = a_text(placement)
    other = a_county(code="other", name="别县")
    client.force_login(PersonFactory(posts=[("ledger_keeper", other)]))

    url = reverse("placements_evidence:file", args=[placement.pk, kept.pk])
    assert client.get(url).status_code == 404


def test_a_scan_is_sent_in_and_deleted_on_the_screen(client, keeper):
    placement = a_placement()
    client.post(
        reverse("placements_evidence:add", args=[placement.pk]),
        {"file": a_scan(), "note": "第1版"},
    )
    kept = Evidence.objects.get()
    url = reverse("placements_evidence:delete", args=[placement.pk, kept.pk])

    asked = client.get(url)
    unsaid = client.post(url, {"note": ""})
    client.post(url, {"note": "重复"})

    assert (asked.status_code, unsaid.status_code) == (200, 422)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"file": SimpleUploadedFile("a.exe", b"MZ")}])
def test_what_cannot_be_taken_is_told(client, keeper, sent):
    placement = a_placement()

    url = reverse("placements_evidence:add", args=[placement.pk])
    page = client.post(url, sent, follow=True)

    assert len(page.context["messages"]) == 1
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("address", ["", "https://qz.example/1"])
def test_the_page_is_asked_for_again_on_the_screen(client, keeper, address):
    placement = a_placement(article=ArticleFactory(address=address))

    client.post(reverse("placements_evidence:again", args=[placement.pk]))

    assert WantedEvidence.objects.count() == bool(address)


def test_the_screen_of_what_is_missing_tells_days_and_why(client, keeper):
    day = timezone.localdate() - timedelta(days=12)
    article = ArticleFactory(published_on=day, address="https://qz.example/1")
    placement = a_placement(article=article)
    WantedEvidence.objects.create(article=article, problem="服务器没有应答")

    page = client.get(reverse("placements_evidence:missing"))

    assert [(row[0], row[1]) for row in page.context["rows"]] == [(placement, 12)]
    assert "服务器没有应答" in page.content.decode()


def test_the_list_of_placements_tells_which_lack_evidence(client, keeper):
    lacking, kept = a_placement(), a_placement()
    a_text(kept)
    url = reverse("placements_list:index")

    without = client.get(url, {"has_evidence": "False"}).context["object_list"]
    within = client.get(url, {"has_evidence": "True"}).context["object_list"]

    assert (list(without), list(within)) == ([lacking], [kept])
