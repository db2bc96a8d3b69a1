"""How residents' questions move."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.lifecycle import NOBODY, Lifecycle, step


class QuestionState(models.TextChoices):
    UNPROVEN = "unproven", pgettext_lazy("question", "not confirmed yet")
    WAITING = "waiting", pgettext_lazy("question", "waits to be assigned")
    HANDLED = "handled", pgettext_lazy("question", "with the unit")
    ASKED = "asked", pgettext_lazy("question", "waits for the resident")
    CHECKING = "checking", pgettext_lazy("question", "reply is checked")
    SIGNING = "signing", pgettext_lazy("question", "reply waits for a signature")
    ANSWERED = "answered", pgettext_lazy("question", "answered")
    REFERRED = "referred", pgettext_lazy("question", "goes another way")
    MERGED = "merged", pgettext_lazy("question", "merged")
    WITHDRAWN = "withdrawn", pgettext_lazy("question", "withdrawn")
    LAPSED = "lapsed", pgettext_lazy("question", "never confirmed")


S = QuestionState
CLOSED = frozenset({S.ANSWERED, S.REFERRED, S.MERGED, S.WITHDRAWN, S.LAPSED})
OPEN = tuple(state for state in S if state not in CLOSED)
WITH_THE_UNIT = (S.HANDLED, S.ASKED, S.CHECKING, S.SIGNING)
TRIAGE = "answers.triage"
HANDLE = "answers.handle"

# What the resident does (by the code) and what the calendar does is nobody's step.
QUESTION = Lifecycle(
    start=S.UNPROVEN,
    steps=[
        step(
            "confirm", _("Confirmed"), source=S.UNPROVEN, target=S.WAITING, right=NOBODY
        ),
        step(
            "lapse",
            _("Never confirmed"),
            source=S.UNPROVEN,
            target=S.LAPSED,
            right=NOBODY,
        ),
        step(
            "assign",
            pgettext_lazy("question", "Assign"),
            source=S.WAITING,
            target=S.HANDLED,
            right=TRIAGE,
        ),
        step(
            "reassign",
            _("Hand to another unit"),
            source=WITH_THE_UNIT,
            target=S.HANDLED,
            right=TRIAGE,
            needs_note=True,
        ),
        step(
            "give_back",
            _("Not ours"),
            source=S.HANDLED,
            target=S.WAITING,
            right=HANDLE,
            needs_note=True,
        ),
        step(
            "ask",
            _("Ask the resident"),
            source=S.HANDLED,
            target=S.ASKED,
            right=HANDLE,
            needs_note=True,
        ),
        step(
            "told",
            _("The resident has answered"),
            source=S.ASKED,
            target=S.HANDLED,
            right=NOBODY,
        ),
        step(
            "go_on",
            _("Go on without an answer"),
            source=S.ASKED,
            target=S.HANDLED,
            right=HANDLE,
            needs_note=True,
        ),
        step(
            "submit",
            _("Hand in for checking"),
            source=S.HANDLED,
            target=S.CHECKING,
            right=HANDLE,
        ),
        step(
            "check",
            _("Checked"),
            source=S.CHECKING,
            target=S.SIGNING,
            right="answers.check",
        ),
        step(
            "correct",
            _("Send back to the writer"),
            source=S.CHECKING,
            target=S.HANDLED,
            right="answers.check",
            needs_note=True,
        ),
        step(
            "sign",
            _("Sign and reply"),
            source=S.SIGNING,
            target=S.ANSWERED,
            right="answers.sign",
        ),
        step(
            "refuse",
            _("Send back unsigned"),
            source=S.SIGNING,
            target=S.HANDLED,
            right="answers.sign",
            needs_note=True,
        ),
        step(
            "refer",
            _("Explain the right way"),
            source=S.WAITING,
            target=S.REFERRED,
            right=TRIAGE,
            needs_note=True,
        ),
        step(
            "merge",
            _("Merge"),
            source=(S.WAITING, S.HANDLED),
            target=S.MERGED,
            right=TRIAGE,
        ),
        step(
            "part",
            _("Take apart again"),
            source=S.MERGED,
            target=S.WAITING,
            right=TRIAGE,
            needs_note=True,
        ),
        step(
            "withdraw",
            _("Withdrawn"),
            source=(S.UNPROVEN, S.WAITING, *WITH_THE_UNIT),
            target=S.WITHDRAWN,
            right=NOBODY,
        ),
        step(
            "reopen",
            _("Not solved: open again"),
            source=S.ANSWERED,
            target=S.HANDLED,
            right=NOBODY,
        ),
    ],
)
