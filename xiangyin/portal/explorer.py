"""The explorer of Wagtail's tree, with a section of 100,000 stories below it.

What Wagtail shows stays as it is. Here its rows are found keys first, and what each
row's buttons ask of its story is read for the whole page at once.
"""

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.pages import PageViewSet

from xiangyin.kernel.pages import KeysFirst
from xiangyin.newsroom.models import Signature, Story

from .sight import known_to


class Explorer(ExplorableIndexView):
    paginator_class = KeysFirst

    def get_base_queryset(self):
        """Within a branch that is a person's own, no list of all they may explore.

        Wagtail's search reads such a list and nothing else.
        """
        user, parent = self.request.user, self.parent_page
        if self.is_searching or self.is_searching_whole_tree:
            return super().get_base_queryset()
        if not self.permission_policy.covers(user, parent):
            return super().get_base_queryset()
        pages = self.model._default_manager
        below = pages.descendant_of if self.is_filtering else pages.child_of
        pages = below(parent)
        if not user.is_superuser:
            pages = pages.filter(known_to(user))
        return self.annotate_queryset(pages)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        read_for_the_buttons(context["object_list"])
        return context


class Search(SearchView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        read_for_the_buttons(context["object_list"])
        return context


def read_for_the_buttons(pages) -> None:
    """Read the unit of each story, and whether somebody signed it."""
    stories = [page for page in pages if isinstance(page, Story)]
    signed = Prefetch("signatures", Signature.objects.only("story_id"))
    prefetch_related_objects(stories, "unit", signed)


class Pages(PageViewSet):
    """Wagtail's screens of pages, with this explorer among them."""

    index_view_class = Explorer
    search_view_class = Search


pages = Pages()
