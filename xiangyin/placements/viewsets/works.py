"""Our works: what was registered, and who carried it."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn, StatusFlagColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.widgets.button import HeaderButton

from xiangyin.kernel.rights import may
from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet, ReachFilterSet

from ..forms import FalseForm, ShareForm
from ..models import WORK_WORDS, Placement, Work, name_tiers
from ..services.clusters import COUNTED, Cluster, clusters_of


class WorkFilterSet(ReachFilterSet):
    class Meta:
        model = Work
        fields = ["unit", "published_on", "withdrawn"]


class WorkList(IndexView):
    is_searchable = True

    def get_base_queryset(self):
        works = super().get_base_queryset().defer("text")
        return works.annotate(
            carried=how_many("confirmed"), waiting=how_many("candidate")
        )

    @cached_property
    def header_buttons(self):
        buttons = list(super().header_buttons)
        if may(self.request.user, "placements.handle"):
            ways = (
                (_("Import a file"), "placements_imports:works", "upload"),
                (_("Feeds of our works"), "placements_own_feeds:index", "download"),
            )
            buttons += [
                HeaderButton(label, url=reverse(name), icon_name=icon, priority=at)
                for at, (label, name, icon) in enumerate(ways, start=20)
            ]
        return buttons

    def search_queryset(self, queryset):
        asked = self.search_query
        return queryset.filter(WORK_WORDS.holding(asked)) if asked else queryset


def how_many(state: str):
    """A work's placements in ``state``, counted for the lines that are shown."""
    placements = Placement.objects.filter(work=OuterRef("pk"), state=state)
    counted = placements.order_by().values("work").annotate(many=Count("pk"))
    return Coalesce(Subquery(counted.values("many")), 0)


class WorkPage(InspectView):
    """One work with its placements."""

    template_name = "placements/work.html"
    page_title = ""

    def get_context_data(self, **kwargs):
        placements = self.object.placements.with_both_texts()
        visible = placements.visible_to(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "work": self.object,
            "groups": by_text(visible.order_by("article__published_on", "pk")),
            "shared_with": self.object.shared_with.all(),
            **self.credit(),
        }

    def credit(self) -> dict:
        """For those who keep the ledger: who shares the work, and whether it was false."""
        if not may(self.request.user, "placements.keep", self.object.county):
            return {}
        return {
            "share_form": ShareForm(work=self.object),
            "false_form": FalseForm(),
        }


def by_text(placements) -> list[tuple[Cluster | None, list[Placement]]]:
    """Placements of one text together, with the cluster where there are several."""
    rows = list(placements.defer("work__text", "article__text"))
    name_tiers(each.article.outlet for each in rows)
    clusters = clusters_of(rows)
    groups: dict[int, list[Placement]] = {}
    for each in rows:
        together = each.cluster in clusters and each.state in COUNTED
        groups.setdefault(each.cluster if together else -each.pk, []).append(each)
    return [(clusters.get(key), group) for key, group in groups.items()]


class WorkViewSet(OfficeViewSet):
    model = Work
    name = "placements_works"
    url_prefix = "placements/works"
    icon = "doc-full"
    see_right = "placements.see"
    change_right = NOBODY
    menu_label = _("Our works")
    index_view_class = WorkList
    inspect_view_class = WorkPage
    inspect_view_enabled = True
    inspect_template_name = "placements/work.html"
    filterset_class = WorkFilterSet
    exclude_form_fields = []
    list_per_page = 50
    list_display = [
        "title",
        "unit",
        Column(
            "published_on",
            label=_("Published on"),
            accessor=lambda work: work.published_on.isoformat(),
            sort_key="published_on",
        ),
        NumberColumn("carried", label=_("Carried"), sort_key="carried"),
        NumberColumn("waiting", label=_("To confirm"), sort_key="waiting"),
        StatusFlagColumn("withdrawn", label="", true_label=_("withdrawn")),
    ]
