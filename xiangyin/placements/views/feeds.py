"""How every feed does, and asking one now."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Article, Outlet, WorkFeed
from ..tasks import ask_feeds, ask_own_feeds
from .desk import DeskView, Screens

A_MOMENT = timedelta(minutes=1)


class FeedsView(DeskView):
    """Feeds of outlets and our own: last asked, last read well, what was wrong."""

    template_name = "placements/feeds.html"
    page_title = gettext_lazy("Feeds")
    header_icon = "download"
    right = "placements.handle"
    at_county = True

    def kinds(self):
        return {
            "outlet": Outlet.objects.of_county(self.county).with_a_feed(),
            "own": WorkFeed.objects.of_county(self.county).with_a_feed(),
        }

    def get_context_data(self, **kwargs):
        kinds = self.kinds()
        own = [("own", feed) for feed in kinds["own"].select_related("unit")]
        outlets = kinds["outlet"].order_by("name")
        # What fails stands first: it is what somebody came for.
        rows = [("outlet", outlet) for outlet in outlets if outlet.feed_problem]
        rows += own
        rows += [("outlet", outlet) for outlet in outlets if not outlet.feed_problem]
        failing = sum(bool(feed.feed_problem) for _kind, feed in rows)
        unread = Article.objects.of_county(self.county).unread().count()
        return super().get_context_data(
            rows=rows, failing=failing, unread=unread, **kwargs
        )

    def post(self, request):
        kind, _colon, pk = request.POST.get("ask", "").partition(":")
        if kind not in self.kinds() or not pk.isdecimal():
            raise Http404
        feed = get_object_or_404(self.kinds()[kind], pk=pk)
        now = timezone.now()
        asked = feed.feed_checked_at
        if asked and now - A_MOMENT < asked <= now:
            messages.info(request, _("It was asked a moment ago."))
            return redirect("placements_feeds:index")
        self.kinds()[kind].filter(pk=feed.pk).update(feed_next_at=None)
        task = ask_feeds if kind == "outlet" else ask_own_feeds
        task.enqueue([feed.pk])
        messages.success(request, _("It is asked now; look again in a minute."))
        return redirect("placements_feeds:index")


class FeedScreens(Screens):
    name = "placements_feeds"
    url_prefix = "placements/feeds"

    def get_urlpatterns(self):
        return [path("", FeedsView.as_view(), name="index")]
