"""Where publishing stands in the staff's menu."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from .viewsets import ChannelViewSet, DispatchViewSet


class PublishingGroup(ViewSetGroup):
    menu_label = _("Publishing")
    menu_name = "publishing"
    menu_icon = "upload"
    menu_order = 230
    items = (DispatchViewSet, ChannelViewSet)


@hooks.register("register_admin_viewset")
def register_publishing():
    return PublishingGroup()
