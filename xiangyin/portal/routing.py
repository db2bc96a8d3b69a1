"""The way from an address to its page: one question, and not one for each step."""

from django.http import Http404
from wagtail.url_routing import RouteResult

from xiangyin.newsroom.models import Story


class StraightToThePage:
    """A front page that finds a section, or a story by its whole address.

    Wagtail goes from page to page and reads each twice. What is found otherwise, and
    what is not found, is left to it.
    """

    def route(self, request, path_components):
        page = self._straight_to(request, path_components)
        result = RouteResult(page) if page else super().route(request, path_components)
        page = result.page
        page.restrictions = getattr(request, "site_restrictions", None)
        page.restrictions = list(page.get_view_restrictions())  # Wagtail asks again
        # The house has no pages for some readers only, nor a screen to make any: what
        # an operator shut all the same is missing, to everybody.
        if page.restrictions:
            raise Http404
        return result

    def _straight_to(self, request, path_components):
        if len(path_components) == 2:
            section, slug = path_components
            stories = Story.objects.live().filter(slug=slug)
            return (
                stories.filter(url_path=f"{self.url_path}{section}/{slug}/")
                .select_related("unit", "theme", "cover")
                .first()
            )
        if len(path_components) == 1:
            for section in self.open_sections(request):
                if section.slug == path_components[0]:
                    return section
        return None
