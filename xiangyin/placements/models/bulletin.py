from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Case, Unit
from xiangyin.kernel.querysets import CaseQuerySet, VisibleQuerySet

from ..lifecycles import BULLETIN, BulletinState
from .placement import Placement


class KeptBulletin(Case):
    """A bulletin on its way to be frozen (通报): what it said, by which rules.

    ``period`` is ``2026-05``, ``2026-Q2`` or ``2026``. From compiling on, ``told`` is
    what an export says, ``lines`` each counted placement with its points, ``rules``
    the schemes with their versions; ``hash`` is told when it is frozen. Objections
    are taken until ``due_on``.
    """

    class Audience(models.TextChoices):
        NOBODY = "nobody", _("nobody yet")
        STAFF = "staff", _("the staff")
        PUBLIC = "public", _("everybody")

    lifecycle = BULLETIN
    closed_states = frozenset({BulletinState.PUBLISHED})
    series = "BLT"
    see_right = "placements.see_bulletin"

    period = models.CharField(_("period"), max_length=7)
    told = models.JSONField(default=dict, editable=False)
    lines = models.JSONField(default=list, editable=False)
    rules = models.JSONField(default=list, editable=False)
    hash = models.CharField(_("hash"), max_length=64, blank=True, editable=False)
    compiled_at = models.DateTimeField(_("compiled"), null=True, editable=False)
    frozen_at = models.DateTimeField(_("frozen"), null=True, editable=False)
    audience = models.CharField(
        _("published to"),
        max_length=6,
        choices=Audience,
        default=Audience.NOBODY,
        editable=False,
    )

    objects = CaseQuerySet.as_manager()

    class Meta(Case.Meta):
        ordering = ["-period"]
        verbose_name = _("kept bulletin")
        verbose_name_plural = _("kept bulletins")
        constraints = [
            models.UniqueConstraint(
                fields=["county", "number"], name="bulletin_number_once_a_county"
            ),
            models.UniqueConstraint(
                fields=["county", "period"],
                name="one_bulletin_a_period",
                violation_error_message=_("This bulletin was begun already."),
            ),
        ]


class Objection(models.Model):
    """A unit does not agree with its line; the desk answers. Both are kept (申诉)."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("not answered yet")
        ACCEPTED = "accepted", _("agreed: it is put right")
        DECLINED = "declined", _("it stays as it is")

    see_right = "placements.see_bulletin"

    bulletin = models.ForeignKey(
        KeptBulletin, related_name="objections", on_delete=models.PROTECT
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), related_name="+", on_delete=models.PROTECT
    )
    placement = models.ForeignKey(
        Placement,
        verbose_name=_("placement"),
        related_name="objections",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    text = models.TextField(_("what is not right"), max_length=2000)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("raised by"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    raised_at = models.DateTimeField(_("raised"), auto_now_add=True)
    outcome = models.CharField(
        _("outcome"), max_length=8, choices=Outcome, default=Outcome.OPEN
    )
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at", "pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="open") | ~models.Q(answer=""),
                name="an_outcome_has_an_answer",
                violation_error_message=_("Write an answer: the unit will read it."),
            )
        ]

    def __str__(self):
        return self.text[:40]
