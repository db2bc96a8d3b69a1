"""What shows that an article stood there: kept, seen by few, deleted in time."""

from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from tests.factories.people import PersonFactory
from tests.factories.placements import ArticleFactory, WorkFactory, a_placement
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.kernel.services.audit import history
from xiangyin.kernel.services.retention import remove_what_is_over
from xiangyin.placements.models import Evidence, Placement, WantedEvidence
from xiangyin.placements.services import evidence as service
from xiangyin.placements.services.evidence import (
    delete_evidence,
    keep_bytes,
    keep_upload,
    sweep_evidence,
    want_again,
    without_evidence,
    wrong_evidence,
)
from xiangyin.placements.services.placements import reject_placement
from xiangyin.placements.services.tracing import trace_articles

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 8)


@pytest.fixture
def editor(county):
    return PersonFactory(posts=[("editor", county)])


def a_scan(name="a.png", kind="PNG", size=(400, 3000)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue())


def a_text(placement=None, data=b"words of a page", **told) -> Evidence:
    placement = placement or a_placement()
    told = {"kind": "text", "ending": "txt", "at": timezone.now(), **told}
    return keep_bytes(placement.article, data, **told)


# --- what is sent in -----------------------------------------------------------


def test_a_scan_is_written_anew_in_its_full_size(county, editor):
    placement = a_placement()

    kept = keep_upload(placement, a_scan(), by=editor, note=" 第3版 ")

    with kept.file.open() as file:
        told = Image.open(file)
        assert (told.format, told.size) == ("JPEG", (400, 3000))
    placement.refresh_from_db()
    assert (kept.kind, kept.by, kept.note) == ("scan", editor, "第3版")
    assert placement.has_evidence
    assert history(placement)[-1].data["sha256"] == kept.sha256


@pytest.mark.parametrize(
    ("head", "kind", "ending"),
    [
        (b"%PDF-1.7\n", "scan", "pdf"),
        (b"ID3\x04", "recording", "mp3"),
        (b"\xff\xfb\x90", "recording", "mp3"),
        (b"\x00\x00\x00\x20ftypisom", "recording", "mp4"),
        (b"\x00\x00\x00\x20ftypM4A ", "recording", "m4a"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "recording", "wav"),
        (b"OggS", "recording", "ogg"),
    ],
)
def test_a_file_is_known_by_its_bytes_and_stays_as_it_is(
    county, editor, head, kind, ending
):
    data = head + b"\x00" * 100
    sent = SimpleUploadedFile("whatever.exe", data)

    kept = keep_upload(a_placement(), sent, by=editor)

    assert (kept.kind, kept.file.name.rpartition(".")[2]) == (kind, ending)
    assert kept.file.read() == data


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"<html><script>x()</script>"),
        ("a.jpg", b"\xff\xd8\xff and nothing more"),
        ("a.svg", b"<svg onload=x()>"),
        ("a.zip", b"PK\x03\x04"),
        ("a.exe", b"MZ\x90"),
        ("a.wav", b"RIFF\x00\x00\x00\x00WEBP"),
    ],
)
def test_anything_else_is_refused(county, editor, name, data):
    placement = a_placement()

    with pytest.raises(ValidationError):
        keep_upload(placement, SimpleUploadedFile(name, data), by=editor)

    assert not Evidence.objects.exists()


@pytest.mark.parametrize("head", [b"%PDF-1.7", b"ID3"])
def test_what_is_too_large_is_refused(county, editor, monkeypatch, head):
    monkeypatch.setattr("xiangyin.placements.services.evidence_files.MOST_SCAN", 99)
    monkeypatch.setattr(
        "xiangyin.placements.services.evidence_files.MOST_RECORDING", 99
    )

    placement, sent = a_placement(), SimpleUploadedFile("a", head + b"\x00" * 100)

    with pytest.raises(ValidationError):
        keep_upload(placement, sent, by=editor)

    assert not Evidence.objects.exists()


def test_a_reporter_sends_in_nothing(county):
    reporter = PersonFactory(posts=[("reporter", county)])

    with pytest.raises(NotAllowed):
        keep_upload(a_placement(), a_scan(), by=reporter)

    assert not Evidence.objects.exists()


def test_the_same_file_is_kept_once(county):
    placement = a_placement()

    assert a_text(placement) == a_text(placement)
    assert Evidence.objects.count() == 1


def test_of_an_outlet_of_which_nothing_is_kept_nothing_is_taken(
    county, editor, monkeypatch
):
    monkeypatch.setattr(service, "kept_of", lambda outlet: service.NOTHING)
    placement = a_placement(article=ArticleFactory(address="https://qz.example/1"))

    service.want_evidence(placement.article, now=timezone.now())
    with pytest.raises(RuleBroken):
        want_again(placement, by=editor, now=timezone.now())
    with pytest.raises(ValidationError):
        keep_upload(placement, a_scan(), by=editor)

    assert (Evidence.objects.count(), WantedEvidence.objects.count()) == (0, 0)


