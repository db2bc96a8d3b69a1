"""What the ledger's own screens have in common."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from xiangyin.kernel.rights import may
from xiangyin.kernel.viewsets import county_of, menu_item_for


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """A screen for those who hold ``right`` anywhere; each thing is asked again.

    ``at_county`` asks the right for the county itself, for what concerns all of it.
    """

    right = "placements.see"
    at_county = False

    def dispatch(self, request, *args, **kwargs):
        thing = self.county if self.at_county else None
        if not may(request.user, self.right, thing):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def county(self):
        return county_of(self.request.user)

    def get_breadcrumbs_items(self):
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, here]


class Screens(ViewSet):
    """Addresses under one prefix, with a menu item for those who hold ``right``."""

    right = "placements.see"

    @cached_property
    def menu_item_class(self):
        return menu_item_for(self.right)
