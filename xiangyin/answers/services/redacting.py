"""Hiding passages from everybody: who, when and why is kept, and each can be undone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken, WrongState
from xiangyin.kernel.rights import require
from xiangyin.kernel.services.audit import record

from ..models import Blank, Publication, Question
from ..reports.redacted import (
    FIELDS,
    blanks_of,
    findings_in,
    originals,
    public_words,
    spans_in,
)

PUBLISH = "answers.publish"


@transaction.atomic
def hide_passages(
    question: Question, *, by, title: str, text: str, reply: str, reason: str
) -> int:
    """Hide exactly what is marked in these texts; what is marked no more is shown.

    Returns how many passages changed. What is public already changes at once. Raises
    ``RuleBroken`` where the words were changed, without a reason, and where everybody
    would then read who somebody is.
    """
    require(by, PUBLISH, question)
    Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    marked = {"title": title, "text": text, "reply": reply}
    said = originals(question)
    wanted = {
        (field, *span)
        for field in FIELDS
        for span in spans_in(marked[field], of=said[field])
    }
    active = {(each.field, each.start, each.end): each for each in blanks_of(question)}
    new, gone = sorted(wanted - active.keys()), sorted(active.keys() - wanted)
    if (new or gone) and not reason.strip():
        raise RuleBroken(_("Write a reason: it is kept."))
    for key in gone:
        _undo(active[key], by=by, why=reason)
    for field, start, end in new:
        _hide(question, field, start, end, by=by, reason=reason)
    if new or gone:
        record(question, "redact", by=by, label=_("Redacted"), note=reason)
        show_anew(question)
    return len(new) + len(gone)


@transaction.atomic
def show_passage(blank: Blank, *, by, why: str) -> None:
    """Undo one: everybody reads the passage again. Who hid it and why stays kept."""
    require(by, PUBLISH, blank.question)
    if not why.strip():
        raise RuleBroken(_("Write a reason: it is kept."))
    if Blank.objects.select_for_update().get(pk=blank.pk).undone_at:
        raise WrongState(_("This is no longer possible: somebody was faster."))
    _undo(blank, by=by, why=why)
    record(blank.question, "unredact", by=by, label=_("Shown again"), note=why)
    show_anew(blank.question)


def _hide(question, field, start, end, *, by, reason) -> None:
    blank = Blank(
        question=question,
        reply=question.latest_reply if field == "reply" else None,
        field=field,
        start=start,
        end=end,
        reason=reason,
        by=by,
        at=timezone.now(),
    )
    blank.full_clean(exclude=["question", "reply"])
    blank.save()


def _undo(blank: Blank, *, by, why: str) -> None:
    blank.undone_by, blank.undone_at, blank.undone_why = by, timezone.now(), why
    blank.full_clean(exclude=["question", "reply"])
    blank.save(update_fields=["undone_by", "undone_at", "undone_why"])


def show_anew(question: Question) -> None:
    """Let what is public read as the hidden passages say now."""
    said = public_words(question)
    shown = Publication.objects.filter(question=question, withdrawn_at=None).first()
    if shown is None:
        return
    refuse_findings(question, said)
    for field, words in said.items():
        setattr(shown, field, words)
    # Saved, not updated: the searches keep its words, and hear of it.
    shown.save(update_fields=list(said))


def refuse_findings(question: Question, said: dict[str, str]) -> None:
    """Raise ``RuleBroken`` if a text still says who somebody is."""
    found = findings_in(question, **said)
    if found:
        first = next(iter(found.values()))[0]
        raise RuleBroken(
            _("Everybody would read “%(words)s”: take it out first.")
            % {"words": first.words}
        )
