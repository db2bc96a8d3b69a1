from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xiangyin.kernel.models import Case, Picture

from ..lifecycles import TIP, TipState
from ..querysets import TipQuerySet

MOST_PHOTOS = 9


class Tip(Case):
    """Word of something that may be worth a story (线索)."""

    lifecycle = TIP
    closed_states = frozenset({TipState.TAKEN, TipState.DECLINED, TipState.MERGED})
    series = "TIP"
    see_right = "newsroom.see_tip"

    text = models.TextField(_("what happened"), max_length=2000)
    place = models.CharField(_("where"), max_length=120, blank=True)
    happens = models.CharField(_("when"), max_length=80, blank=True)
    contact = models.CharField(_("who can be asked"), max_length=120, blank=True)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sender"),
        related_name="tips",
        on_delete=models.PROTECT,
    )
    sent_at = models.DateTimeField(_("sent at"))
    answer = models.CharField(_("answer to the sender"), max_length=500, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        related_name="merged",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    client_key = models.UUIDField(
        _("key made by the phone"), unique=True, null=True, blank=True, editable=False
    )

    objects = TipQuerySet.as_manager()

    class Meta(Case.Meta):
        verbose_name = _("tip")
        verbose_name_plural = _("tips")
        # A month's tips are counted in the index.
        indexes = [models.Index(fields=["opened_on", "unit"], name="tip_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "number"], name="tip_number_once_a_county"
            )
        ]

    @property
    def headline(self) -> str:
        """The first line, short enough for a list."""
        first = (self.text.strip().splitlines() or [""])[0]
        return first if len(first) <= 60 else f"{first[:59]}…"

    @property
    def leading(self) -> "Tip":
        """The tip this one was merged into, or itself."""
        return self.merged_into or self


class TipPhoto(models.Model):
    """A photo sent with a tip, re-encoded on arrival."""

    tip = models.ForeignKey(Tip, related_name="photos", on_delete=models.CASCADE)
    picture = models.ForeignKey(Picture, related_name="+", on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("photo of a tip")
        verbose_name_plural = _("photos of tips")

    def __str__(self):
        return f"{self.tip} · {self.position + 1}"
