from django.core.paginator import Paginator
from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page


class ListPage(Page):
    template = "bare/list.html"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        articles = ArticlePage.objects.live().child_of(self)
        pages = Paginator(articles.order_by("-first_published_at"), 20)
        context["articles"] = pages.get_page(request.GET.get("p"))
        return context


class ArticlePage(Page):
    lead = models.CharField(max_length=300)
    cover = models.ForeignKey(
        "wagtailimages.Image", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(
        [
            ("heading", blocks.CharBlock()),
            ("text", blocks.RichTextBlock()),
            ("photo", ImageChooserBlock()),
            ("quote", blocks.TextBlock()),
        ]
    )
    template = "bare/article.html"
