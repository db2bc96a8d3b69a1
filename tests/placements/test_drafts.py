"""A file to be imported is on the disk before its row, and never outlives it for long."""

import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories.people import PersonFactory
from xiangyin.kernel.errors import RuleBroken
from xiangyin.placements.models import ImportDraft
from xiangyin.placements.services.imports import (
    clear_drafts,
    import_draft,
    start_draft,
)

pytestmark = pytest.mark.django_db

GOOD = "标题,媒体,日期,正文\n晚稻开镰,清州日报,2026-10-04,石溪镇晚稻开镰。\n".encode()


@pytest.fixture
def keeper(county, settings, tmp_path):
    settings.VAR = tmp_path
    return PersonFactory(posts=[("editor", county)])


def a_draft(county, keeper, content=GOOD) -> ImportDraft:
    upload = SimpleUploadedFile("a.csv", content)
    return start_draft(county, upload, what="articles", by=keeper)


def test_the_file_is_flushed_before_its_row(county, keeper, monkeypatch):
    rows = []
    flush = os.fsync

    def tell(number):
        rows.append(ImportDraft.objects.count())
        return flush(number)

    monkeypatch.setattr(os, "fsync", tell)

    draft = a_draft(county, keeper)

    assert (len(rows) >= 2, set(rows)) == (True, {0})
    assert draft.path.read_bytes() == GOOD


def test_a_file_that_is_refused_leaves_nothing(county, keeper):
    with pytest.raises(RuleBroken):
        a_draft(county, keeper, content=b"\x89PNG")

    assert list(ImportDraft.folder().iterdir()) == []


def test_an_import_takes_the_row_with_it_and_the_file_after_the_commit(
    county, keeper, django_capture_on_commit_callbacks
):
    draft = a_draft(county, keeper)
    path = draft.path

    with django_capture_on_commit_callbacks() as later:
        import_draft(draft, by=keeper)
        before = (ImportDraft.objects.count(), path.exists())
    for callback in later:
        callback()

    assert (before, path.exists()) == ((0, True), False)


def test_old_files_without_a_row_are_cleared_and_young_ones_kept(county, keeper):
    kept = a_draft(county, keeper).path
    orphan, young = kept.with_name("orphan"), kept.with_name("young")
    for path in (orphan, young):
        path.write_text("x")
    then = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(orphan, (then, then))
    os.utime(kept, (then, then))

    clear_drafts(now=timezone.now())

    assert {each.name for each in kept.parent.iterdir()} == {kept.name, "young"}
