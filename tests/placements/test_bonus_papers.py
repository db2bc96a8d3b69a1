"""A bonus holds the paper it rests on: privately, as it was, and for its years."""

import zipfile
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.factories.people import PersonFactory, a_county, unit
from xiangyin.kernel.errors import NotAllowed, RuleBroken
from xiangyin.kernel.services.audit import history
from xiangyin.kernel.services.retention import remove_what_is_over
from xiangyin.placements.models import Bonus, BonusPaper
from xiangyin.placements.services import bonus_papers as service
from xiangyin.placements.services.bonus_papers import (
    delete_paper,
    keep_paper,
    sweep_papers,
)
from xiangyin.placements.services.credits import give_bonus
from xiangyin.placements.services.evidence import wrong_evidence

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 of a number"


def zipped(*names) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "words")
    return out.getvalue()


def a_picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "PNG")
    return out.getvalue()


def sent(data=PDF, name="批示.pdf"):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def keeper(client, county):
    person = PersonFactory(posts=[("ledger_keeper", county)])
    client.force_login(person)
    return person


@pytest.fixture
def bonus(keeper) -> Bonus:
    return give_bonus(
        unit("shixi"),
        points=Decimal(5),
        given_on=date(2026, 10, 3),
        reason="市委领导批示肯定",
        document="清委宣〔2026〕12号",
        by=keeper,
    )


def at(name, *args):
    return reverse(f"placements_credit:{name}", args=args)


def page_of(bonus):
    return reverse("placements_bonuses:inspect", args=[bonus.pk])


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PDF, "pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "ofd"),
    ],
)
def test_a_paper_is_known_by_its_bytes_and_stays_as_it_is(keeper, bonus, data, ending):
    paper = keep_paper(bonus, sent(data, "a.exe"), by=keeper)

    with paper.file.open() as file:
        kept = file.read()
    assert (paper.ending, kept, paper.size) == (ending, data, len(data))
    assert history(bonus)[-1].data == {"sha256": paper.sha256}


def test_a_picture_is_written_anew(keeper, bonus):
    paper = keep_paper(bonus, sent(a_picture(), "a.png"), by=keeper)

    with paper.file.open() as file:
        assert Image.open(file).format == "JPEG"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>x()</script>",
        b"MZ a program",
        zipped("xl/workbook.xml"),
        zipped("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 word",
        b"\x89PNG\r\n\x1a\n no picture",
    ],
    ids=["empty", "page", "program", "sheet", "macros", "torn", "no picture"],
)
def test_anything_else_is_refused(keeper, bonus, data):
    with pytest.raises(ValidationError):
        keep_paper(bonus, sent(data), by=keeper)

    assert BonusPaper.objects.count() == 0


def test_without_the_look_inside_macros_would_be_kept(keeper, bonus, monkeypatch):
    """The twin."""
    monkeypatch.setattr(service, "PROGRAM", b"\x00 in no file \x00")
    data = zipped("word/document.xml", "word/vbaProject.bin")

    assert keep_paper(bonus, sent(data), by=keeper).ending == "docx"


def test_what_is_too_large_is_refused(keeper, bonus, monkeypatch):
    monkeypatch.setattr(service, "MOST_SCAN", len(PDF) - 1)

    with pytest.raises(ValidationError):
        keep_paper(bonus, sent(), by=keeper)

    assert BonusPaper.objects.count() == 0


def test_the_same_file_is_kept_once_and_ten_at_most(keeper, bonus):
    for number in range(10):
        keep_paper(bonus, sent(PDF + bytes([number])), by=keeper)
    same = keep_paper(bonus, sent(PDF + b"\x03"), by=keeper)

    with pytest.raises(RuleBroken):
        keep_paper(bonus, sent(PDF), by=keeper)

    assert BonusPaper.objects.count() == 10
    assert same in BonusPaper.objects.all()


def test_who_keeps_no_ledger_sends_in_and_deletes_nothing(county, keeper, bonus):
    paper = keep_paper(bonus, sent(), by=keeper)
    editor = PersonFactory(posts=[("editor", county)])

    with pytest.raises(NotAllowed):
        keep_paper(bonus, sent(PDF + b"2"), by=editor)
    with pytest.raises(NotAllowed):
        delete_paper(paper, by=editor, note="不要了")

    assert BonusPaper.objects.count() == 1


def test_deleting_says_why_and_takes_the_file_along(
    keeper, bonus, django_capture_on_commit_callbacks
):
    paper = keep_paper(bonus, sent(), by=keeper)
    storage, name = paper.file.storage, paper.file.name
    with pytest.raises(RuleBroken):
        delete_paper(paper, by=keeper, note=" ")
    was_there = storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        delete_paper(paper, by=keeper, note="传错了")

    assert (was_there, storage.exists(name)) == (True, False)
    line = history(bonus)[-1]
    assert (line.action, line.note) == ("delete_paper", "传错了")


