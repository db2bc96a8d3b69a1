"""Questions that can be asked of items."""

from django.db.models import Exists, OuterRef

from xiangyin.kernel.querysets import VisibleQuerySet


class ItemQuerySet(VisibleQuerySet):
    def of(self, county, key: str):
        """Every version of one story."""
        return self.filter(county=county, key=key)

    def newest(self, county, key: str):
        """The newest version of one story, or None."""
        return self.of(county, key).order_by("version").last()

    def on(self, channel):
        """What a reader of ``channel`` finds: of each story the newest that arrived."""
        arrived = self.model.objects.filter(
            dispatches__channel=channel,
            dispatches__arrived_at__isnull=False,
        )
        newer = arrived.filter(
            county=OuterRef("county"),
            key=OuterRef("key"),
            version__gt=OuterRef("version"),
        )
        return (
            self.filter(
                dispatches__channel=channel,
                dispatches__message="story",
                dispatches__arrived_at__isnull=False,
                withdrawn_at=None,
            )
            .exclude(Exists(newer))
            .order_by("-published_at", "-pk")
        )
