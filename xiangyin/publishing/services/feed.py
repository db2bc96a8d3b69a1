"""The Atom feed of a county (RFC 4287): what its readers' programs fetch."""

import hashlib
from datetime import UTC, datetime

from django.db.models import Max
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from ..models import Channel, Dispatch, Item
from .items import in_xml

LENGTH = 50
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}


class StoryFeed(Atom1Feed):
    """Atom with the whole text of each entry and its own language."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})

    def latest_post_date(self):
        """An empty feed is as old as it can be, not as old as the question."""
        if not self.items:
            return datetime.fromtimestamp(0, tz=UTC)
        return super().latest_post_date()


def open_feed(county) -> Channel | None:
    """The county's feed, or None while the office keeps it closed."""
    return Channel.objects.filter(
        unit=county, kind=Channel.Kind.FEED, is_open=True
    ).first()


def entries(channel: Channel) -> list[Item]:
    """The latest stories that arrived in the feed and stand."""
    return list(Item.objects.on(channel).select_related("unit")[:LENGTH])


def version_of(items: list[Item]) -> str:
    """Changes whenever the feed does: a strong ETag."""
    said = "|".join(str(item.pk) for item in items)
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def changed_at(channel: Channel) -> datetime | None:
    """When something last came to the feed or was taken from it."""
    sent = Dispatch.objects.filter(channel=channel).aggregate(
        came=Max("arrived_at"), went=Max("item__withdrawn_at")
    )
    moments = [moment for moment in sent.values() if moment]
    return max(moments) if moments else None


def write_feed(items: list[Item], *, title: str, host: str, home: str, itself: str):
    """The feed as a string. ``home`` and ``itself`` are full addresses."""
    feed = StoryFeed(
        title=in_xml(title),
        link=home,
        description=None,
        feed_url=itself,
        feed_guid=f"tag:{host},2026:feed",
        language=LANGUAGES["zh-hans"],
    )
    for item in items:
        feed.add_item(
            title=item.title,
            link=item.address,
            description=escape(item.summary),
            unique_id=f"tag:{host},{item.published_at:%Y-%m-%d}:{item.key}",
            author_name=item.byline or item.unit.name,
            pubdate=item.published_at,
            updateddate=item.updated_at,
            html=item.html,
            language=LANGUAGES.get(item.language, item.language),
        )
    return feed.writeString("utf-8")
