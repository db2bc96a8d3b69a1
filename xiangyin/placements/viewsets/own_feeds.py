"""Feeds of our own works, for an office that writes in another system."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, NumberColumn, StatusFlagColumn
from wagtail.admin.views.generic import CreateView, EditView

from xiangyin.kernel.viewsets import NOBODY, OfficeViewSet
from xiangyin.kernel.viewsets.reach import CreateWithinReach, EditWithinReach

from ..forms import WorkFeedForm
from ..models import WorkFeed
from ..reports.outlets import feed_health
from ..services.own_feeds import keep_own_feed


class KeepsFeed:
    """Saves through the service, which notes who did."""

    def save_instance(self):
        return keep_own_feed(self.form.save(commit=False), by=self.request.user)


class FeedAdd(KeepsFeed, CreateWithinReach, CreateView):
    pass


class FeedEdit(KeepsFeed, EditWithinReach, EditView):
    pass


class WorkFeedViewSet(OfficeViewSet):
    model = WorkFeed
    name = "placements_own_feeds"
    url_prefix = "placements/own-feeds"
    icon = "download"
    see_right = "placements.see"
    change_right = "placements.handle"
    delete_right = NOBODY
    menu_label = _("Feeds of our works")
    add_view_class = FeedAdd
    edit_view_class = FeedEdit
    list_display = [
        "feed",
        "unit",
        NumberColumn("feed_brought", label=_("Brought")),
        Column(
            "feed_health", label=pgettext_lazy("column", "Feed"), accessor=feed_health
        ),
        StatusFlagColumn("is_active", label=_("In use"), true_label=_("in use")),
    ]

    def get_form_class(self, for_update=False):
        return WorkFeedForm