# --- what is wanted, and what is missing -----------------------------------------


def test_a_candidate_with_an_address_wants_its_page(county):
    WorkFactory()
    with_one = ArticleFactory(address="https://qz.example/1")
    ArticleFactory()

    trace_articles(county, today=TODAY)

    assert [each.article for each in WantedEvidence.objects.all()] == [with_one]


def test_a_candidate_of_an_article_whose_page_is_kept_has_evidence(county):
    article = ArticleFactory()
    keep_bytes(article, b"a", kind="text", ending="txt", at=timezone.now())
    WorkFactory()

    trace_articles(county, today=TODAY)

    assert Placement.objects.get().has_evidence


def test_asked_again_it_is_tried_again_from_the_beginning(county, editor):
    placement = a_placement(article=ArticleFactory(address="https://qz.example/1"))
    WantedEvidence.objects.create(article=placement.article, tries=4, problem="weg")
    now = timezone.now()

    want_again(placement, by=editor, now=now)

    wanted = WantedEvidence.objects.get()
    assert (wanted.next_try_at, wanted.tries, wanted.problem) == (now, 0, "")


def test_what_has_no_page_is_not_asked_for(county, editor):
    with pytest.raises(RuleBroken):
        want_again(a_placement(), by=editor, now=timezone.now())

    assert not WantedEvidence.objects.exists()


def test_the_list_of_what_is_missing_begins_with_the_oldest(county, editor):
    newer = a_placement(article=ArticleFactory(published_on=date(2026, 10, 5)))
    older = a_placement(
        article=ArticleFactory(published_on=date(2026, 10, 3)), confirmed=True
    )
    reject_placement(a_placement(), by=editor)
    a_text(a_placement())

    assert list(without_evidence(Placement.objects.all())) == [older, newer]


# --- deleting ----------------------------------------------------------------------


def test_deleting_is_written_down_and_takes_the_file_along(
    county, editor, django_capture_on_commit_callbacks
):
    placement = a_placement()
    kept = a_text(placement)
    storage, name = kept.file.storage, kept.file.name

    with django_capture_on_commit_callbacks(execute=True):
        delete_evidence(kept, placement=placement, by=editor, note="拍错了")

    placement.refresh_from_db()
    line = history(placement)[-1]
    assert (line.by, line.note, line.data["sha256"]) == (editor, "拍错了", kept.sha256)
    assert not placement.has_evidence
    assert not storage.exists(name)


def test_without_a_reason_nothing_is_deleted(county, editor):
    placement = a_placement()
    kept = a_text(placement)

    with pytest.raises(RuleBroken):
        delete_evidence(kept, placement=placement, by=editor, note=" ")

    assert Evidence.objects.get() == kept


def test_a_reporter_deletes_nothing(county):
    placement = a_placement()
    kept = a_text(placement)
    reporter = PersonFactory(posts=[("reporter", county)])

    with pytest.raises(NotAllowed):
        delete_evidence(kept, placement=placement, by=reporter, note="weg")

    assert Evidence.objects.get() == kept


def test_evidence_goes_when_its_years_are_over(county, settings):
    now = timezone.now()
    settings.XIANGYIN_EVIDENCE_YEARS = 1
    a_text(at=now - timedelta(days=366))
    young = a_text(at=now - timedelta(days=364))

    assert remove_what_is_over(now=now) >= 1
    assert list(Evidence.objects.all()) == [young]


def test_evidence_of_what_was_refused_goes_after_thirty_days(county, editor):
    now = timezone.now()
    placement = a_placement()
    a_text(placement, at=now - timedelta(days=31))
    a_text(placement, b"of yesterday", at=now - timedelta(days=1))
    reject_placement(placement, by=editor)

    assert sweep_evidence(now=now) == 1
    assert sweep_evidence(now=now) == 0
    assert Evidence.objects.count() == 1


# --- whether it is what it was ------------------------------------------------------


def test_a_file_that_is_missing_or_was_changed_is_found(county):
    good, gone, changed = a_text(), a_text(), a_text()
    gone.file.storage.delete(gone.file.name)
    with open(changed.file.path, "ab") as file:
        file.write(b"!")
    out = StringIO()

    assert [(each.evidence, each.what) for each in wrong_evidence()] == [
        (gone, "missing"),
        (changed, "changed"),
    ]
    with pytest.raises(CommandError):
        call_command("evidence", "verify", stdout=out)
    assert [line.split("\t")[1] for line in out.getvalue().splitlines()] == [
        str(gone.pk),
        str(changed.pk),
    ]
    assert good.file.storage.exists(good.file.name)


def test_where_every_file_is_what_it_was_it_says_so(county, capsys):
    a_text()

    call_command("evidence", "verify")

    assert "1 files" in capsys.readouterr().out
