"""Channels and items for tests, and a partner's door that remembers."""

from datetime import UTC, datetime

from xiangyin.gateways.fetch import Page
from xiangyin.publishing.models import Channel
from xiangyin.publishing.services.channels import new_secret
from xiangyin.publishing.services.items import publish_item

ADDRESS = "https://partner.example.cn/hook"


class FakeSend:
    """Callable like :func:`xiangyin.gateways.send.send`; answers what is laid down."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.sent: list[tuple[str, bytes, dict]] = []

    def __call__(self, url, body, headers, **kwargs):
        self.sent.append((url, body, dict(headers)))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        return Page(url, answer)


def a_webhook(county, **told) -> Channel:
    values = {"name": "市平台", "kind": "webhook", "address": ADDRESS}
    return Channel.objects.create(
        unit=county, **{**values, "secret": new_secret(), **told}
    )


def an_item(county, **told):
    values = {
        "key": "story:1",
        "title": "茶湾村的桥通了",
        "summary": "村民盼了三年的桥今天通车。",
        "html": "<p>桥长四十米。</p>",
        "byline": "林知夏",
        "language": "zh-hans",
        "address": "https://qinglan.example.cn/news/bridge/",
        "published_at": datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        "updated_at": datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
    }
    return publish_item(unit=county, **{**values, **told})
