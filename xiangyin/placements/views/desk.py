"""What the ledger's own screens have in common."""

from django.utils.functional import cached_property
from wagtail.admin.viewsets.base import ViewSet

from xiangyin.kernel import desk
from xiangyin.kernel.rights import may
from xiangyin.kernel.viewsets import county_of, menu_item_for


class DeskView(desk.DeskView):
    """A screen for those who hold ``right`` anywhere; each thing is asked again.

    ``at_county`` asks the right for the county itself, for what concerns all of it.
    """

    right = "placements.see"
    at_county = False

    def is_let_in(self) -> bool:
        return may(
            self.request.user, self.right, self.county if self.at_county else None
        )

    @cached_property
    def county(self):
        return county_of(self.request.user)


class Screens(ViewSet):
    """Addresses under one prefix, with a menu item for those who hold ``right``."""

    right = "placements.see"

    @cached_property
    def menu_item_class(self):
        return menu_item_for(self.right)
