"""Tiers of outlets: the five, the office's own, and their order."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangyin.kernel.errors import DomainError

from ..forms import ReasonForm, TierForm
from ..models import Tier
from ..reports.outlets import tier_history
from ..reports.tiers import Named, Tiers, Uses, tiers_of, used, uses_of
from ..services.tiers import (
    MOST_OWN,
    add_tier,
    change_tier,
    remove_tier,
    restore_tier,
    retire_tier,
    told_uses,
)
from .desk import DeskView, Screens

STEPS = {"retire": retire_tier, "restore": restore_tier, "delete": remove_tier}


class OfTheTiers(DeskView):
    header_icon = "list-ol"
    right = "placements.keep"
    at_county = True

    @cached_property
    def tiers(self) -> Tiers:
        return tiers_of(self.county)


class TiersView(OfTheTiers):
    """All of them in their order, and who names each."""

    template_name = "placements/tiers.html"
    page_title = gettext_lazy("Tiers")

    def get_context_data(self, **kwargs):
        uses = used(self.county)
        own = sum(tier.is_own for tier in self.tiers)
        return super().get_context_data(
            rows=[(tier, uses.get(tier.code, Uses())) for tier in self.tiers],
            most=MOST_OWN,
            may_add=own < MOST_OWN,
            **kwargs,
        )


class TierView(OfTheTiers):
    """One tier: its names, its place, who names it, and what was changed."""

    template_name = "placements/tier.html"

    @cached_property
    def tier(self) -> Named:
        found = [tier for tier in self.tiers if tier.code == self.kwargs["code"]]
        if not found:
            raise Http404
        return found[0]

    def get_page_title(self):
        return self.tier.label

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", TierForm(tiers=self.tiers, tier=self.tier))
        uses = uses_of(self.county, self.tier.code)
        row = Tier.objects.of_county(self.county).filter(code=self.tier.code).first()
        return super().get_context_data(
            tier=self.tier,
            uses=uses,
            told_uses=told_uses(uses),
            reason_form=ReasonForm(auto_id="step_%s"),
            history=tier_history(row) if row else [],
            **kwargs,
        )

    def post(self, request, code):
        form = TierForm(request.POST, tiers=self.tiers, tier=self.tier)
        if form.is_valid() and kept(form, self.change):
            messages.success(request, _("Saved: %(tier)s") % {"tier": self.name})
            return redirect("placements_tiers:index")
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def change(self, form: TierForm) -> None:
        reason = form.cleaned_data["reason"]
        told = {"by": self.request.user, "reason": reason}
        self.name = change_tier(self.county, self.tier.code, form.told, **told)


class TierAdd(OfTheTiers):
    template_name = "placements/tier.html"
    page_title = gettext_lazy("Add a tier")

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", TierForm(tiers=self.tiers))
        return super().get_context_data(**kwargs)

    def post(self, request):
        form = TierForm(request.POST, tiers=self.tiers)
        if form.is_valid() and kept(form, self.add):
            told = _("Added: %(tier)s. Give it its points in the scheme.")
            messages.success(request, told % {"tier": self.name})
            return redirect("placements_tiers:index")
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def add(self, form: TierForm) -> None:
        told = {name: form.cleaned_data[name] for name in ("code", "reason")}
        self.name = add_tier(self.county, form.told, by=self.request.user, **told)


def kept(form, keep) -> bool:
    """Keep what a form says; a refusal is told beside its field."""
    try:
        keep(form)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
    return not form.errors


class TierStep(TierView):
    """Retires a tier, takes it back, or deletes it."""

    http_method_names = ["post"]

    def post(self, request, code, step):
        if step not in STEPS:
            raise Http404
        form = ReasonForm(request.POST)
        if form.is_valid() and kept(form, self.step):
            done = _("Saved: %(tier)s") % {"tier": self.tier.label}
            messages.success(request, done)
            return redirect("placements_tiers:index")
        told = [message for errors in form.errors.values() for message in errors]
        messages.error(request, " ".join(told))
        return redirect(reverse("placements_tiers:tier", args=[code]))

    def step(self, form: ReasonForm) -> None:
        act = STEPS[self.kwargs["step"]]
        told = {"by": self.request.user, "reason": form.cleaned_data["reason"]}
        act(self.county, self.tier.code, **told)


class TierScreens(Screens):
    name = "placements_tiers"
    url_prefix = "placements/tiers"

    def get_urlpatterns(self):
        return [
            path("", TiersView.as_view(), name="index"),
            path("add/", TierAdd.as_view(), name="add"),
            path("of/<slug:code>/", TierView.as_view(), name="tier"),
            path("of/<slug:code>/<slug:step>/", TierStep.as_view(), name="step"),
        ]
