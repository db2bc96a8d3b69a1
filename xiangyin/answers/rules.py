"""Who may do what with residents' questions, and what no one may get round.

Three different people stand behind a reply: who wrote any of it checks none of it,
and who checked it does not sign it. A question that was opened again is checked by
somebody who has not checked it before.

The terms are those of published rules (``docs/reference``): an office chooses one set
and may change each number.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.rights import ANSWERING, Role, grant, may

grant("answers.see", *ANSWERING)
grant("answers.triage", Role.COORDINATOR)
grant("answers.take_down", Role.COORDINATOR, Role.CLERK)
grant("answers.handle", Role.CLERK)
grant("answers.check", Role.CHECKER)
grant("answers.sign", Role.HEAD)
grant("answers.see_contact", Role.COORDINATOR, Role.CLERK)
grant("answers.publish", Role.COORDINATOR)
grant("answers.see_figures", *ANSWERING, Role.LEADER, Role.ADMINISTRATOR)
grant("answers.call_back", Role.COORDINATOR)
grant("answers.keep_knowledge", Role.COORDINATOR)
grant("answers.offer_tip", Role.COORDINATOR)
grant("answers.see_catalogue", *ANSWERING, Role.ADMINISTRATOR)
# How many are late, and how long: figures, by which no question is read.
grant("answers.see_lateness", Role.LEADER)
grant("answers.keep_catalogue", Role.COORDINATOR, Role.ADMINISTRATOR)

# 退单: a unit says "not ours" within a working day; after two, somebody must decide.
WORKDAYS_TO_RETURN = 1
MOST_RETURNS = 2
DAYS_TO_REOPEN = 30
HOURS_TO_CONFIRM = 24
# Figures of fewer than this many say who stands behind them.
FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class TermSet:
    """Working days per kind of question, what one extension adds, and a review's."""

    enquiry: int
    help: int
    suggestion: int
    complaint: int
    extension: int
    review: int = 5


# practice.md f.3: the Guangdong measure (2022), the Jinan and Anyang regulations.
PRESETS = {
    "guangdong": TermSet(enquiry=2, help=10, suggestion=10, complaint=15, extension=10),
    "five_days": TermSet(enquiry=5, help=5, suggestion=5, complaint=5, extension=5),
}
USUAL = PRESETS["guangdong"]


def why_not_check(person, question):
    """Why ``person`` may not check the reply, or an empty string."""
    if person.pk in authors(question):
        return _("You wrote this reply: somebody else must check it.")
    if not may(person, "answers.check", question):
        return _("Your post does not include this.")
    if person.pk in checkers_before(question):
        return _(
            "You checked the reply that did not solve it: somebody else must check"
            " this one."
        )
    return ""


def why_not_sign(person, question):
    """Why ``person`` may not sign the reply, or an empty string."""
    if person.pk in authors(question):
        return _("You wrote this reply: somebody else must sign it.")
    if not may(person, "answers.sign", question):
        return _("Your post does not include this.")
    if person.pk in checkers_of(question.latest_reply):
        return _("You checked this reply: somebody else must sign it.")
    return ""


def why_not_call_back(person, question):
    """Why ``person`` may not call the asker back, or an empty string.

    Who answered does not ask how it was: not the unit, and nobody who wrote, checked or
    signed a version of the reply.
    """
    if not may(person, "answers.call_back", question):
        return _("Your post does not include this.")
    own = ("answers.handle", "answers.check", "answers.sign")
    if any(may(person, right, question) for right in own):
        return _("You belong to the unit that answered: somebody else calls back.")
    replied = question.replies.filter(by=person.pk)
    approved = question.replies.filter(approvals__by=person.pk)
    if replied.exists() or approved.exists():
        return _("You had a hand in the reply: somebody else calls back.")
    return ""


def authors(question) -> set[int]:
    """Ids of everybody who wrote a version of the reply of this round."""
    written = question.replies.filter(round=question.round)
    return set(written.values_list("by", flat=True))


def checkers_of(reply) -> set[int]:
    passed = reply.approvals.filter(stage="check", accepted=True) if reply else []
    return {approval.by_id for approval in passed}


def checkers_before(question) -> set[int]:
    """Ids of those who checked a reply that the resident did not accept."""
    earlier = question.replies.filter(
        round__lt=question.round,
        approvals__stage="check",
        approvals__accepted=True,
    )
    return set(earlier.values_list("approvals__by", flat=True))
