"""The tree of units: looked at, added to, renamed, planted from a file."""

from django.contrib import messages
from django.core import signing
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from ..forms import ADMINISTER, TreeFileForm, UnitForm
from ..models import Unit
from ..rights import reach, require
from ..services.audit import record
from ..services.unit_files import plan_file
from ..services.units import plant_tree
from ..viewsets import NOBODY, OfficeViewSet, PostPolicy, county_of

SALT = "kernel.units.import"
PREVIEW_LASTS = 3600


class UnitPolicy(PostPolicy):
    """A unit belongs to itself: a list of units is narrowed by its own paths."""

    def narrow(self, queryset, user, action="view"):
        condition = Q(pk__in=[])
        for top in reach(user, self.right(action)):
            condition |= Q(path__startswith=top)
        return queryset.filter(condition)


class UnitColumn(TitleColumn):
    """A unit, as far to the right as it lies deep."""

    cell_template_name = "kernel/_unit_cell.html"


class UnitList(generic.IndexView):
    default_ordering = "path"

    def order_queryset(self, queryset):
        return queryset.order_by("path")

    def _get_title_column(self, field_name, column_class=UnitColumn, **kwargs):
        return super()._get_title_column(field_name, column_class, **kwargs)

    def get_list_more_buttons(self, instance):
        return []

    @property
    def header_more_buttons(self):
        return []

    def get_header_buttons(self):
        button = HeaderButton(
            _("Import a tree"), url=reverse("units:import"), icon_name="upload"
        )
        return [*super().get_header_buttons(), button]


class CreateUnit(generic.CreateView):
    success_message = gettext_lazy("“%(object)s” was added.")
    submit_button_label = gettext_lazy("Add")

    def get_initial_form_instance(self):
        return Unit()

    def get_success_buttons(self):
        return []


class EditUnit(generic.EditView):
    success_message = gettext_lazy("“%(object)s” is saved.")

    def get_success_buttons(self):
        return []


class ImportUnits(WagtailAdminTemplateMixin, FormView):
    """Two steps: the file is looked at and shown; only then is it planted.

    What was shown travels in the page, signed, so that nothing half done lies
    about and what is planted is what was seen.
    """

    template_name = "kernel/units_import.html"
    page_title = gettext_lazy("Import a tree")
    header_icon = "upload"
    form_class = TreeFileForm
    index_url_name = "units:index"

    def dispatch(self, request, *args, **kwargs):
        self.county = county_of(request.user)
        require(request.user, ADMINISTER, self.county)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        units = {"url": reverse(self.index_url_name), "label": _("Units")}
        here = {"url": "", "label": self.page_title}
        return [*super().get_breadcrumbs_items(), units, here]

    def post(self, request, *args, **kwargs):
        if "planned" in request.POST:
            return self.plant(request.POST["planned"])
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        plan = plan_file(form.cleaned_data["file"].read(), county=self.county)
        signed = signing.dumps(
            {"county": self.county.pk, "rows": plan.rows}, salt=SALT, compress=True
        )
        context = self.get_context_data(form=form, plan=plan, planned=signed)
        return self.render_to_response(context)

    def plant(self, signed):
        try:
            planned = signing.loads(signed, salt=SALT, max_age=PREVIEW_LASTS)
        except signing.BadSignature:
            messages.error(self.request, _("This preview is too old: send the file."))
            return redirect("units:import")
        if planned["county"] != self.county.pk:
            messages.error(self.request, _("This preview is too old: send the file."))
            return redirect("units:import")
        added = plant_tree(self.county, planned["rows"])
        record(self.county, "import", by=self.request.user, label=_("Units imported"))
        messages.success(
            self.request,
            ngettext("%(count)d unit was added.", "%(count)d units were added.", added)
            % {"count": added},
        )
        return redirect(self.index_url_name)


class UnitViewSet(OfficeViewSet):
    model = Unit
    icon = "site"
    menu_label = gettext_lazy("Units")
    see_right = ADMINISTER
    change_right = ADMINISTER
    delete_right = NOBODY
    select_related = ()
    index_view_class = UnitList
    add_view_class = CreateUnit
    edit_view_class = EditUnit
    ordering = "path"
    list_per_page = 200
    list_display = [
        "name",
        Column("name_en", label=gettext_lazy("English name")),
        Column("get_kind_display", label=gettext_lazy("Kind")),
        Column("code", label=pgettext_lazy("of a unit", "Code")),
        NumberColumn("numchild", label=gettext_lazy("Units below")),
    ]
    list_export = ["code", "name", "name_en", "kind"]
    search_fields = ["name", "name_en", "code"]
    search_backend_name = None

    @cached_property
    def policy(self):
        return UnitPolicy(Unit, see=ADMINISTER, change=ADMINISTER, delete=NOBODY)

    def get_form_class(self, for_update=False):
        return UnitForm

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("import/", ImportUnits.as_view(), name="import"),
        ]
