"""Keeping what shows that an article stood where it stood, and nothing longer than that.

For proof within the office only (Copyright Law, article 24): never public, never
changed, deleted when its years are over. A file is on the disk before its row, and goes
after it.
"""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..lifecycles import PlacementState
from ..models import Article, BonusPaper, Evidence, Placement, WantedEvidence
from .evidence_files import Recognised, recognised

NOTHING, TEXT, PICTURE = "none", "text", "picture"
# Placements that evidence is kept for: what was refused needs none.
PROVEN = (PlacementState.CANDIDATE, PlacementState.CONFIRMED)
# Placements of outlets of which nothing may be kept.
OF_NOTHING = Q(article__outlet__evidence=NOTHING)
# So long is evidence kept of what was refused: a decision may be taken back.
REFUSED_FOR = timedelta(days=30)
PIECE = 1024 * 1024


def kept_of(outlet) -> str:
    """What may be kept of an outlet's pages: nothing, their text, or a picture too."""
    return outlet.evidence if outlet else PICTURE


def years_kept() -> int:
    return int(getattr(settings, "XIANGYIN_EVIDENCE_YEARS", 3))


def want_evidence(article: Article, *, now) -> None:
    """Have the worker keep the article's page, if it has one and may be kept.

    Called in the transaction in which the article becomes a candidate.
    """
    if article.address and kept_of(article.outlet) != NOTHING:
        WantedEvidence.objects.get_or_create(
            article=article, defaults={"next_try_at": now}
        )


@transaction.atomic
def want_again(placement: Placement, *, by, now) -> None:
    """Ask for the page once more, as somebody wishes it now."""
    require(by, "placements.handle", placement)
    article = placement.article
    if not article.address or kept_of(article.outlet) == NOTHING:
        raise RuleBroken(_("There is no page of this article that may be kept."))
    WantedEvidence.objects.update_or_create(
        article=article, defaults={"next_try_at": now, "tries": 0, "problem": ""}
    )
    record(placement, "want_evidence", by=by, label=_("Evidence asked for"))


@transaction.atomic
def keep_evidence(
    article: Article, file: File, *, kind: str, ending: str, at, by=None, **told
) -> Evidence:
    """Keep a file as it is, with its hash. The same one is kept once."""
    digest, size = fingerprint(file)
    known = article.evidence.filter(sha256=digest).first()
    if known:
        return known
    evidence = Evidence(
        unit=article.unit,
        article=article,
        kind=kind,
        size=size,
        sha256=digest,
        taken_at=at,
        by=by,
        **told,
    )
    evidence.file.save(f"{uuid.uuid4().hex}.{ending}", file, save=False)
    evidence.full_clean()
    evidence.save()
    note_evidence(article)
    return evidence


def keep_bytes(article: Article, data: bytes, **told) -> Evidence:
    """Keep what this program itself made: the text or the picture of a page."""
    return keep_evidence(article, ContentFile(data), **told)


def keep_upload(placement: Placement, upload, *, by, note: str = "") -> Evidence:
    """Keep a scan or a recording that somebody sends in for a placement.

    A picture is written anew; other files stay as they are and are never opened here.
    Raises ``NotAllowed``, or ``ValidationError`` with what is wrong with the file.
    """
    require(by, "placements.handle", placement)
    if kept_of(placement.article.outlet) == NOTHING:
        raise ValidationError(_("Of this outlet no evidence is to be kept."))
    found: Recognised = recognised(upload)
    with transaction.atomic():
        evidence = keep_evidence(
            placement.article,
            found.file,
            kind=found.kind,
            ending=found.ending,
            at=timezone.now(),
            by=by,
            note=note.strip()[:200],
        )
        record(
            placement,
            "keep_evidence",
            by=by,
            label=_("Evidence kept"),
            sha256=evidence.sha256,
            kind=evidence.kind,
        )
    return evidence


@transaction.atomic
def delete_evidence(evidence: Evidence, *, placement: Placement, by, note: str) -> None:
    """Delete one piece of evidence; that it was there stays in the trail.

    Raises ``NotAllowed``, or ``RuleBroken`` without a reason.
    """
    require(by, "placements.handle", placement)
    if not note.strip():
        raise RuleBroken(_("Write why it is deleted: it stays in the history."))
    record(
        placement,
        "delete_evidence",
        by=by,
        label=_("Evidence deleted"),
        note=note,
        **_remembered(evidence),
    )
    _remove(evidence)


def note_evidence(article: Article) -> None:
    """Let the article's placements say whether there is any."""
    article.placements.update(has_evidence=article.evidence.exists())


def without_evidence(placements):
    """Those of ``placements`` that want evidence and have none, the oldest first."""
    found = placements.filter(state__in=PROVEN, has_evidence=False)
    return found.exclude(OF_NOTHING).order_by("article__published_on", "pk")


def sweep_evidence(*, now) -> int:
    """Delete what was kept for its years, or is about nothing any more."""
    of_use = Placement.objects.filter(article=OuterRef("article"), state__in=PROVEN)
    over = Q(taken_at__lt=now - timedelta(days=365 * years_kept()))
    refused = Q(taken_at__lt=now - REFUSED_FOR) & ~Exists(of_use)
    old = Evidence.objects.filter(over | refused).select_related("article__unit")
    count = 0
    for evidence in old.iterator():
        with transaction.atomic():
            record(
                evidence.article,
                "delete_evidence",
                by=None,
                label=_("Evidence deleted: its time is over"),
                **_remembered(evidence),
            )
            _remove(evidence)
        count += 1
    return count


def _remembered(evidence: Evidence) -> dict:
    return {
        "kind": evidence.kind,
        "sha256": evidence.sha256,
        "taken_at": evidence.taken_at.isoformat(),
    }


def _remove(evidence: Evidence) -> None:
    """First the row, then, once nothing can bring it back, the file."""
    storage, name = evidence.file.storage, evidence.file.name
    article = evidence.article
    evidence.delete()
    note_evidence(article)
    transaction.on_commit(lambda: storage.delete(name))


@dataclass(frozen=True)
class Wrong:
    """What is kept and not what it was any more: "missing" or "changed"."""

    evidence: Evidence | BonusPaper
    what: str


def wrong_evidence() -> Iterator[Wrong]:
    """Read every file again and compare it with the hash that was written down."""
    papers = BonusPaper.objects.select_related("bonus").order_by("pk")
    kept = chain(Evidence.objects.order_by("pk").iterator(), papers.iterator())
    for evidence in kept:
        try:
            with evidence.file.open() as file:
                told = fingerprint(file)
        except FileNotFoundError:
            yield Wrong(evidence, "missing")
            continue
        if told != (evidence.sha256, evidence.size):
            yield Wrong(evidence, "changed")


def fingerprint(file) -> tuple[str, int]:
    """SHA-256 and size of a file, read from its beginning and left there."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return digest.hexdigest(), size
