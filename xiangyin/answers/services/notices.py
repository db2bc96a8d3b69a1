"""Telling the asker, surely and later: a letter each, without name or contact in it.

What is sent names the number and where to look. Neither the question nor the reply
travels by text message.
"""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from xiangyin.gateways.messages import the_messenger
from xiangyin.kernel.models import Letter
from xiangyin.kernel.sealing import unseal
from xiangyin.kernel.services.audit import record
from xiangyin.kernel.services.outbox import delivers, post

from ..models import Posted, Proof, Question, Way

NOTICE, CODE = "answers.notice", "answers.code"
WORDS = {
    "answered": gettext_noop("Your question %(number)s has a reply."),
    "asked": gettext_noop(
        "The unit has something to ask about %(number)s. The clock stands still until"
        " you answer."
    ),
    "assigned": gettext_noop("Your question %(number)s is with the unit in charge."),
    "merged": gettext_noop(
        "Others asked the same as %(number)s: they are answered together."
    ),
    "referred": gettext_noop(
        "Your question %(number)s goes another way, which is explained to you."
    ),
    "extended": gettext_noop(
        "Your question %(number)s takes longer; the reason is told."
    ),
    "reopened": gettext_noop("Your question %(number)s is open again."),
    "corrected": gettext_noop(
        "What you were told about %(number)s was corrected: please read it again."
    ),
    "progress": gettext_noop("There is news of what was promised for %(number)s."),
}
LOOK = gettext_noop("Look with your query code: %(address)s")
TO_CONFIRM = gettext_noop("%(code)s is your code to confirm question %(number)s.")
CONFIRM_AT = gettext_noop("Write it here: %(address)s")


def tell(question: Question, what: str, *, occasion: str) -> None:
    """Post a notice to the asker and to all whose question was merged into this.

    ``occasion`` names this once: told twice, it is sent once.
    """
    for each in [question, *question.merged.all()]:
        tell_asker(each, what, occasion=occasion)


def tell_asker(question: Question, what: str, *, occasion: str) -> None:
    """Post a notice to the asker of this one question, if there is a way to."""
    if question.way != Way.NONE and question.sealed_contact:
        post(
            NOTICE,
            key=f"{NOTICE}:{question.pk}:{what}:{occasion}",
            payload={"question": question.pk, "what": what},
            county=question.county,
        )


def _send_notice(letter: Letter) -> str:
    question = Question.objects.get(pk=letter.payload["question"])
    with override(question.language):
        place = {"address": f"{settings.WAGTAILADMIN_BASE_URL}/ask/status/"}
        said = _(WORDS[letter.payload["what"]]) % {"number": question.number}
        text = f"{said} {_(LOOK) % place}"
    return _send(question, text, key=letter.key)


def _send(question: Question, text: str, *, key: str) -> str:
    contact = unseal(question.sealed_contact)
    if not contact:  # deleted meanwhile, by the asker or because its time was over
        return "nobody"
    return the_messenger()(question.way, contact, text, key=key)


@delivers(NOTICE, carried_by=_send_notice)
def note_that_it_was_sent(letter: Letter, *, receipt: str) -> None:
    """Write that the asker was told."""
    question = Question.objects.get(pk=letter.payload["question"])
    label = _("The asker was told")
    told = {"what": letter.payload["what"], "way": receipt}
    record(question, "told_asker", by=None, label=label, **told)


def send_code(proof: Proof) -> None:
    """Post the code that confirms a contact; the letter itself holds no code."""
    post(
        CODE,
        key=f"{CODE}:{proof.question_id}:{proof.times}",
        payload={"question": proof.question_id},
        county=proof.question.county,
    )


def _carry_code(letter: Letter) -> str:
    proof = Proof.objects.select_related("question").filter(
        question=letter.payload["question"]
    )
    found = proof.first()
    if found is None:  # confirmed meanwhile, or over
        return "nobody"
    question = found.question
    told = {"code": unseal(found.sealed_code), "number": question.number}
    with override(question.language):
        text = _(TO_CONFIRM) % told
        posted = Posted.objects.filter(question=question).first()
        if posted:  # no browser of the asker's has the page open
            place = f"{settings.WAGTAILADMIN_BASE_URL}/ask/confirm/{posted.token}/"
            text = f"{text} {_(CONFIRM_AT) % {'address': place}}"
    return _send(question, text, key=letter.key)


@delivers(CODE, carried_by=_carry_code)
def code_was_sent(letter: Letter, *, receipt: str) -> None:
    """Nothing is written: the code's own row says when it was made."""
