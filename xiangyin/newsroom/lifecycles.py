"""How tips move. Stories are moved by Wagtail and the three readings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.lifecycle import Lifecycle, step


class TipState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("tip", "waiting")
    TAKEN = "taken", pgettext_lazy("tip", "taken up")
    DECLINED = "declined", pgettext_lazy("tip", "declined")
    MERGED = "merged", pgettext_lazy("tip", "merged")


TIP = Lifecycle(
    start=TipState.WAITING,
    steps=[
        step(
            "take_up",
            _("Take up"),
            source=TipState.WAITING,
            target=TipState.TAKEN,
            right="newsroom.handle_tip",
        ),
        step(
            "decline",
            _("Decline"),
            source=TipState.WAITING,
            target=TipState.DECLINED,
            right="newsroom.handle_tip",
            needs_note=True,
        ),
        step(
            "merge",
            _("Merge"),
            source=TipState.WAITING,
            target=TipState.MERGED,
            right="newsroom.handle_tip",
        ),
        step(
            "reopen",
            _("Put back"),
            source=(TipState.DECLINED, TipState.MERGED),
            target=TipState.WAITING,
            right="newsroom.handle_tip",
        ),
    ],
)


def publish_after_three_readings(workflow_state, user=None) -> None:
    """Wagtail's last step: publish what was signed, now or at the chosen time."""
    revision = workflow_state.content_object.get_latest_revision()
    revision.publish(user=user, skip_permission_checks=True)
