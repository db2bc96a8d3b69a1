"""Articles of outlets: the list, one article, and one written down by hand."""

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.widgets.button import HeaderButton

from xiangyin.kernel.rights import may
from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet, ReachFilterSet, county_of
from xiangyin.kernel.viewsets.reach import EditWithinReach

from ..forms import ArticleForm, CorrectionForm
from ..models import ARTICLE_WORDS, Article, Outlet, WantedText
from ..reports import Period
from ..reports.articles import article_history
from ..reports.words import period_name
from ..services.articles import keep_article
from ..services.corrections import correct_article, frozen_with
from ..services.recognition import why_of


class ArticleFilterSet(ReachFilterSet):
    unknown = django_filters.BooleanFilter(
        field_name="outlet", lookup_expr="isnull", label=_("outlet unknown")
    )
    unread = django_filters.BooleanFilter(
        method="filter_unread", label=_("page could not be read")
    )

    class Meta:
        model = Article
        fields = ["outlet", "unknown", "unread", "source", "published_on"]

    def filter_unread(self, queryset, name, value):
        found = Article.objects.unread().values("pk")
        return (
            queryset.filter(pk__in=found) if value else queryset.exclude(pk__in=found)
        )


class ArticleList(IndexView):
    is_searchable = True

    def get_base_queryset(self):
        rows = super().get_base_queryset().defer("text")
        return rows.select_related("wanted_text") if self.tells_why else rows

    @property
    def tells_why(self) -> bool:
        """Whether it is the list of those whose page could not be read."""
        return self.request.GET.get("unread") == "true"

    @cached_property
    def columns(self):
        why = Column(
            "wanted_text",
            label=_("Why not"),
            accessor=lambda article: article.wanted_text.problem,
        )
        columns = super().columns
        return [*columns, why] if self.tells_why else columns

    def get_edit_url(self, instance):
        """What came from elsewhere says what its source said."""
        by_hand = instance.source == Article.Source.HAND
        return super().get_edit_url(instance) if by_hand else None

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


class ArticleEdit(EditWithinReach, EditView):
    """Corrected, for a reason: only what was written down by hand."""

    template_name = "placements/article_form.html"

    def get_object(self, *args, **kwargs):
        article = super().get_object(*args, **kwargs)
        if article.source != Article.Source.HAND:
            raise Http404
        return article

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self):
        """Through the service, which notes who corrected what and why."""
        return correct_article(
            self.object,
            self.form.reading,
            outlet=self.form.cleaned_data["outlet"],
            by=self.request.user,
            reason=self.form.cleaned_data["reason"],
        )

    def get_context_data(self, **kwargs):
        frozen = [
            period_name(Period.parse(each.period)) for each in frozen_with(self.object)
        ]
        return {**super().get_context_data(**kwargs), "frozen": frozen}

    def get_success_url(self):
        return reverse("placements_articles:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class ArticlePage(InspectView):
    template_name = "placements/article.html"
    page_title = ""

    def get_context_data(self, **kwargs):
        placements = self.object.placements.with_both_texts()
        seen = list(placements.visible_to(self.request.user).order_by("pk"))
        return {
            **super().get_context_data(**kwargs),
            "article": self.object,
            "groups": [(None, seen)] if seen else [],
            "why": why_of(self.object),
            "history": article_history(self.object),
            "may_correct": self.object.source == Article.Source.HAND
            and may(self.request.user, "placements.handle", self.object),
            "wanted": WantedText.objects.filter(article=self.object).first(),
            "may_keep": may(self.request.user, "placements.keep", self.object),
            "may_handle": may(self.request.user, "placements.handle", self.object),
        }


class ArticleViewSet(OfficeViewSet):
    model = Article
    name = "placements_articles"
    url_prefix = "placements/articles"
    icon = "openquote"
    see_right = "placements.see"
    change_right = "placements.handle"
    add_right = "placements.handle"
    delete_right = NOBODY
    menu_label = _("Articles")
    index_view_class = ArticleList
    add_view_class = ArticleAdd
    edit_view_class = ArticleEdit
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
        return CorrectionForm if for_update else ArticleForm
