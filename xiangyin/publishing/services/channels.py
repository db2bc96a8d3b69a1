"""Keeping the channels: the feed every county has, and partners' doors."""

import base64
import secrets

from xiangyin.kernel.rights import require

from ..models import Channel

SECRET_BYTES = 24


def new_secret() -> str:
    """A signing secret as Standard Webhooks writes it: ``whsec_`` and base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def keep_channel(channel: Channel, *, by) -> Channel:
    """Open or change a channel. A webhook without a secret is given one.

    Raises ``NotAllowed``, or ``ValidationError`` with a message per field.
    """
    require(by, "publishing.keep", channel.unit)
    if channel.kind == Channel.Kind.WEBHOOK and not channel.secret:
        channel.secret = new_secret()
    channel.full_clean()
    channel.save()
    return channel


def ensure_feed(county) -> Channel:
    """The county's own feed, opened with the first story. A closed one stays closed."""
    feed = Channel.objects.filter(unit=county, kind=Channel.Kind.FEED).first()
    return feed or Channel.objects.create(
        unit=county, kind=Channel.Kind.FEED, name="Atom"
    )
