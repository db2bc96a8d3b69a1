"""What can be done beside and after a reply: promises, calling back, keeping, offering."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..forms import after as forms
from ..forms.knowledge import EntryForm
from ..lifecycles import WITH_THE_UNIT, QuestionState
from ..rules import why_not_call_back
from ..services import after, knowledge
from .act import Act, about, plain

S = QuestionState


def _call_back(at, form):
    said = form.cleaned_data
    after.note_call_back(
        at.question, by=at.person, reached=said["heard"] == "yes", words=said["words"]
    )
    return _("The call is noted.")


def _may_call_back(at) -> bool:
    if not at.is_in(S.ANSWERED) or why_not_call_back(at.person, at.question):
        return False
    reached = at.question.call_backs.filter(round=at.question.round, heard="reached")
    return not reached.exists()


def _undertake(at, form):
    after.undertake(at.question, by=at.person, today=at.today, **form.cleaned_data)
    return _("The promise stands beside the reply.")


def _progress(at, form):
    after.report_progress(by=at.person, today=at.today, **form.cleaned_data)
    return _("Everybody reads how far it is.")


def _offer(at, form):
    after.offer_to_newsroom(at.question, by=at.person, **form.cleaned_data)
    return _("Offered: the newsroom has it as a tip.")


def _entry(at, form):
    knowledge.make_entry(at.question, by=at.person, today=at.today, **form.cleaned_data)
    return _("Everybody who asks the same is shown it.")


AFTER = (
    Act(
        "call_back",
        gettext_lazy("Note a call-back"),
        _may_call_back,
        plain(forms.CallBackForm),
        _call_back,
        key="l",
        stays=True,
    ),
    Act(
        "progress",
        gettext_lazy("How far a promise is"),
        lambda at: (
            at.handles and at.question.undertakings.filter(done_on=None).exists()
        ),
        about(forms.ProgressForm),
        _progress,
        key="o",
        stays=True,
    ),
    Act(
        "undertake",
        gettext_lazy("Promise something with a day"),
        lambda at: at.handles and at.is_in(*WITH_THE_UNIT, S.ANSWERED),
        plain(forms.UndertakeForm),
        _undertake,
        key="v",
        stays=True,
    ),
    Act(
        "entry",
        gettext_lazy("Keep the answer for others"),
        lambda at: (
            at.is_in(S.ANSWERED)
            and at.may(knowledge.KEEP)
            and not at.question.entries.filter(withdrawn_at=None).exists()
        ),
        about(EntryForm),
        _entry,
        key="i",
        stays=True,
    ),
    Act(
        "offer_tip",
        gettext_lazy("Offer it to the newsroom"),
        lambda at: (
            at.is_in(S.ANSWERED)
            and at.may("answers.offer_tip")
            and not hasattr(at.question, "tip_offer")
        ),
        about(forms.OfferForm),
        _offer,
        key="t",
        stays=True,
    ),
)
