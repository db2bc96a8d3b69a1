"""The queue of candidates one person may decide, and how far they got today."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from ..forms import QueueForm
from ..models import Placement

# Of so many it takes long to tell whose units and outlets they are: all are offered.
MANY = 2_000
LAST, DONE = "placements_last", "placements_done"


@dataclass(frozen=True)
class Progress:
    """How far a person got today: decided and still to decide."""

    done: int
    waiting: int

    @property
    def at(self) -> int:
        return self.done + 1 if self.waiting else self.done

    @property
    def total(self) -> int:
        return self.done + self.waiting


class QueueMixin:
    """The candidates this person may decide, narrowed by kind, unit and outlet."""

    @cached_property
    def waiting(self):
        user = self.request.user
        return Placement.objects.visible_to(user, "placements.handle").to_confirm()

    @cached_property
    def queue_form(self) -> QueueForm:
        return QueueForm(
            self.request.GET,
            waiting=self.waiting,
            many=self.everything > MANY,
            person=self.request.user,
            auto_id="queue_%s",
        )

    @cached_property
    def narrowed(self):
        return self.queue_form.narrow(self.waiting)

    @cached_property
    def total(self) -> int:
        """How many wait, with these filters."""
        if not self.asked:
            return self.everything
        return self.narrowed.count()

    @cached_property
    def everything(self) -> int:
        return self.waiting.count()

    def first(self, *, but: int = 0) -> int | None:
        """The surest that waits, other than ``but``."""
        keys = self.narrowed.surest_first().values_list("pk", flat=True)
        return next((pk for pk in keys[:2] if pk != but), None)

    def after(self, placement: Placement, most: int) -> list[int]:
        """The next of the queue. A long queue is not read for it, only sought in."""
        alike, less = self._beside(placement, "pk__gt", "confidence__lt")
        found = list(alike.order_by("pk").values_list("pk", flat=True)[:most])
        rest = less.surest_first().values_list("pk", flat=True)
        return [*found, *rest[:most]][:most]

    def before(self, placement: Placement) -> int | None:
        alike, more = self._beside(placement, "pk__lt", "confidence__gt")
        found = list(alike.order_by("-pk").values_list("pk", flat=True)[:1])
        rest = more.order_by("confidence", "-pk").values_list("pk", flat=True)
        return next(iter([*found, *rest[:1]]), None)

    def _beside(self, placement: Placement, by_key: str, by_confidence: str):
        """Those that are as sure, on one side of it, and those that are more or less."""
        sure = placement.confidence
        return (
            self.narrowed.filter(confidence=sure, **{by_key: placement.pk}),
            self.narrowed.filter(**{by_confidence: sure}),
        )

    @property
    def asked(self) -> str:
        """The filters, to be carried along."""
        names = ("kind", "unit", "outlet")
        told = {name: self.request.GET.get(name, "") for name in names}
        told = {name: value for name, value in told.items() if value}
        return f"?{urlencode(told)}" if told else ""

    def url_of(self, pk: int | None) -> str:
        if pk is None:
            return reverse("placements_confirm:queue") + self.asked
        return reverse("placements_confirm:pair", args=[pk]) + self.asked

    def find(self, pk: int) -> Placement:
        """A placement within this person's sight, or 404."""
        seen = Placement.objects.visible_to(self.request.user).with_both_texts()
        return get_object_or_404(seen, pk=pk)

    def today_done(self, change: int = 0) -> int:
        """How many this person decided today, counted in their session."""
        day = timezone.localdate().isoformat()
        kept_day, count = self.request.session.get(DONE, [day, 0])
        count = max(0, count + change) if kept_day == day else max(0, change)
        if change:
            self.request.session[DONE] = [day, count]
        return count