def test_papers_go_when_their_years_are_over(keeper, bonus, settings):
    keep_paper(bonus, sent(), by=keeper)
    settings.XIANGYIN_EVIDENCE_YEARS = 2
    now = timezone.now()

    counts = [sweep_papers(now=now + timedelta(days=days)) for days in (729, 731)]

    assert counts == [0, 1]
    assert history(bonus)[-1].by is None


def test_the_nightly_sweep_takes_them_along(keeper, bonus):
    keep_paper(bonus, sent(), by=keeper)
    BonusPaper.objects.update(taken_at=timezone.now() - timedelta(days=3 * 365 + 1))

    remove_what_is_over(now=timezone.now())

    assert BonusPaper.objects.count() == 0


def test_a_paper_that_is_missing_or_was_changed_is_found(keeper, bonus):
    gone = keep_paper(bonus, sent(), by=keeper)
    changed = keep_paper(bonus, sent(PDF + b"2"), by=keeper)
    keep_paper(bonus, sent(PDF + b"3"), by=keeper)
    gone.file.storage.delete(gone.file.name)
    with open(changed.file.path, "ab") as file:
        file.write(b"!")
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("evidence", "verify", stdout=out)

    assert [(each.evidence, each.what) for each in wrong_evidence()] == [
        (gone, "missing"),
        (changed, "changed"),
    ]
    assert len(out.getvalue().splitlines()) == 2


def test_a_bonus_is_given_with_its_paper_and_shows_it(client, keeper):
    told = {
        "unit": unit("shixi").pk,
        "points": "5",
        "given_on": "2026-10-03",
        "reason": "领导批示",
        "document": "清委宣〔2026〕12号",
    }
    add = reverse("placements_bonuses:add")
    refused = client.post(add, {**told, "file": sent(b"MZ")})
    before = Bonus.objects.count()

    client.post(add, {**told, "file": sent()})

    paper = BonusPaper.objects.get()
    shown = client.get(page_of(paper.bonus)).content.decode()
    assert (list(refused.context["form"].errors), before) == (["file"], 0)
    assert at("paper", paper.bonus_id, paper.pk) in shown
    assert (
        page_of(paper.bonus)
        in client.get(reverse("placements_bonuses:index")).content.decode()
    )


def test_a_paper_is_sent_in_saved_and_deleted_on_the_screen(client, keeper, bonus):
    client.post(at("add_paper", bonus.pk), {"file": sent()})
    paper = BonusPaper.objects.get()
    saved = client.get(at("paper", bonus.pk, paper.pk))
    body = b"".join(saved.streaming_content)

    client.post(at("delete_paper", bonus.pk, paper.pk), {"note": "传错了"})

    assert body == PDF
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert BonusPaper.objects.count() == 0


@pytest.mark.parametrize("data", [{}, {"file": b"MZ"}, {"note": ""}])
def test_what_cannot_be_done_is_told_on_the_page_of_the_bonus(
    client, keeper, bonus, data
):
    paper = keep_paper(bonus, sent(), by=keeper)
    where = at("add_paper", bonus.pk)
    if "note" in data:
        where = at("delete_paper", bonus.pk, paper.pk)
    files = {"file": sent(data["file"])} if "file" in data else data

    answer = client.post(where, files, follow=True)

    assert answer.redirect_chain == [(page_of(bonus), 302)]
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert BonusPaper.objects.count() == 1


def test_a_bonus_that_keeps_ten_takes_no_more_on_the_screen(
    client, keeper, bonus, monkeypatch
):
    monkeypatch.setattr(service, "MOST_PAPERS", 0)

    answer = client.post(at("add_paper", bonus.pk), {"file": sent()}, follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_a_paper_whose_file_is_gone_is_told(client, keeper, bonus):
    paper = keep_paper(bonus, sent(), by=keeper)
    paper.file.storage.delete(paper.file.name)

    assert client.get(at("paper", bonus.pk, paper.pk)).status_code == 404


def test_a_reporter_sees_the_bonus_without_its_paper(client, county, bonus, keeper):
    paper = keep_paper(bonus, sent(), by=keeper)
    client.force_login(PersonFactory(posts=[("reporter", county)]))

    page = client.get(page_of(bonus))
    file = client.get(at("paper", bonus.pk, paper.pk))

    assert (page.status_code, page.context["papers"]) == (200, [])
    assert (file.status_code, file.streaming) == (302, False)


def test_another_countys_paper_is_not_there(client, keeper, bonus):
    paper = keep_paper(bonus, sent(), by=keeper)
    other = a_county(code="other", name="别县")
    client.force_login(PersonFactory(posts=[("ledger_keeper", other)]))

    assert client.get(at("paper", bonus.pk, paper.pk)).status_code == 404


def test_nobody_is_served_the_folder_of_papers(client, keeper, bonus):
    paper = keep_paper(bonus, sent(), by=keeper)

    assert client.get(f"/media/{paper.file.name}").status_code == 404
