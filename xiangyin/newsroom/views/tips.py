"""The tips desk: what came in, and one page per tip to decide on."""

from collections import Counter

from django.db.models import Count, Prefetch, Q
from django.db.models.lookups import In
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from xiangyin.kernel.desk import PER_PAGE, DeskView
from xiangyin.kernel.models import Person, Unit
from xiangyin.kernel.pages import KeysFirst
from xiangyin.kernel.rights import AsItComes, may
from xiangyin.kernel.services.audit import latest_history
from xiangyin.kernel.steps import StepsMixin, age

from ..forms import DeclineForm, MergeForm, ReopenForm, TakeUpForm
from ..lifecycles import TipState
from ..models import Tip, TipPhoto
from ..reports.similar import alike, look_alikes
from ..services import tips

PHOTOS = Prefetch(
    "photos",
    TipPhoto.objects.select_related("picture").prefetch_related("picture__renditions"),
)


class TipsView(DeskView):
    """Waiting tips first, the oldest on top; the others behind their tabs."""

    right = "newsroom.see_tip"
    page_title = gettext_lazy("Tips")
    header_icon = "mail"
    template_name = "newsroom/tips.html"

    def get_context_data(self, **kwargs):
        tab = self.request.GET.get("state", TipState.WAITING)
        tabs, page = self.shown(tab)
        for tip in page:
            tip.state_label = TipState(tip.state).label
            tip.age = age(tip.sent_at)
        return super().get_context_data(
            page=page,
            tab=tab,
            tabs=tabs,
            towns=self.towns(),
            town=self.request.GET.get("town", ""),
            q=self.request.GET.get("q", ""),
            today=self.today,
            may_handle=may(self.request.user, "newsroom.handle_tip"),
            **kwargs,
        )

    def shown(self, tab):
        """The tabs with their counts, and the page asked for of the one that is open.

        What words are searched in is read from end to end, and so it is read once.
        """
        found = self.found()
        oldest = tab == TipState.WAITING
        found = found.oldest_first() if oldest else found.order_by("-pk")
        shown = found if tab == "all" else found.filter(state=tab)
        shown = shown.select_related("unit", "sender", "merged_into")
        shown = shown.prefetch_related(PHOTOS)
        if self.words:
            told = list(found.values_list("state", "pk"))
            tabs = self.tabs(Counter(state for state, _pk in told))
            known = {"keys": [pk for state, pk in told if tab in ("all", state)]}
        else:
            counts = found.order_by().values_list("state").annotate(Count("pk"))
            tabs = self.tabs(dict(counts))
            known = {"total": next((n for value, _label, n in tabs if value == tab), 0)}
        page = KeysFirst(shown, PER_PAGE, **known)
        return tabs, page.get_page(self.request.GET.get("p"))

    @property
    def words(self) -> str:
        return self.request.GET.get("q", "").replace("\0", "").strip()

    def found(self):
        found = Tip.objects.seen_by(self.request.user)
        words = self.words
        if words:
            in_text = Q(text__icontains=words) | Q(place__icontains=words)
            senders = Person.objects.filter(name__icontains=words).values("pk")
            by_sender = Q(In(AsItComes("sender"), senders))
            found = found.filter(in_text | Q(number__icontains=words) | by_sender)
        town = self.request.GET.get("town", "")
        if town.isdecimal():
            path = Unit.objects.filter(pk=town[:18]).values_list("path", flat=True)
            found = found.filter(unit__path__startswith=next(iter(path), "?"))
        return found

    def tabs(self, counts):
        """Each state with its count, waiting first, all last."""
        tabs = [
            (value, label, counts.get(value, 0)) for value, label in TipState.choices
        ]
        return [*tabs, ("all", _("all"), sum(counts.values()))]

    def towns(self):
        return Unit.objects.reached_by(self.request.user, "newsroom.see_tip").filter(
            depth=2
        )


