"""Articles of outlets: the list, one article, and one written down by hand."""

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, IndexView, InspectView
from wagtail.admin.widgets.button import HeaderButton

from xiangyin.kernel.rights import may
from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet, ReachFilterSet, county_of

from ..forms import ArticleForm
from ..models import ARTICLE_WORDS, Article, Outlet
from ..services.articles import keep_article
from ..services.recognition import why_of


class ArticleFilterSet(ReachFilterSet):
    unknown = django_filters.BooleanFilter(
        field_name="outlet", lookup_expr="isnull", label=_("outlet unknown")
    )

    class Meta:
        model = Article
        fields = ["outlet", "unknown", "source", "published_on"]


class ArticleList(IndexView):
    is_searchable = True

    def get_base_queryset(self):
        return super().get_base_queryset().defer("text")

    def search_queryset(self, queryset):
        """Articles that hold the words, and those of outlets called so."""
        asked = self.search_query
        if not asked:
            return queryset
        outlets = Outlet.objects.filter(name__icontains=asked).values("pk")
        return queryset.filter(ARTICLE_WORDS.holding(asked) | Q(outlet__in=outlets))

    @cached_property
    def header_buttons(self):
        buttons = list(super().header_buttons)
        if self.user_has_permission("add"):
            ways = (
                (_("Import a file"), "placements_imports:articles", "upload"),
                (_("From an address"), "placements_intake:addresses", "link"),
                (_("From a feed file"), "placements_intake:feed", "download"),
                (_("Feeds"), "placements_feeds:index", "download"),
            )
            buttons += [
                HeaderButton(label, url=reverse(name), icon_name=icon, priority=at)
                for at, (label, name, icon) in enumerate(ways, start=20)
            ]
        return buttons


class ArticleAdd(CreateView):
    """Written down by hand: a newspaper page, a broadcast."""

    template_name = "placements/article_form.html"

    def save_instance(self):
        article, _new = keep_article(
            county_of(self.request.user),
            self.form.reading,
            source=Article.Source.HAND,
            outlet=self.form.cleaned_data["outlet"],
        )
        return article

    def get_success_buttons(self):
        return []


class ArticlePage(InspectView):
    template_name = "placements/article.html"
    page_title = ""

    def get_context_data(self, **kwargs):
        placements = self.object.placements.with_both_texts()
        return {
            **super().get_context_data(**kwargs),
            "article": self.object,
            "why": why_of(self.object),
            "may_keep": may(self.request.user, "placements.keep", self.object),
            "placements": placements.visible_to(self.request.user).order_by("pk"),
        }


class ArticleViewSet(OfficeViewSet):
    model = Article
    name = "placements_articles"
    url_prefix = "placements/articles"
    icon = "openquote"
    see_right = "placements.see"
    change_right = NOBODY
    add_right = "placements.handle"
    delete_right = NOBODY
    menu_label = _("Articles")
    index_view_class = ArticleList
    add_view_class = ArticleAdd
    inspect_view_class = ArticlePage
    inspect_view_enabled = True
    inspect_template_name = "placements/article.html"
    filterset_class = ArticleFilterSet
    select_related = ("outlet",)
    list_per_page = 50
    list_display = [
        "title",
        Column(
            "outlet",
            label=_("Outlet"),
            accessor=lambda article: article.outlet or article.outlet_said,
        ),
        Column(
            "published_on",
            label=_("Published on"),
            accessor=lambda article: article.published_on.isoformat(),
            sort_key="published_on",
        ),
        "source",
        "byline",
    ]

    def get_form_class(self, for_update=False):
        return ArticleForm
