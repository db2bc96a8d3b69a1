"""What staff can do with one question now: each act with its form and its service."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from xiangyin.kernel.errors import WrongState

from ..forms import handling as forms
from ..lifecycles import WITH_THE_UNIT, QuestionState
from ..models import Publicity
from ..rules import MOST_RETURNS, why_not_check, why_not_sign
from ..services import contacts, knowledge, replies, triage, waiting
from ..services.redacting import PUBLISH
from .act import Act, At, about, plain
from .acts_after import AFTER

S = QuestionState


def _assign(at, form):
    triage.assign_question(
        at.question, by=at.person, today=at.today, **form.cleaned_data
    )
    return _("It is with %(unit)s.") % {"unit": form.cleaned_data["unit"]}


def _reassign(at, form):
    triage.hand_to_another(
        at.question, by=at.person, today=at.today, **form.cleaned_data
    )
    return _("It is with %(unit)s.") % {"unit": form.cleaned_data["unit"]}


def _give_back(at, form):
    triage.return_question(
        at.question, by=at.person, today=at.today, **form.cleaned_data
    )
    return _("Returned: the coordinator gives it to another unit.")


def _refer(at, form):
    triage.refer_question(at.question, by=at.person, **form.cleaned_data)
    return _("Explained; the asker is told.")


def _merge(at, form):
    triage.merge_question(at.question, into=form.into, by=at.person)
    return _("Merged: all askers get that reply.")


def _part(at, form):
    triage.part_question(at.question, by=at.person, **form.cleaned_data)
    return _("It is a question of its own again.")


def _support(at, form):
    triage.add_support(at.question, by=at.person, today=at.today, **form.cleaned_data)
    return _("The unit is asked to help.")


def _ask(at, form):
    waiting.ask_resident(at.question, by=at.person, today=at.today, **form.cleaned_data)
    return _("The asker is asked.")


def _go_on(at, form):
    waiting.go_on_without(
        at.question, by=at.person, today=at.today, **form.cleaned_data
    )
    return _("The clock runs again.")


def _reply(at, form):
    told = {"text": form.cleaned_data["text"], "after": form.data.get("began")}
    try:
        replies.write_reply(at.question, by=at.person, **told)
    except WrongState:
        form.begin_anew(at.question)
        raise
    if form.cleaned_data["entry"]:
        knowledge.note_use(form.cleaned_data["entry"], at.question)
    if not form.cleaned_data["hand_in"]:
        return _("The draft is kept.")
    replies.submit_reply(at.question, by=at.person)
    return _("Handed in for checking.")


def _reply_form(at, data):
    return forms.ReplyForm(data, question=at.question, today=at.today)


def _approve_form(at, data):
    latest = at.question.latest_reply
    return forms.ApproveForm(data, initial={"digest": latest.digest if latest else ""})


def _check(at, form):
    replies.check_reply(at.question, by=at.person, **form.told())
    return _("Decided.")


def _sign(at, form):
    told = form.told()
    replies.sign_reply(at.question, by=at.person, today=at.today, **told)
    return _("Signed: the asker has the reply.") if told["accept"] else _("Decided.")


def _extend(at, form):
    waiting.ask_for_extension(
        at.question, by=at.person, today=at.today, **form.cleaned_data
    )
    return _("The head of the unit is asked.")


def _waiting_extension(question):
    return question.extensions.filter(round=question.round, approved=None).first()


def _decide(at, form):
    waiting.decide_extension(
        _waiting_extension(at.question),
        by=at.person,
        approve=form.cleaned_data["approve"] == "yes",
        today=at.today,
    )
    return _("Decided.")


def _own_support(at):
    wanted = at.question.supports.filter(round=at.question.round, given_at=None)
    mine = [each for each in wanted if at.may("answers.handle", each)]
    return mine[0] if mine else None


def _word(at, form):
    replies.give_word(_own_support(at), by=at.person, **form.cleaned_data)
    return _("The leading unit has your word.")


def _note(at, form):
    replies.add_note(at.question, by=at.person, **form.cleaned_data)
    return _("The note is kept.")


ACTS = {
    act.name: act
    for act in (
        Act(
            "assign",
            pgettext_lazy("question", "Assign"),
            lambda at: at.is_in(S.WAITING) and at.coordinates,
            lambda at, data: forms.AssignForm(
                data, question=at.question, today=at.today
            ),
            _assign,
            key="a",
        ),
        Act(
            "word",
            gettext_lazy("Give your unit's word"),
            lambda at: at.is_in(*WITH_THE_UNIT) and _own_support(at) is not None,
            plain(forms.WordForm),
            _word,
            key="w",
        ),
        Act(
            "reply",
            gettext_lazy("Write the reply"),
            lambda at: at.is_in(S.HANDLED) and at.handles,
            _reply_form,
            _reply,
            key="r",
        ),
        Act(
            "check",
            gettext_lazy("Check the reply"),
            lambda at: (
                at.is_in(S.CHECKING) and not why_not_check(at.person, at.question)
            ),
            _approve_form,
            _check,
            key="c",
        ),
        Act(
            "sign",
            gettext_lazy("Sign the reply"),
            lambda at: at.is_in(S.SIGNING) and not why_not_sign(at.person, at.question),
            _approve_form,
            _sign,
            key="s",
        ),
        Act(
            "decide",
            gettext_lazy("Decide on more days"),
            lambda at: (
                at.is_in(*WITH_THE_UNIT)
                and at.may("answers.sign")
                and _waiting_extension(at.question) is not None
            ),
            plain(forms.DecideForm),
            _decide,
            key="d",
        ),
        Act(
            "go_on",
            gettext_lazy("Go on without an answer"),
            lambda at: at.is_in(S.ASKED) and at.handles,
            plain(forms.PublicReasonForm),
            _go_on,
            key="g",
        ),
        Act(
            "ask",
            gettext_lazy("Ask the resident"),
            lambda at: at.is_in(S.HANDLED) and at.handles and at.question.way != "none",
            plain(forms.PublicReasonForm),
            _ask,
            key="q",
        ),
        Act(
            "extend",
            gettext_lazy("Ask for more days"),
            lambda at: (
                at.is_in(*WITH_THE_UNIT)
                and at.handles
                and not at.question.extensions.filter(round=at.question.round)
                .exclude(approved=False)
                .exists()
            ),
            plain(forms.ExtendForm),
            _extend,
            key="x",
        ),
        Act(
            "give_back",
            gettext_lazy("Not ours"),
            lambda at: (
                at.is_in(S.HANDLED)
                and at.handles
                and at.question.returns < MOST_RETURNS
                and at.question.round == 1
            ),
            plain(forms.ReasonForm),
            _give_back,
            key="b",
        ),
        Act(
            "support",
            gettext_lazy("Ask another unit to help"),
            lambda at: at.is_in(*WITH_THE_UNIT) and (at.coordinates or at.handles),
            lambda at, data: forms.SupportForm(data, question=at.question),
            _support,
            key="h",
        ),
        Act(
            "merge",
            gettext_lazy("Merge"),
            lambda at: at.is_in(S.WAITING, S.HANDLED) and at.coordinates,
            lambda at, data: forms.MergeForm(
                data, question=at.question, person=at.person
            ),
            _merge,
            key="m",
        ),
        Act(
            "refer",
            gettext_lazy("Explain the right way"),
            lambda at: at.is_in(S.WAITING) and at.coordinates,
            about(forms.ReferForm),
            _refer,
            key="e",
        ),
        Act(
            "reassign",
            gettext_lazy("Hand to another unit"),
            lambda at: at.is_in(*WITH_THE_UNIT) and at.coordinates,
            lambda at, data: forms.ReassignForm(data, question=at.question),
            _reassign,
        ),
        Act(
            "part",
            gettext_lazy("Take apart again"),
            lambda at: at.is_in(S.MERGED) and at.coordinates,
            plain(forms.ReasonForm),
            _part,
        ),
        *AFTER,
        Act(
            "note",
            gettext_lazy("Internal note"),
            lambda at: True,
            plain(forms.NoteForm),
            _note,
            key="n",
            stays=True,
        ),
    )
}


def possible(at: At) -> list[Act]:
    """What can be done now, the next act first."""
    return [act for act in ACTS.values() if act.is_possible(at)]


def may_be_published(at: At) -> bool:
    """Whether there is something to look at before everybody reads it."""
    is_public = at.question.publicity != Publicity.PRIVATE
    return is_public and at.is_in(S.ANSWERED) and at.may(PUBLISH)


def may_look(at: At) -> bool:
    return contacts.may_look(at.question, at.person)
