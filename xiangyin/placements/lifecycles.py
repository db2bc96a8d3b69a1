"""How a placement moves (the engine proposes, a person decides), and a bulletin."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.kernel.lifecycle import NOBODY, Lifecycle, step


class PlacementState(models.TextChoices):
    CANDIDATE = "candidate", pgettext_lazy("placement", "to confirm")
    CONFIRMED = "confirmed", pgettext_lazy("placement", "confirmed")
    REJECTED = "rejected", pgettext_lazy("placement", "rejected")
    OWN = "own", pgettext_lazy("placement", "our own site")


PLACEMENT = Lifecycle(
    start=PlacementState.CANDIDATE,
    steps=[
        step(
            "confirm",
            pgettext_lazy("placement", "Confirm"),
            source=PlacementState.CANDIDATE,
            target=PlacementState.CONFIRMED,
            right="placements.handle",
        ),
        step(
            "reject",
            pgettext_lazy("placement", "Reject"),
            source=PlacementState.CANDIDATE,
            target=PlacementState.REJECTED,
            right="placements.handle",
        ),
        step(
            "undo",
            _("Undo"),
            source=(PlacementState.CONFIRMED, PlacementState.REJECTED),
            target=PlacementState.CANDIDATE,
            right="placements.handle",
        ),
        step(
            "set_aside",
            pgettext_lazy("placement", "Set aside: our own site"),
            source=PlacementState.CANDIDATE,
            target=PlacementState.OWN,
            right=NOBODY,
        ),
        step(
            "bring_back",
            pgettext_lazy("placement", "Brought back: not our own site"),
            source=PlacementState.OWN,
            target=PlacementState.CANDIDATE,
            right=NOBODY,
        ),
    ],
)


class BulletinState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("bulletin", "draft")
    OPEN = "open", pgettext_lazy("bulletin", "open to objections")
    FROZEN = "frozen", pgettext_lazy("bulletin", "frozen")
    PUBLISHED = "published", pgettext_lazy("bulletin", "published")


BULLETIN = Lifecycle(
    start=BulletinState.DRAFT,
    steps=[
        step(
            "open",
            pgettext_lazy("bulletin", "Take objections"),
            source=BulletinState.DRAFT,
            target=BulletinState.OPEN,
            right="placements.keep",
        ),
        step(
            "freeze",
            pgettext_lazy("bulletin", "Freeze"),
            source=(BulletinState.DRAFT, BulletinState.OPEN),
            target=BulletinState.FROZEN,
            right="placements.keep",
        ),
        step(
            "publish",
            pgettext_lazy("bulletin", "Publish"),
            source=BulletinState.FROZEN,
            target=BulletinState.PUBLISHED,
            right="placements.keep",
        ),
        step(
            "withdraw",
            pgettext_lazy("bulletin", "Withdraw"),
            source=BulletinState.PUBLISHED,
            target=BulletinState.FROZEN,
            right="placements.keep",
            needs_note=True,
        ),
        step(
            "reopen",
            pgettext_lazy("bulletin", "Open again"),
            source=(BulletinState.OPEN, BulletinState.FROZEN),
            target=BulletinState.DRAFT,
            right="placements.keep",
            needs_note=True,
        ),
    ],
)
