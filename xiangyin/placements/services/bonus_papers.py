"""The paper a bonus rests on, kept as a file: as evidence is, and no longer than that.

A picture is decoded in a child and written anew. A PDF or a document stays as it is:
nothing here opens it, and nobody is shown it but as a download (decision 0040).
"""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.pictures import SHEET, decode

from ..models import Bonus, BonusPaper
from .evidence import fingerprint, years_kept
from .evidence_files import MOST_SCAN, PICTURES, within

MOST_PAPERS = 10
ZIPPED, TAIL = b"PK\x03\x04", 64 * 1024
# What lies in which kind of zipped document; its table of contents is at the end.
DOCUMENTS = {b"word/document.xml": "docx", b"OFD.xml": "ofd"}
# A document with a program in it is nothing to rest a bonus on.
PROGRAM = b"vbaProject"


def paper_in(upload) -> tuple[File, str]:
    """What is kept of an upload, and under which ending.

    Raises ``ValidationError`` for anything that is no paper.
    """
    upload.seek(0)
    head = upload.read(8)
    upload.seek(0)
    if head.startswith(PICTURES):
        return ContentFile(decode(upload, kind=SHEET).read()), "jpg"
    within(upload, MOST_SCAN)
    ending = "pdf" if head.startswith(b"%PDF-") else document_in(upload, head)
    if not ending:
        raise ValidationError(
            _("“%(name)s” is neither a picture (JPEG, PNG) nor a PDF, DOCX or OFD.")
            % {"name": upload.name}
        )
    return upload, ending


def document_in(upload, head: bytes) -> str:
    """The ending of a zipped document, told by its table of contents; unpacks nothing."""
    if not head.startswith(ZIPPED):
        return ""
    upload.seek(max(0, upload.size - TAIL))
    tail = upload.read(TAIL)
    upload.seek(0)
    if PROGRAM in tail:
        return ""
    return next((ending for name, ending in DOCUMENTS.items() if name in tail), "")


def keep_paper(bonus: Bonus, upload, *, by) -> BonusPaper:
    """Keep a file with its hash; the same one is kept once.

    Raises ``NotAllowed``, ``RuleBroken``, or ``ValidationError`` with what is wrong.
    """
    require(by, "placements.keep", bonus.county)
    file, ending = paper_in(upload)
    with transaction.atomic():
        held = Bonus.objects.select_for_update(of=["self"]).get(pk=bonus.pk)
        digest, size = fingerprint(file)
        known = held.papers.filter(sha256=digest).first()
        if known:
            return known
        if held.papers.count() >= MOST_PAPERS:
            raise RuleBroken(
                _("A bonus keeps up to %(most)s documents.") % {"most": MOST_PAPERS}
            )
        paper = BonusPaper(
            unit=bonus.county,
            bonus=held,
            size=size,
            sha256=digest,
            taken_at=timezone.now(),
            by=by,
        )
        paper.file.save(f"{uuid.uuid4().hex}.{ending}", file, save=False)
        paper.full_clean()
        paper.save()
        record(held, "keep_paper", by=by, label=_("Document kept"), sha256=paper.sha256)
    return paper


@transaction.atomic
def delete_paper(paper: BonusPaper, *, by, note: str) -> None:
    """Delete a document; that it was there stays in the trail.

    Raises ``NotAllowed``, or ``RuleBroken`` without a reason.
    """
    require(by, "placements.keep", paper.unit)
    if not note.strip():
        raise RuleBroken(_("Write why it is deleted: it stays in the history."))
    _remove(paper, by=by, label=_("Document deleted"), note=note)


def sweep_papers(*, now) -> int:
    """Delete what was kept for its years."""
    over = now - timedelta(days=365 * years_kept())
    count = 0
    for paper in BonusPaper.objects.filter(taken_at__lt=over).select_related("bonus"):
        with transaction.atomic():
            _remove(paper, by=None, label=_("Document deleted: its time is over"))
        count += 1
    return count


def _remove(paper: BonusPaper, *, by, label: str, note: str = "") -> None:
    """First the row, then, once nothing can bring it back, the file."""
    storage, name = paper.file.storage, paper.file.name
    told = {"sha256": paper.sha256, "taken_at": paper.taken_at.isoformat()}
    record(paper.bonus, "delete_paper", by=by, label=label, note=note, **told)
    paper.delete()
    transaction.on_commit(lambda: storage.delete(name))
