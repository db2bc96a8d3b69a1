"""The way from an address to its page: one question, and not one for each step."""

from wagtail.url_routing import RouteResult

from xiangyin.newsroom.models import Story


class StraightToThePage:
    """A front page that finds a section, or a story by its whole address.

    Wagtail goes from page to page and reads each twice. What is found otherwise, and
    what is not found, is left to it.
    """

    def route(self, request, path_components):
        if len(path_components) == 2:
            section, slug = path_components
            stories = Story.objects.live().filter(slug=slug)
            story = (
                stories.filter(url_path=f"{self.url_path}{section}/{slug}/")
                .select_related("unit", "theme", "cover")
                .first()
            )
            if story is not None:
                return RouteResult(story)
        elif len(path_components) == 1:
            for section in self.open_sections(request):
                if section.slug == path_components[0]:
                    return RouteResult(section)
        return super().route(request, path_components)
