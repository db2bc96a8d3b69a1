from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xiangyin.engines.reuse import Kind as ReuseKind
from xiangyin.kernel.models import Case

from ..lifecycles import PLACEMENT, PlacementState
from ..querysets import PlacementQuerySet
from .article import Article
from .work import Work


class Placement(Case):
    """One place where an outlet carried our work (上稿).

    ``carried`` is the share of the work that the article carries, ``made_of``
    the share of the article that comes from the work, ``passages`` a list of
    ``[work start, work end, article start, article end]`` in characters, ``engine``
    the version of the engine that found it.
    """

    class Kind(models.TextChoices):
        REPRINT = ReuseKind.REPRINT.value, _("reprint")
        ABRIDGED = ReuseKind.ABRIDGED.value, _("abridged")
        EXCERPT = ReuseKind.EXCERPT.value, _("excerpt")
        REWRITTEN = ReuseKind.REWRITTEN.value, _("rewritten")
        MENTION = ReuseKind.MENTION.value, _("mention")

    class Mode(models.TextChoices):
        SOLO = "solo", _("solo")
        ROUNDUP = "roundup", _("roundup")

    class Prominence(models.TextChoices):
        LEAD = "lead", pgettext_lazy("placement", "lead")
        FRONT = "front", _("front page")
        DIGEST = "digest", _("digest")
        ORDINARY = "ordinary", _("ordinary")

    lifecycle = PLACEMENT
    closed_states = frozenset(
        {PlacementState.CONFIRMED, PlacementState.REJECTED, PlacementState.OWN}
    )
    series = "PLC"
    see_right = "placements.see"

    work = models.ForeignKey(
        Work,
        verbose_name=_("work"),
        related_name="placements",
        on_delete=models.PROTECT,
    )
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        related_name="placements",
        on_delete=models.PROTECT,
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.SOLO)
    prominence = models.CharField(
        _("prominence"),
        max_length=10,
        choices=Prominence,
        default=Prominence.ORDINARY,
    )
    confidence = models.FloatField(_("confidence"))
    carried = models.FloatField(_("share carried"))
    made_of = models.FloatField(_("share of the article"))
    passages = models.JSONField(_("shared passages"), default=list, blank=True)
    engine = models.CharField(_("engine"), max_length=20, default="", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        related_name="+",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    has_evidence = models.BooleanField(
        _("evidence is kept"), default=False, editable=False
    )
    # The smallest key among those of this work whose articles are the same text.
    cluster = models.PositiveBigIntegerField(null=True, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        # What a work's line counts is in the first index, all that a bulletin asks in
        # the second: their rows need not be read.
        indexes = [
            models.Index(fields=["work", "state"], name="placement_of_work"),
            models.Index(
                fields=[
                    "article",
                    "state",
                    "county",
                    "unit",
                    "work",
                    "kind",
                    "mode",
                    "prominence",
                ],
                name="placement_as_counted",
            ),
            models.Index(
                fields=["state", "-confidence", "id"], name="placement_surest_first"
            ),
            models.Index(
                fields=["state"],
                condition=models.Q(has_evidence=False),
                name="placement_without_evidence",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "number"], name="placement_number_once_a_county"
            ),
            models.UniqueConstraint(
                fields=["work", "article"],
                name="one_placement_a_pair",
                violation_error_message=_("This pair is noted already."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    carried__range=(0, 1),
                    made_of__range=(0, 1),
                    confidence__range=(0, 1),
                ),
                name="shares_lie_between_0_and_1",
                violation_error_message=_("A share lies between 0 and 1."),
            ),
        ]
