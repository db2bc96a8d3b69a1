"""What everybody reads: what was sent and replied, without what is hidden in it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xiangyin.kernel.errors import RuleBroken, WrongState
from xiangyin.kernel.rights import require
from xiangyin.kernel.sealing import unseal
from xiangyin.kernel.services.audit import record

from ..lifecycles import QuestionState
from ..models import Publication, Publicity, Question
from ..reports.redacted import public_words
from .following import tell_followers
from .redacting import PUBLISH, refuse_findings


@transaction.atomic
def publish_question(question: Question, *, by) -> Publication:
    """Publish an answered question as its asker allowed, with its blanks.

    Published again, it reads as it stands now. Raises ``RuleBroken`` for a private one,
    and while a text still says who somebody is.
    """
    require(by, PUBLISH, question)
    if question.state != QuestionState.ANSWERED or question.latest_reply is None:
        raise WrongState(_("It has no reply yet."))
    if question.publicity == Publicity.PRIVATE:
        raise RuleBroken(_("The asker did not allow it to be published."))
    said = public_words(question)
    refuse_findings(question, said)
    is_named = question.publicity == Publicity.NAMED and not question.is_minor
    before = Publication.objects.filter(question=question).first()
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
    record(question, "publish", by=by, label=_("Made public"))
    _tell_of_new_reply(question, before)
    return publication


def _tell_of_new_reply(question: Question, before: Publication | None) -> None:
    """Who follows hears of another reply when everybody can read it, not sooner."""
    reply = question.latest_reply
    if before and reply.sent_at and reply.sent_at > before.published_at:
        tell_followers([question], "changed", occasion=str(reply.pk))


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
