"""Schemes: dated scoring tables, with ones that offices published to start from."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView

from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet

from ..forms import SchemeForm
from ..models import Scheme, name_tiers
from ..reports.words import number
from ..services.presets import PRESETS
from ..services.schemes import keep_scheme


class SchemeList(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("rows")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        name_tiers(context["object_list"])
        return context


class KeepsScheme:
    template_name = "placements/scheme_form.html"

    def save_instance(self):
        scheme = self.form.save(commit=False)
        return keep_scheme(scheme, by=self.request.user, rows=self.form.row_forms.rows)


class SchemeAdd(KeepsScheme, CreateView):
    """A new scheme, from nothing or from one that some office published."""

    def get_form_kwargs(self):
        key = self.request.GET.get("preset", "")
        return {**super().get_form_kwargs(), "preset_key": key}

    @cached_property
    def presets(self):
        url = reverse(self.add_url_name)
        chosen = self.request.GET.get("preset", "")
        return [
            {"preset": one, "url": f"{url}?preset={one.key}", "on": one.key == chosen}
            for one in PRESETS
        ]


class SchemeEdit(KeepsScheme, EditView):
    pass


class SchemeViewSet(OfficeViewSet):
    model = Scheme
    name = "placements_schemes"
    url_prefix = "placements/schemes"
    icon = "list-ol"
    see_right = "placements.see"
    change_right = "placements.keep"
    delete_right = NOBODY
    menu_label = _("Schemes")
    index_view_class = SchemeList
    add_view_class = SchemeAdd
    edit_view_class = SchemeEdit
    create_template_name = "placements/scheme_form.html"
    edit_template_name = "placements/scheme_form.html"
    list_display = [
        "name",
        Column(
            "starts_on",
            label=_("In force from"),
            accessor=lambda scheme: scheme.starts_on.isoformat(),
            sort_key="starts_on",
        ),
        Column("points", label=_("Points"), accessor=lambda scheme: points(scheme)),
        "version",
        "source",
    ]

    def get_form_class(self, for_update=False):
        return SchemeForm


def points(scheme: Scheme) -> str:
    """A scheme's points in one line, those of special forms left out."""
    return " · ".join(
        f"{row.get_tier_display()} {number(row.solo)}/{number(row.roundup)}"
        for row in scheme.rows.all()
        if not row.form
    )
