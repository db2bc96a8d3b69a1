"""The audit trail, to be read and never written here."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from ..models import Person, Record
from ..reports import kinds_of_subjects, names_of
from ..rights import reach, within
from ..services.audit import record, with_names
from ..services.chain import newest
from ..viewsets import NOBODY, OfficeViewSet, PostPolicy, ReachFilterSet

BEGINS_A_FORMULA = tuple("=+-@＝＋－＠")


class TrailPolicy(PostPolicy):
    """Lines of a county; what belongs to none is shown where its doer works."""

    def narrow(self, queryset, user, action="view"):
        right = self.right(action)
        if right == NOBODY:
            return queryset.none()
        if user.is_superuser:
            return queryset
        paths = reach(user, right)
        doers = Person.objects.filter(within(paths, field="posts__unit"))
        of_no_county = Q(county=None, by__in=doers)
        return queryset.filter(within(paths, field="county") | of_no_county)


class KindFilter(django_filters.ChoiceFilter):
    """Keeps the lines about one kind of thing."""

    def filter(self, queryset, value):
        return queryset.filter(subject__startswith=f"{value}:") if value else queryset


class TrailFilters(ReachFilterSet):
    by = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("history", "Who"),
        queryset=Person.objects.only("username", "name", "name_en").order_by(
            "username"
        ),
    )
    at = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("history", "When"), widget=DateRangePickerWidget
    )
    about = KindFilter(
        label=pgettext_lazy("history", "About"),
        choices=kinds_of_subjects,
        widget=forms.Select,
    )

    class Meta:
        model = Record
        fields = ["by", "at"]


class TrailList(generic.IndexView):
    """Newest first; each line says what it is about in the thing's own name."""

    template_name = "kernel/trail.html"
    export_filename = "trail"

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """An export is a line of the trail itself."""
        person = self.request.user
        record(
            person, "export", by=person, county=person.county, label=_("Trail exported")
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def to_row_dict(self, item):
        """No cell begins like a formula, whatever somebody wrote."""
        return {
            name: f"'{value}" if str(value).lstrip()[:1] in BEGINS_A_FORMULA else value
            for name, value in super().to_row_dict(item).items()
        }

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        context["newest"] = newest()
        names = names_of(line.subject for line in context["object_list"])
        for line in with_names(list(context["object_list"])):
            line.about = names[line.subject]
        return context


def minute(line: Record) -> str:
    return f"{timezone.localtime(line.at):%Y-%m-%d %H:%M}"


def doer(line: Record) -> str:
    return str(line.by or pgettext("history", "the program"))


class RecordViewSet(OfficeViewSet):
    model = Record
    icon = "history"
    menu_label = gettext_lazy("Audit trail")
    see_right = "kernel.administer"
    change_right = NOBODY
    unit_field = "county"
    select_related = ("by",)
    index_view_class = TrailList
    ordering = ("-at", "-pk")
    list_per_page = 50
    list_display = [
        Column(
            "at", accessor=minute, label=pgettext_lazy("history", "When"), sort_key="at"
        ),
        Column("by", accessor=doer, label=pgettext_lazy("history", "Who")),
        Column("label", label=pgettext_lazy("history", "What")),
        Column("about", label=pgettext_lazy("history", "About")),
        Column("note", label=pgettext_lazy("history", "Why")),
    ]
    list_export = ["at", "by", "label", "subject", "note"]
    filterset_class = TrailFilters
    search_fields = ["label", "note", "subject"]
    search_backend_name = None
    exclude_form_fields = []

    @cached_property
    def policy(self):
        return TrailPolicy(
            Record, see=self.see_right, change=NOBODY, unit_field="county"
        )

    def get_urlpatterns(self):
        kept = {"index", "index_results"}
        return [url for url in super().get_urlpatterns() if url.name in kept]
