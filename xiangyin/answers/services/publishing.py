"""What everybody reads: a copy without what says who somebody is, and its history."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.engines.private import Finding, find
from xiangyin.kernel.errors import RuleBroken, WrongState
from xiangyin.kernel.rights import require
from xiangyin.kernel.sealing import seal, unseal
from xiangyin.kernel.services.audit import record

from ..lifecycles import QuestionState
from ..models import Publication, Publicity, Question, Redaction

PUBLISH = "answers.publish"
FIELDS = ("title", "text", "reply")


@dataclass(frozen=True)
class Draft:
    """What would be published, and what in it says who somebody is."""

    title: str
    text: str
    reply: str
    findings: dict[str, list[Finding]]


def draft_of(question: Question) -> Draft:
    """The question as it would be published, looked through."""
    reply = question.latest_reply
    said = {
        "title": question.title,
        "text": question.text,
        "reply": reply.text if reply else "",
    }
    return Draft(**said, findings=findings_in(question, **said))


def findings_in(question: Question, **said: str) -> dict[str, list[Finding]]:
    """What says who somebody is, by field; the asker's own name is looked for too."""
    names = [unseal(question.sealed_name)]
    found = {field: find(text, names=names) for field, text in said.items()}
    return {field: findings for field, findings in found.items() if findings}


@transaction.atomic
def publish_question(
    question: Question, *, by, title: str, text: str, reply: str, reason: str = ""
) -> Publication:
    """Publish an answered question as its asker allowed. What was changed is kept.

    Raises ``RuleBroken`` for a private one, and while a text still says who somebody is.
    """
    require(by, PUBLISH, question)
    if question.state != QuestionState.ANSWERED or question.latest_reply is None:
        raise WrongState(_("It has no reply yet."))
    if question.publicity == Publicity.PRIVATE:
        raise RuleBroken(_("The asker did not allow it to be published."))
    said = {"title": title, "text": text, "reply": reply}
    _refuse_findings(question, said)
    sent = draft_of(question)
    is_named = question.publicity == Publicity.NAMED and not question.is_minor
    publication, _made = Publication.objects.update_or_create(
        question=question,
        defaults={
            **said,
            "name": unseal(question.sealed_name) if is_named else "",
            "published_at": timezone.now(),
            "published_by": by,
            "withdrawn_at": None,
        },
    )
    publication.full_clean()
    _keep_changes(publication, sent.__dict__, said, by=by, reason=reason)
    record(question, "publish", by=by, label=_("Made public"))
    return publication


@transaction.atomic
def redact(
    publication: Publication, *, by, reason: str, title: str, text: str, reply: str
) -> None:
    """Change what everybody reads. What it was is sealed, and the change is kept."""
    question = publication.question
    require(by, PUBLISH, question)
    said = {"title": title, "text": text, "reply": reply}
    _refuse_findings(question, said)
    before = {field: getattr(publication, field) for field in FIELDS}
    _keep_changes(publication, before, said, by=by, reason=reason)
    for field, words in said.items():
        setattr(publication, field, words)
    publication.full_clean()
    publication.save(update_fields=list(FIELDS))
    record(question, "redact", by=by, label=_("Redacted"), note=reason)


@transaction.atomic
def take_from_public(publication: Publication, *, by, reason: str) -> None:
    """Nobody reads it any more; why is kept."""
    require(by, PUBLISH, publication.question)
    if not reason.strip():
        raise RuleBroken(_("Write a reason: it is kept."))
    publication.withdrawn_at = timezone.now()
    publication.save(update_fields=["withdrawn_at"])
    record(
        publication.question,
        "unpublish",
        by=by,
        label=_("Taken from the public pages"),
        note=reason,
    )


def _refuse_findings(question: Question, said: dict[str, str]) -> None:
    found = findings_in(question, **said)
    if found:
        first = next(iter(found.values()))[0]
        raise RuleBroken(
            _("Everybody would read “%(words)s”: take it out first.")
            % {"words": first.words}
        )


def _keep_changes(publication, before, after, *, by, reason) -> None:
    changed = [field for field in FIELDS if before[field] != after[field]]
    if changed and not reason.strip():
        raise RuleBroken(_("Say why it reads otherwise than it was sent."))
    for field in changed:
        redaction = Redaction(
            publication=publication,
            field=field,
            sealed_before=seal(before[field]),
            reason=reason,
            by=by,
            at=timezone.now(),
        )
        redaction.full_clean(exclude=["publication"])
        redaction.save()
