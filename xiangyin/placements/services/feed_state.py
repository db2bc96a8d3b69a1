"""What is noted of a feed, set back."""

from ..models import Polled


def ask_anew(feed: Polled) -> None:
    """Forget how a feed did: its address is another one, or somebody asks for it now."""
    feed.feed_tag = feed.feed_modified = feed.feed_problem = ""
    feed.feed_failures, feed.feed_next_at = 0, None
