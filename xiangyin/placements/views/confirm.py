"""Deciding: our story on the left, their article on the right."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from xiangyin.kernel.errors import DomainError
from xiangyin.kernel.rights import may
from xiangyin.kernel.services.audit import latest_history

from ..forms import AssignForm, DecisionForm
from ..lifecycles import PlacementState
from ..models import Outlet, Placement, Work
from ..reports import lay_side_by_side
from ..reports.reckoning import reckon
from ..services.outlets import assign_unknown, host_of
from ..services.placements import (
    change_kind,
    confirm_all_reprints,
    confirm_placement,
    reject_placement,
    undo_all,
    undo_decision,
)
from .desk import DeskView, Screens
from .queue import LAST, Progress, QueueMixin

QUEUE_SHOWN = 12


class PairView(QueueMixin, DeskView):
    """One pair; without a number, the surest that waits."""

    template_name = "placements/confirm.html"
    page_title = gettext_lazy("To confirm")
    header_icon = "tasks"
    right = "placements.see"

    @cached_property
    def placement(self) -> Placement | None:
        if "pk" in self.kwargs:
            return self.find(self.kwargs["pk"])
        return self.find(self.queue[0]) if self.queue else None

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context |= {
            "queue_form": self.queue_form,
            "filtered": bool(self.asked),
            "asked": self.asked,
            "progress": Progress(self.today_done(), len(self.queue)),
            "last": self.request.session.pop(LAST, None),
            "keys_on": keys_on(self.request.user),
        }
        if self.placement is not None:
            context |= self.pair_context(self.placement)
        return context

    def pair_context(self, placement: Placement) -> dict:
        place = self.queue.index(placement.pk) if placement.pk in self.queue else -1
        before = self.queue[place - 1] if place > 0 else None
        after = self.queue[place + 1] if -1 < place < len(self.queue) - 1 else None
        article = placement.article
        user = self.request.user
        unknown = article.outlet_id is None
        history, earlier = latest_history(placement)
        return {
            "placement": placement,
            "work": placement.work,
            "article": article,
            "pair": lay_side_by_side(placement),
            "reckoning": reckon(placement),
            "form": DecisionForm(instance=placement),
            "may_decide": may(user, "placements.handle", placement),
            "is_candidate": placement.state == PlacementState.CANDIDATE,
            "state_label": PlacementState(placement.state).label,
            "previous_url": self.url_of(before) if before else "",
            "next_url": self.url_of(after) if after else "",
            "upcoming": self.upcoming(place),
            "reprints": self.other_reprints(placement),
            "history": history,
            "earlier": earlier,
            "assign_form": AssignForm(
                county=placement.county,
                initial={
                    "said": article.outlet_said,
                    "host": "" if article.outlet_said else host_of(article.address),
                },
            )
            if unknown and may(user, "placements.keep", placement.county)
            else None,
        }

    def upcoming(self, place: int):
        """The next few of the queue, in its order."""
        pks = self.queue[max(place, 0) : max(place, 0) + QUEUE_SHOWN]
        found = Placement.objects.with_both_texts()
        found = found.defer("work__text", "article__text").in_bulk(pks)
        return [(found[pk], self.url_of(pk)) for pk in pks if pk in found]

    def other_reprints(self, placement: Placement) -> int:
        """How many whole reprints of this work wait, this one included."""
        return self.waiting.filter(
            work=placement.work,
            kind=Placement.Kind.REPRINT,
            article__outlet__isnull=False,
        ).count()


def keys_on(user) -> bool:
    """A person switches keyboard shortcuts off in their Wagtail account."""
    profile = getattr(user, "wagtail_userprofile", None)
    return bool(getattr(profile, "keyboard_shortcuts", True))


class DecideView(QueueMixin, DeskView):
    """Take one decision and go on to the next pair."""

    http_method_names = ["post"]
    right = "placements.handle"

    def post(self, request, pk):
        placement = self.find(pk)
        step = request.POST.get("step", "")
        if step not in {"confirm", "reject", "undo", "change"}:
            raise Http404
        following = self.following(pk)
        try:
            self.take(placement, step)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect(self.url_of(pk))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self.url_of(pk))
        if step in {"change", "undo"}:
            return redirect(self.url_of(pk))
        return redirect(self.url_of(following))

    def following(self, pk: int) -> int | None:
        """The one after ``pk`` in the queue, or the first of those left."""
        if pk not in self.queue:
            return self.queue[0] if self.queue else None
        place = self.queue.index(pk)
        left = self.queue[place + 1 :] or self.queue[:place]
        return left[0] if left else None

    def take(self, placement: Placement, step: str) -> None:
        user = self.request.user
        told = self.request.POST
        changes = {name: told.get(name, "") for name in ("kind", "mode", "prominence")}
        if step == "confirm":
            confirm_placement(placement, by=user, **changes)
            self.remember(_("Confirmed"), placement)
        elif step == "reject":
            reject_placement(placement, by=user)
            self.remember(pgettext("placement", "Rejected"), placement)
        elif step == "undo":
            undo_decision(placement, by=user)
            self.today_done(-1)
            messages.success(self.request, _("Taken back: it waits again."))
        else:
            change_kind(placement, by=user, **changes)
            messages.success(self.request, _("Changed."))

    def remember(self, done: str, placement: Placement) -> None:
        """For the notice on the next page, with its Undo."""
        self.today_done(+1)
        whose = placement.article.outlet or placement.article.outlet_said
        self.request.session[LAST] = {
            "done": done,
            "what": f"{whose} · {placement.article.title}",
            "pks": [placement.pk],
        }


class ReprintsView(QueueMixin, DeskView):
    """Confirm every whole reprint of one work at once."""

    http_method_names = ["post"]
    right = "placements.handle"

    def post(self, request, pk):
        work = get_object_or_404(Work.objects.visible_to(request.user), pk=pk)
        done = confirm_all_reprints(work, by=request.user)
        self.today_done(len(done))
        count = len(done)
        request.session[LAST] = {
            "done": ngettext(
                "Confirmed %(count)s reprint", "Confirmed %(count)s reprints", count
            )
            % {"count": count},
            "what": work.title,
            "pks": [placement.pk for placement in done],
        }
        return redirect(self.url_of(None))


class UndoView(QueueMixin, DeskView):
    """Take back what the last notice told of."""

    http_method_names = ["post"]
    right = "placements.handle"

    def post(self, request):
        pks = [int(pk) for pk in request.POST.getlist("pk") if pk.isdecimal()][:500]
        seen = Placement.objects.visible_to(request.user)
        count = undo_all(seen.filter(pk__in=pks).order_by("pk"), by=request.user)
        self.today_done(-count)
        messages.success(request, _("Taken back: it waits again."))
        return redirect(self.url_of(pks[0] if len(pks) == 1 else None))


class AssignView(QueueMixin, DeskView):
    """Say whose the article of a pair is, without leaving the pair."""

    http_method_names = ["post"]
    right = "placements.keep"

    def post(self, request, pk) -> HttpResponse:
        placement = self.find(pk)
        form = AssignForm(request.POST, county=placement.county)
        if form.is_valid():
            outlet: Outlet = form.cleaned_data["outlet"]
            said, host = form.cleaned_data["said"], form.cleaned_data["host"]
            count = assign_unknown(outlet, by=request.user, said=said, host=host)
            messages.success(request, assigned(count, outlet))
        else:
            messages.error(request, _("Choose an outlet."))
        return redirect(self.url_of(pk))


def assigned(count: int, outlet: Outlet) -> str:
    return ngettext(
        "%(count)s article now belongs to %(outlet)s.",
        "%(count)s articles now belong to %(outlet)s.",
        count,
    ) % {"count": count, "outlet": outlet}


class ConfirmScreens(Screens):
    name = "placements_confirm"
    url_prefix = "placements/confirm"
    icon = "tasks"
    menu_label = gettext_lazy("To confirm")
    right = "placements.handle"

    def get_urlpatterns(self):
        return [
            path("", PairView.as_view(), name="queue"),
            path("<int:pk>/", PairView.as_view(), name="pair"),
            path("<int:pk>/decide/", DecideView.as_view(), name="decide"),
            path("<int:pk>/outlet/", AssignView.as_view(), name="assign"),
            path("reprints/<int:pk>/", ReprintsView.as_view(), name="reprints"),
            path("undo/", UndoView.as_view(), name="undo"),
        ]
