"""Outlets: the list, and a form with hosts and other names."""

from django import forms
from django.db.models import Count
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, NumberColumn, StatusFlagColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.widgets.button import HeaderButton

from xiangyin.kernel.rights import may
from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet, ReachFilterSet
from xiangyin.kernel.viewsets.reach import CreateWithinReach, EditWithinReach

from ..forms import OutletForm
from ..models import Outlet, name_tiers
from ..reports.outlets import feed_health, outlet_history
from ..services.outlets import keep_outlet
from .tiers import TierFilter


class OutletFilterSet(ReachFilterSet):
    tier = TierFilter(label=_("Tier"), widget=forms.RadioSelect)

    class Meta:
        model = Outlet
        fields = ["tier", "form", "is_ours", "is_active"]


class OutletList(IndexView):
    """Every outlet, with how many of its articles are here and how its feed does."""

    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .annotate(brought=Count("articles", distinct=True))
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        name_tiers(context["object_list"])
        return context

    @cached_property
    def header_buttons(self):
        buttons = list(super().header_buttons)
        if self.user_has_permission("add"):
            buttons += [
                HeaderButton(
                    _("Import"),
                    url=reverse("placements_imports:outlets"),
                    icon_name="upload",
                    priority=20,
                ),
                HeaderButton(
                    _("Unknown outlets"),
                    url=reverse("placements_unknown:index"),
                    icon_name="help",
                    priority=30,
                ),
                HeaderButton(
                    _("Recognition"),
                    url=reverse("placements_rules:index"),
                    icon_name="tag",
                    priority=40,
                ),
                HeaderButton(
                    _("Tiers"),
                    url=reverse("placements_tiers:index"),
                    icon_name="list-ol",
                    priority=50,
                ),
            ]
        return buttons


class KeepsOutlet:
    """Saves through the service, which notes who changed what and why."""

    def save_instance(self):
        data = self.form.cleaned_data
        outlet = self.form.save(commit=False)
        return keep_outlet(
            outlet,
            by=self.request.user,
            hosts=data["hosts"],
            aliases=data["aliases"],
            reason=data.get("reason", ""),
        )


class OutletAdd(KeepsOutlet, CreateWithinReach, CreateView):
    pass


class OutletEdit(KeepsOutlet, EditWithinReach, EditView):
    pass


class OutletPage(InspectView):
    """One outlet: how its articles are recognised, how its feed does, what changed."""

    template_name = "placements/outlet.html"
    page_title = ""

    def get_context_data(self, **kwargs):
        outlet, user = self.object, self.request.user
        return {
            **super().get_context_data(**kwargs),
            "outlet": outlet,
            "names": outlet.names.order_by("kind", "value"),
            "articles": outlet.articles.count(),
            "history": outlet_history(outlet),
            "may_keep": may(user, "placements.keep", outlet),
        }


class OutletViewSet(OfficeViewSet):
    model = Outlet
    name = "placements_outlets"
    url_prefix = "placements/outlets"
    icon = "site"
    see_right = "placements.see"
    change_right = "placements.keep"
    delete_right = NOBODY
    menu_label = _("Outlets")
    index_view_class = OutletList
    add_view_class = OutletAdd
    edit_view_class = OutletEdit
    inspect_view_class = OutletPage
    inspect_view_enabled = True
    inspect_template_name = "placements/outlet.html"
    filterset_class = OutletFilterSet
    search_fields = ["name", "name_en", "code", "owner"]
    list_per_page = 50
    list_display = [
        "name",
        Column(
            "tier",
            label=_("Tier"),
            accessor=lambda outlet: outlet.get_tier_display(),
            sort_key="tier",
        ),
        "form",
        "owner",
        NumberColumn("brought", label=_("Articles"), sort_key="brought"),
        Column(
            "feed_health",
            label=pgettext_lazy("column", "Feed"),
            accessor=feed_health,
        ),
        StatusFlagColumn("is_active", label=_("In use"), true_label=_("in use")),
    ]

    def get_form_class(self, for_update=False):
        return OutletForm
