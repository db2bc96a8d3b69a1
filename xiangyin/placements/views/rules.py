"""By what articles are recognised: every rule, what it does, and changing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xiangyin.kernel.errors import RuleBroken

from ..forms import RuleForm
from ..models import Outlet, OutletName
from ..services.recognition import change_rule, effect_of
from .desk import DeskView, Screens

PER_PAGE = 50


class OfTheRules(DeskView):
    header_icon = "tag"
    right = "placements.keep"

    @property
    def rules(self):
        """The rules of outlets that this person keeps."""
        kept = Outlet.objects.visible_to(self.request.user, self.right)
        mine = OutletName.objects.filter(outlet__in=kept.values("pk"))
        return mine.select_related("outlet__unit").order_by("value", "pk")


class RulesView(OfTheRules):
    """Every host and name by which an article finds its outlet."""

    at_county = True

    template_name = "placements/rules.html"
    page_title = gettext_lazy("Recognition")

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("q", "").strip()
        outlet = self.request.GET.get("outlet", "")
        rules = self.rules
        if asked:
            rules = rules.filter(
                Q(value__icontains=asked) | Q(outlet__name__icontains=asked)
            )
        if outlet.isdecimal():
            rules = rules.filter(outlet=outlet)
        page = Paginator(rules, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            page=page,
            pages=page.paginator.get_elided_page_range(page.number),
            asked=asked,
            **kwargs,
        )


class RuleView(OfTheRules):
    """One rule: try whose it should be, see how many articles change, then do it."""

    template_name = "placements/rule.html"
    page_title = gettext_lazy("Change a rule")

    @cached_property
    def rule(self) -> OutletName:
        return get_object_or_404(self.rules, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        form = kwargs.setdefault(
            "form", RuleForm(self.request.GET or None, rule=self.rule)
        )
        effect = None
        if form.is_bound and form.is_valid():
            effect = effect_of(self.rule, form.cleaned_data["outlet"])
        return super().get_context_data(rule=self.rule, effect=effect, **kwargs)

    def post(self, request, pk):
        form = RuleForm(request.POST, rule=self.rule)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            effect = change_rule(
                self.rule,
                form.cleaned_data["outlet"],
                by=request.user,
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as refusal:
            messages.error(request, refusal.message)
            return redirect("placements_rules:rule", pk)
        told = ngettext(
            "Changed; %(count)s article has another outlet now.",
            "Changed; %(count)s articles have another outlet now.",
            effect.many,
        ) % {"count": effect.many}
        if effect.counted:
            told += " " + _("%(count)s that were confirmed keep theirs.") % {
                "count": effect.counted
            }
        messages.success(request, told)
        return redirect("placements_rules:index")


class RuleScreens(Screens):
    name = "placements_rules"
    url_prefix = "placements/rules"

    def get_urlpatterns(self):
        return [
            path("", RulesView.as_view(), name="index"),
            path("<int:pk>/", RuleView.as_view(), name="rule"),
        ]