class TipView(StepsMixin, DeskView):
    """One tip, and beside it what can be done with it."""

    right = "newsroom.see_tip"
    header_icon = "mail"
    template_name = "newsroom/tip.html"
    above = [("newsroom:tips", gettext_lazy("Tips"))]
    forms = ("take_up", "decline", "merge", "reopen")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.tip = None

    def dispatch(self, request, *args, **kwargs):
        self.kwargs = kwargs
        self.reload()
        return super().dispatch(request, *args, **kwargs)

    def reload(self):
        seen = Tip.objects.seen_by(self.request.user)
        seen = seen.select_related("unit", "sender", "owner", "merged_into", "plan")
        seen = seen.prefetch_related(PHOTOS)
        self.tip = get_object_or_404(seen, pk=self.kwargs["pk"])

    def get_page_title(self):
        return self.tip.number

    def get_context_data(self, **kwargs):
        following, left = self.next_waiting()
        history, earlier = latest_history(self.tip)
        return super().get_context_data(
            tip=self.tip,
            plan=getattr(self.tip, "plan", None),
            state=TipState(self.tip.state).label,
            age=age(self.tip.sent_at),
            late=self.tip.is_open and self.tip.due_on and self.tip.due_on < self.today,
            history=history,
            earlier=earlier,
            others=self.tip.merged.select_related("sender", "unit"),
            look_alikes=self.look_alikes(),
            following=following,
            left=left,
            **kwargs,
        )

    @cached_property
    def likeness(self) -> dict[int, float]:
        return alike(self.tip)

    def look_alikes(self):
        """The tips that seem to tell of the same, of those this person may see; what
        it was merged with stands on the page already."""
        among = Tip.objects.seen_by(self.request.user).filter(county=self.tip.county)
        among = among.exclude(merged_into=self.tip).exclude(pk=self.tip.merged_into_id)
        found = look_alikes(self.tip, self.likeness, among=among)
        for tip in found:
            tip.state_label = TipState(tip.state).label
        return found

    def next_waiting(self):
        """The waiting tip after this one, and how many others still wait."""
        waiting = Tip.objects.seen_by(self.request.user).waiting().oldest_first()
        keys = list(waiting.exclude(pk=self.tip.pk).values_list("opened_on", "pk"))
        here = (self.tip.opened_on, self.tip.pk)
        later = [key for key in keys if key > here] or keys
        return (later[0][1] if later else None), len(keys)

    def form_for(self, step, data=None):
        tip, person = self.tip, self.request.user
        arrow = tip.lifecycle.steps[step]
        if tip.state not in arrow.source or not may(person, arrow.right, tip):
            return None
        if step == "take_up":
            start = {"working_title": tip.headline}
            county = tip.county
            return TakeUpForm(data, county=county, today=self.today, initial=start)
        if step == "decline":
            return DeclineForm(data)
        if step == "merge":
            return MergeForm(
                data, tip=tip, person=person, today=self.today, likeness=self.likeness
            )
        return ReopenForm(data)

    def take_take_up(self, data, form):
        plan = tips.take_up_tip(
            self.tip, by=self.request.user, today=self.today, **data
        )
        button = messages.button(reverse("newsroom:plan", args=[plan.pk]), _("Plan"))
        done = _("%(tip)s is taken up.") % {"tip": self.tip}
        messages.success(self.request, done, buttons=[button])
        return self.onward()

    def take_decline(self, data, form):
        tips.decline_tip(self.tip, by=self.request.user, note=data["reason"])
        return self.done(_("%(tip)s is declined. The sender reads the reason."))

    def take_merge(self, data, form):
        tips.merge_tip(self.tip, into=data["into"], by=self.request.user)
        return self.done(_("%(tip)s is merged. Both senders follow one plan."))

    def take_reopen(self, data, form):
        tips.reopen_tip(self.tip, by=self.request.user, note=data["note"])
        messages.success(self.request, _("%(tip)s waits again.") % {"tip": self.tip})
        return redirect("newsroom:tip", self.tip.pk)

    def done(self, words):
        """Say it, offer the way back, and go on to the next tip."""
        url = reverse("newsroom:tip", args=[self.tip.pk])
        messages.success(
            self.request,
            words % {"tip": self.tip},
            buttons=[messages.button(f"{url}#reopen", _("Put back"))],
        )
        return self.onward()

    def onward(self):
        following, _left = self.next_waiting()
        if following:
            return redirect("newsroom:tip", following)
        return redirect("newsroom:tips")
