"""Questions about the parts of the paper."""

from wagtail.query import PageQuerySet


class SectionQuerySet(PageQuerySet):
    def of(self, site):
        """The sections of a site that are open, in the office's order."""
        return self.live().child_of(site.root_page).order_by("path")
