"""Where the ledger stands in the staff's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from .views import (
    BulletinScreens,
    ConfirmScreens,
    CreditScreens,
    EvidenceScreens,
    FeedScreens,
    FiguresScreens,
    ImportScreens,
    IntakeScreens,
    RuleScreens,
    TierScreens,
    UnknownScreens,
)
from .viewsets import (
    ArticleViewSet,
    BonusViewSet,
    OutletViewSet,
    PlacementViewSet,
    SchemeViewSet,
    WorkFeedViewSet,
    WorkViewSet,
)


class PlacementsGroup(ViewSetGroup):
    menu_label = _("Placements")
    menu_name = "placements"
    menu_icon = "openquote"
    menu_order = 240
    items = (
        ConfirmScreens,
        PlacementViewSet,
        EvidenceScreens,
        ArticleViewSet,
        OutletViewSet,
        BulletinScreens,
        FiguresScreens,
        SchemeViewSet,
        BonusViewSet,
        WorkViewSet,
    )


@hooks.register("register_admin_viewset")
def register_placements():
    """The desk's screens: those with a menu item, and those reached from them."""
    return [
        PlacementsGroup(),
        CreditScreens(),
        FeedScreens(),
        ImportScreens(),
        IntakeScreens(),
        RuleScreens(),
        TierScreens(),
        UnknownScreens(),
        WorkFeedViewSet(),
    ]
